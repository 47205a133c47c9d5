package io.driftseal.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.fabric8.Fabric8KubernetesApi;
import io.driftseal.system.ProjectRoot;
import io.driftseal.system.cluster.AuditEvent;
import io.driftseal.system.cluster.AuditLog;
import io.driftseal.system.cluster.Cluster;
import io.driftseal.system.cluster.ClusterSettings;
import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.images.ImagesMain;
import io.driftseal.system.installation.AdmissionLoad;
import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Findings;
import io.driftseal.system.installation.PortForward;
import io.driftseal.system.installation.ReleasedInstallation;
import io.driftseal.system.installation.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * The release as an admin gets it: images, chart, helm. Two replicas of the webhook behind a
 * Service on a real node; their authority lives so shortly that it rotates all the time.
 */
@EnabledIfSystemProperty(named = "driftseal.release", matches = "true")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReleaseIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final List<String> VALUES =
            List.of(
                    "driftScanner.persistence.enabled=false",
                    "responder.persistence.enabled=false",
                    "webhook.approversConfigMap=driftseal-approvers",
                    // Certificates are dated back by five minutes: an authority is due after two
                    // minutes, a leaf after twenty seconds.
                    "webhook.configuration.authorityValidity=330s",
                    "webhook.configuration.authoritySettling=5s",
                    "webhook.configuration.servingValidity=180s",
                    "webhook.configuration.caBundlePeriod=1s",
                    "driftScanner.configuration.reverificationPeriod=20s",
                    "driftScanner.configuration.ownerGrace=3s");

    private Cluster cluster;
    private ReleasedInstallation driftseal;
    private Terminal kubectl;
    private Path alice;

    @TempDir private Path desk;

    @BeforeAll
    void install(@TempDir Path directory) throws IOException {
        cluster = Cluster.start(ClusterSettings.named("rel" + ProcessHandle.current().pid()));
        Path root = ProjectRoot.find();
        cluster.importImage(ImagesMain.of(root).archive(ImagesMain.tag(root)));
        driftseal = new ReleasedInstallation(cluster, directory);
        driftseal.prepare();
        alice = driftseal.approver("alice");
        driftseal.install(VALUES);
        kubectl = driftseal.terminal();
    }

    @AfterAll
    void end() {
        cluster.close();
    }

    private String namespace(String name, String mode) {
        kubectl.run("create", "namespace", name).require();
        kubectl.run(
                        "label",
                        "namespace",
                        name,
                        "driftseal.io/mode=" + mode,
                        "driftseal.io/tier=restricted")
                .require();
        return name;
    }

    @Test
    @Order(1)
    void aDeploymentIsStampedExecIsRefusedAndDriftIsFound() {
        String strict = namespace("strict", "enforce");
        String lax = namespace("lax", "observe");
        kubectl.apply(DeploymentManifest.of(strict, "api").yaml()).require();
        kubectl.apply(DeploymentManifest.of(lax, "api").onNoNode().yaml()).require();

        kubectl.run("rollout", "status", "deployment/api", "-n", strict, "--timeout=90s").require();
        assertThat(driftseal.stamps().of(kubectl.get(strict, "deployment", "api")).decisionId())
                .startsWith("dec-");
        ObjectNode pod = kubectl.list(strict, "pods", "app=api").getFirst();
        assertThat(driftseal.stamps().of(pod).runtimePolicy()).isEqualTo("restricted");
        CommandResult exec = kubectl.run("exec", "-n", strict, name(pod), "--", "true");
        assertThat(exec.succeeded()).isFalse();
        assertThat(exec.stderr()).contains("access.enforce.driftseal.io");

        Eventually.holds(
                "a pod of the Deployment on no node",
                LIMIT,
                () -> !kubectl.list(lax, "pods", "app=api").isEmpty());
        String changed = name(kubectl.list(lax, "pods", "app=api").getFirst());
        kubectl.run("label", "pod", changed, "-n", lax, "access=database").require();
        try (PortForward scanner = driftseal.scanner();
                Findings findings = driftseal.findings(scanner)) {
            findings.await(lax, changed, "form-changed");
            findings.awaitVerdict(strict, name(pod), "clean");
        }
    }

    /** The list is mounted from a ConfigMap, whose files are links that the kubelet swaps. */
    @Test
    @Order(2)
    void whomTheMountedListNamesApproves() throws IOException {
        String namespace = namespace("approved", "enforce");
        String manifest =
                DeploymentManifest.of(namespace, "web")
                        .podSpec("automountServiceAccountToken: false\n")
                        .onNoNode()
                        .yaml()
                        .split("---\n", 2)[1]
                        .replace("serviceAccountName: web", "serviceAccountName: default");

        String approved =
                driftseal.approved(alice, Files.writeString(desk.resolve("web.yaml"), manifest));
        kubectl.apply(approved).require();

        assertThat(driftseal.stamps().of(kubectl.get(namespace, "deployment", "web")).approver())
                .isEqualTo("alice");
    }

    /** Every pod is replaced by an upgrade while users work: the audit log is the witness. */
    @Test
    @Order(3)
    void anUpgradeUnderLoadFailsNoAdmissionAndLeavesAloneWhatServicesWrote() throws Exception {
        String busy = namespace("busy", "enforce");
        deny("0f0f0f0f-0000-4000-8000-000000000001");
        String authorities = data("secret", "driftseal-webhook-authorities");
        AuditLog.Position before = cluster.auditLog().now();
        List<String> changed = new ArrayList<>(VALUES);
        changed.add("webhook.timeoutSeconds=7");

        AdmissionLoad load = load(List.of(busy), 3);
        try (load) {
            driftseal.upgrade(changed);
            assertThat(timeout()).isEqualTo("7");
            assertThat(data("configmap", "driftseal-denied-tokens")).contains("0f0f0f0f");
            driftseal.rollback();
        }

        assertThat(load.failures()).isEmpty();
        assertThat(load.unstamped()).isZero();
        assertThat(load.admitted()).isGreaterThan(20);
        assertThat(refusedCreations(before, busy)).isEmpty();
        assertThat(admittedPods(before, busy)).isGreaterThan(20);
        assertThat(timeout()).isEqualTo("5");
        assertThat(data("configmap", "driftseal-denied-tokens")).contains("0f0f0f0f");
        assertThat(data("secret", "driftseal-webhook-authorities")).isNotEqualTo(authorities);
        assertThat(metric("driftseal_webhook_serving_authorities")).isGreaterThan(1);
        report("upgrade and rollback", load, before, busy);
    }

    /** A crash shows what the failure policies say, and nothing else. */
    @Test
    @Order(4)
    void aReplicaKilledUnderLoadCostsWhatTheFailurePolicySays() throws Exception {
        String closed = namespace("closed", "enforce");
        String open = namespace("open", "observe");
        AuditLog.Position before = cluster.auditLog().now();

        AdmissionLoad strict = load(List.of(closed), 2);
        AdmissionLoad lax = load(List.of(open), 2);
        try (strict;
                lax) {
            await(strict, strict.admitted() + 10);
            killOneReplica();
            await(strict, strict.admitted() + 30);
            await(lax, lax.admitted() + 30);
        }

        assertThat(strict.failures().size()).isLessThan(strict.admitted());
        assertThat(refusedCreations(before, closed))
                .allSatisfy(failure ->
                        assertThat(failure)
                                .containsAnyOf(
                                        "failed calling webhook \"verify.enforce.driftseal.io\"",
                                        "was not asked or did not answer"));
        assertThat(lax.failures()).isEmpty();
        assertThat(refusedCreations(before, open)).isEmpty();
        report("kill -9, enforce", strict, before, closed);
        report("kill -9, observe", lax, before, open);
    }

    private AdmissionLoad load(List<String> namespaces, int users) {
        return new AdmissionLoad(
                Fabric8KubernetesApi.connect(cluster.adminKubeconfig(), "load"), namespaces, users);
    }

    private static void await(AdmissionLoad load, int count) {
        Eventually.holds(count + " admissions", LIMIT, () -> load.admitted() >= count);
    }

    /**
     * SIGKILL to the Java process of one webhook container, as the kernel's OOM killer does. A pod
     * that an upgrade has just replaced may still be listed, and has none.
     */
    private void killOneReplica() {
        List<String> uids =
                List.of(
                        kubectl.run(
                                        "get",
                                        "pods",
                                        "-n",
                                        ReleasedInstallation.NAMESPACE,
                                        "-l",
                                        "app.kubernetes.io/component=webhook",
                                        "-o",
                                        "jsonpath={.items[*].metadata.uid}")
                                .require()
                                .strip()
                                .split(" "));
        ProcessHandle webhook =
                ProcessHandle.allProcesses()
                        .filter(process -> uids.stream().anyMatch(controlGroup(process)::contains))
                        .filter(process ->
                                process.info().command().orElse("").endsWith("/opt/java/bin/java"))
                        .findFirst()
                        .orElseThrow();
        webhook.destroyForcibly();
    }

    private static String controlGroup(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cgroup"));
        } catch (IOException | UncheckedIOException ended) {
            return "";
        }
    }

    private List<String> refusedCreations(AuditLog.Position since, String namespace) {
        return creations(since, namespace)
                .filter(event -> event.responseCode() != 201)
                .map(AuditEvent::responseMessage)
                .toList();
    }

    private long admittedPods(AuditLog.Position since, String namespace) {
        return creations(since, namespace)
                .filter(event -> event.resource().equals("pods") && event.responseCode() == 201)
                .count();
    }

    private Stream<AuditEvent> creations(AuditLog.Position since, String namespace) {
        return cluster
                .auditLog()
                .since(
                        since,
                        event ->
                                event.verb().equals("create")
                                        && event.namespace().equals(namespace)
                                        && event.subresource().isEmpty())
                .stream()
                .filter(event ->
                        List.of("deployments", "replicasets", "pods").contains(event.resource()));
    }

    private void deny(String podUid) {
        kubectl.run(
                        "patch",
                        "configmap",
                        "driftseal-denied-tokens",
                        "-n",
                        ReleasedInstallation.NAMESPACE,
                        "--type=merge",
                        "-p",
                        "{\"data\":{\"" + podUid + "\":\"plan-1\"}}")
                .require();
    }

    private String data(String kind, String name) {
        return kubectl.run(
                        "get",
                        kind,
                        name,
                        "-n",
                        ReleasedInstallation.NAMESPACE,
                        "-o",
                        "jsonpath={.data}")
                .require();
    }

    private String timeout() {
        return kubectl.run(
                        "get",
                        "validatingwebhookconfiguration",
                        "driftseal-verify",
                        "-o",
                        "jsonpath={.webhooks[0].timeoutSeconds}")
                .require();
    }

    private double metric(String name) {
        return kubectl.run(
                        "get",
                        "--raw",
                        "/api/v1/namespaces/"
                                + ReleasedInstallation.NAMESPACE
                                + "/pods/"
                                + webhookPod()
                                + ":9443/proxy/metrics")
                .require()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private String webhookPod() {
        return kubectl.run(
                        "get",
                        "pods",
                        "-n",
                        ReleasedInstallation.NAMESPACE,
                        "-l",
                        "app.kubernetes.io/component=webhook",
                        "--field-selector=status.phase=Running",
                        "-o",
                        "jsonpath={.items[0].metadata.name}")
                .require();
    }

    private void report(
            String what, AdmissionLoad load, AuditLog.Position since, String namespace) {
        System.out.printf(
                "%s: %d Deployments and %d pods admitted, %d without a stamp, %d failed,"
                        + " %d creations refused%n",
                what,
                load.admitted(),
                admittedPods(since, namespace),
                load.unstamped(),
                load.failures().size(),
                refusedCreations(since, namespace).size());
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asString();
    }
}
