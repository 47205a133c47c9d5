package io.driftseal.system.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.driftseal.evidence.ResponseOutcome;
import io.driftseal.evidence.ResponseOutcome.Proof;
import io.driftseal.evidence.ResponseOutcome.Result;
import io.driftseal.evidence.ResponsePlan;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.kubernetes.ProbeAnswer;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.fabric8.Fabric8TokenProbe;
import io.driftseal.system.cluster.AuditEvent;
import io.driftseal.system.cluster.AuditLog;
import io.driftseal.system.cluster.Cluster;
import io.driftseal.system.cluster.ClusterImages;
import io.driftseal.system.cluster.SharedCluster;
import io.driftseal.testsupport.ProgramLocator;
import io.driftseal.workload.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Token and pod of a real intrusion, and the API server's audit log as the witness. */
@ExtendWith(SharedCluster.class)
class ResponderIT {

    private static final String ACCOUNT =
            "system:serviceaccount:driftseal-system:driftseal-responder";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Cluster cluster;
    private final String namespace = "respond-" + UUID.randomUUID().toString().substring(0, 8);
    private final ResponderProcess responder;
    private final Fabric8TokenProbe probe;
    private final AuditLog.Position before;

    ResponderIT(Cluster cluster, @TempDir Path directory) throws Exception {
        this.cluster = cluster;
        applyChart();
        responder =
                new ResponderProcess(
                        directory,
                        cluster.serviceAccountKubeconfig(
                                "driftseal-system", "driftseal-responder"));
        probe = Fabric8TokenProbe.connect(cluster.adminKubeconfig(), "driftseal-thief");
        before = cluster.auditLog().now();
    }

    @BeforeEach
    void twoPodsWhoseAccountMayWriteConfigMaps() throws Exception {
        cluster.kubectl("create", "namespace", namespace).require();
        kubectl("create", "role", "writer", "--verb=create", "--resource=configmaps");
        kubectl(
                "create",
                "rolebinding",
                "writer",
                "--role=writer",
                "--serviceaccount=" + namespace + ":default");
        kubectl("create", "deployment", "web", "--image=" + ClusterImages.BUSYBOX, "--replicas=2");
        kubectl("rollout", "status", "deployment/web", "--timeout=60s");
        responder.start();
    }

    @AfterEach
    void close() {
        responder.close();
        probe.close();
    }

    @Test
    void theStolenTokenIsDeniedThenDeadAndTheOtherPodsTokenIsGood() throws Exception {
        // Given
        WorkloadReference pod = pod(0);
        String stolen = token(pod);
        String others = token(pod(1));
        assertThat(hand(stolen)).isEqualTo(200);

        // When
        assertThat(responder.plan(plan(pod, false, "deny-tokens", "delete-pod"))).isEqualTo(202);
        List<ResponseOutcome> outcomes = responder.outcomes(2);

        // Then
        assertThat(outcomes)
                .extracting(
                        ResponseOutcome::action, ResponseOutcome::result, ResponseOutcome::proof)
                .containsExactly(
                        tuple("deny-tokens", Result.DONE, Proof.PROVED),
                        tuple("delete-pod", Result.DONE, Proof.PROVED));
        AuditEvent denied = audited(outcomes.get(0));
        assertThat(denied.responseCode()).isEqualTo(403);
        assertThat(denied.user()).isEqualTo("system:serviceaccount:" + namespace + ":default");
        assertThat(audited(outcomes.get(1)).responseCode()).isEqualTo(401);
        assertThat(probe.selfSubjectReview(stolen).code()).isEqualTo(401);
        assertThat(write(others).code()).isEqualTo(201);
        assertThat(writesOfTheResponder()).containsExactly("patch configmaps", "delete pods");
        assertThat(responder.management("/metrics").body())
                .contains("driftseal_responder_outcomes_total{", "proof=\"proved\"");
        assertThat(responder.log()).doesNotContain(stolen);
        assertThat(responder.terminate()).isZero();
    }

    @Test
    void whatWasDeniedIsAllowedAgainByUndo() throws Exception {
        // Given
        WorkloadReference pod = pod(0);
        String token = token(pod);
        assertThat(hand(token)).isEqualTo(200);
        ResponsePlan plan = plan(pod, false, "deny-tokens");
        responder.plan(plan);
        responder.outcomes(1);
        assertThat(write(token).code()).isEqualTo(403);

        // When
        assertThat(
                        responder.post(
                                "cli",
                                "/v1/plans/" + plan.planId() + "/undo",
                                "{}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(202);

        // Then
        assertThat(responder.outcomes(2).get(1).proof()).isEqualTo(Proof.PROVED);
        assertThat(write(token).code()).isEqualTo(201);
    }

    @Test
    void aPlanThatWasAcknowledgedBeforeAKillIsCarriedOutOnce() throws Exception {
        // Given
        WorkloadReference pod = pod(0);
        ResponsePlan plan = plan(pod, false, "deny-tokens", "delete-pod");

        // When
        assertThat(responder.plan(plan)).isEqualTo(202);
        responder.kill();
        responder.start();
        assertThat(responder.plan(plan)).isEqualTo(202);

        // Then
        assertThat(responder.outcomes(2))
                .extracting(ResponseOutcome::action)
                .containsExactly("deny-tokens", "delete-pod");
        assertThat(writesOfTheResponder()).containsExactly("patch configmaps", "delete pods");
        assertThat(kubectl("get", "pods", "-o", "jsonpath={.items[*].metadata.uid}"))
                .doesNotContain(pod.uid());
    }

    @Test
    void withoutATokenNothingIsProvedAndADryRunDoesNothing() throws Exception {
        // Given
        WorkloadReference dry = pod(0);
        WorkloadReference real = pod(1);

        // When
        responder.plan(plan(dry, true, "deny-tokens", "delete-pod"));
        responder.outcomes(2);
        responder.plan(plan(real, false, "delete-pod"));

        // Then
        assertThat(responder.outcomes(3))
                .extracting(ResponseOutcome::result, ResponseOutcome::proof)
                .containsExactly(
                        tuple(Result.WOULD_DO, Proof.UNKNOWN),
                        tuple(Result.WOULD_DO, Proof.UNKNOWN),
                        tuple(Result.DONE, Proof.INFERRED));
        assertThat(kubectl("get", "pods", "-o", "jsonpath={.items[*].metadata.uid}"))
                .contains(dry.uid())
                .doesNotContain(real.uid());
    }

    @Test
    void onlyTheRightPeersAreHeardAndNoTokenCanBeMinted() throws Exception {
        byte[] plan = "{}".getBytes(StandardCharsets.UTF_8);

        assertThat(responder.post("cli", "/v1/plans", plan)).isEqualTo(403);
        assertThat(responder.post("webhook", "/v1/plans", plan)).isEqualTo(403);
        assertThat(responder.post("drift-scanner", "/v1/handed-tokens", plan)).isEqualTo(403);
        assertThat(hand("not.a.token")).isEqualTo(422);
        assertThat(
                        cluster.kubectl(
                                        "auth",
                                        "can-i",
                                        "create",
                                        "serviceaccounts/token",
                                        "--all-namespaces",
                                        "--as=" + ACCOUNT)
                                .stdout())
                .startsWith("no");
    }

    private WorkloadReference pod(int index) throws Exception {
        String[] nameAndUid =
                kubectl(
                                "get",
                                "pods",
                                "--selector=app=web",
                                "-o",
                                "jsonpath={.items["
                                        + index
                                        + "].metadata.name} {.items["
                                        + index
                                        + "].metadata.uid}")
                        .split(" ", 2);
        return new WorkloadReference("Pod", namespace, nameAndUid[0], nameAndUid[1]);
    }

    /** As whoever broke into the pod reads it. */
    private String token(WorkloadReference pod) throws Exception {
        return Files.readString(cluster.podTokenFile(pod.uid()));
    }

    private int hand(String token) throws Exception {
        return responder.post(
                "cli",
                "/v1/handed-tokens",
                ("{\"token\":\"" + token + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private ProbeAnswer write(String token) {
        JsonObject metadata =
                JsonObject.builder().put("name", "loot").put("namespace", namespace).build();
        return probe.createDryRun(
                token,
                ResourceType.CONFIG_MAPS,
                JsonObject.builder()
                        .put("apiVersion", "v1")
                        .put("kind", "ConfigMap")
                        .put("metadata", metadata)
                        .build());
    }

    /** A request that is refused for its token ends in the audit log with its beginning. */
    private AuditEvent audited(ResponseOutcome outcome) {
        String auditId = outcome.auditId().orElseThrow();
        return cluster.auditLog()
                .await(
                        before,
                        LIMIT,
                        "the proof of " + outcome.action(),
                        event -> event.auditId().equals(auditId) && event.responseCode() != 0);
    }

    private List<String> writesOfTheResponder() {
        return cluster
                .auditLog()
                .since(
                        before,
                        event ->
                                event.user().equals(ACCOUNT)
                                        && event.stage().equals("ResponseComplete")
                                        && List.of("patch", "delete", "create", "update")
                                                .contains(event.verb()))
                .stream()
                .map(event -> event.verb() + " " + event.resource())
                .toList();
    }

    private String kubectl(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "--namespace=" + namespace;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return cluster.kubectl(all).require();
    }

    private void applyChart() throws Exception {
        Process helm =
                new ProcessBuilder(
                                ProgramLocator.ofProcess().locate("helm").toString(),
                                "template",
                                "driftseal",
                                Path.of("..", "..", "charts", "driftseal").toString(),
                                "--namespace=driftseal-system",
                                "--set=namespace.create=true",
                                "--set=workloads.create=false")
                        .start();
        helm.getOutputStream().close();
        String manifests = new String(helm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(helm.waitFor()).isZero();
        cluster.kubectl()
                .runWithInput(
                        manifests, "apply", "--server-side", "--force-conflicts", "--filename=-")
                .require();
    }

    private static ResponsePlan plan(WorkloadReference pod, boolean dryRun, String... actions) {
        String id = UUID.randomUUID().toString();
        return new ResponsePlan(
                "pln-" + id,
                "inc-" + id,
                Instant.now(),
                pod,
                "Deployment",
                List.of(actions),
                dryRun,
                "dec-" + id,
                "form-changed");
    }
}
