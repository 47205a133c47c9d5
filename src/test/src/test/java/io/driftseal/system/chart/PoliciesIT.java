package io.driftseal.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.cluster.Cluster;
import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.cluster.Kubectl;
import io.driftseal.system.cluster.SharedCluster;
import io.driftseal.system.installation.AuditWitness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart's policies on a real API server. */
@ExtendWith(SharedCluster.class)
class PoliciesIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String DENIED = "ValidatingAdmissionPolicy 'driftseal-denied-tokens'";
    private static final String MODE = "ValidatingAdmissionPolicy 'driftseal-mode-labels'";
    private static final String STAMPS = "ValidatingAdmissionPolicy 'driftseal-stamps'";

    @TempDir Path directory;

    private final Cluster cluster;
    private final String namespace = "policy-" + UUID.randomUUID().toString().substring(0, 8);

    PoliciesIT(Cluster cluster) {
        this.cluster = cluster;
    }

    /** A tenant who may do everything in the namespace, and more than one should. */
    @BeforeEach
    void chartAndTenant() throws Exception {
        RenderedChart chart = RenderedChart.with("namespace.create=true", "workloads.create=false");
        apply(chart.text());
        apply(
                """
                apiVersion: v1
                kind: Namespace
                metadata: {name: NAMESPACE}
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: tenant, namespace: NAMESPACE}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: NAMESPACE}
                rules:
                - {apiGroups: [""], resources: [configmaps, pods, pods/status, pods/binding, bindings], verbs: [get, list, create, update, patch]}
                - {apiGroups: [apps], resources: [deployments, deployments/status], verbs: [get, create, update, patch]}
                - {apiGroups: [""], resources: [namespaces, namespaces/status, namespaces/finalize], verbs: [get, update, patch]}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: NAMESPACE}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: NAMESPACE}
                subjects: [{kind: ServiceAccount, name: tenant, namespace: NAMESPACE}]
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: web, namespace: NAMESPACE, annotations: {stamp.driftseal.io/pod: genuine}}
                spec:
                  serviceAccountName: tenant
                  schedulerName: nobody
                  containers: [{name: web, image: none}]
                """
                        .replace("NAMESPACE", namespace));
        eventually(() ->
                labelNamespace(tenant(), "driftseal.io/mode=enforce").stderr().contains(MODE)
                        && podStatus("annotations", "stamp.driftseal.io/x")
                                .stderr()
                                .contains(STAMPS));
    }

    @Test
    void aDeniedPodsTokenWritesNoMoreAndEverybodyElsesDoes() throws IOException {
        // Given
        String uid = admin("get", "pod", "web", "-o", "jsonpath={.metadata.uid}").require();
        Kubectl bound = boundTenant(uid);
        assertThat(create(bound).succeeded()).isTrue();

        // When
        deny(uid, "\"pln-7\"");

        // Then
        eventually(() -> !create(bound).succeeded());
        assertThat(create(bound).stderr()).contains("pln-7", uid);
        assertForbidden(DENIED, "configmaps/probe/", () -> create(bound));
        assertThat(bound.run("get", "configmaps", "--namespace=" + namespace).succeeded()).isTrue();
        assertThat(bound.run("auth", "whoami").succeeded()).isTrue();
        assertThat(create(tenant()).succeeded()).isTrue();
        assertThat(create(cluster.kubectl()).succeeded()).isTrue();

        // When
        deny(uid, "null");

        // Then
        eventually(() -> create(bound).succeeded());
    }

    @Test
    void anUpgradeKeepsWhatWasDenied() throws Exception {
        // Given
        deny("kept-by-upgrade", "\"pln-8\"");

        // When
        apply(
                RenderedChart.with(
                                "namespace.create=true",
                                "workloads.create=false",
                                "webhook.timeoutSeconds=7")
                        .text());

        // Then
        assertThat(
                        cluster.kubectl(
                                        "get",
                                        "configmap",
                                        "driftseal-denied-tokens",
                                        "--namespace=driftseal-system",
                                        "-o",
                                        "jsonpath={.data}")
                                .require())
                .contains("kept-by-upgrade");
        deny("kept-by-upgrade", "null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "driftseal.io/mode=observe",
                "driftseal.io/tier=development",
                "driftseal.io/response=exempt"
            })
    void onlyAdministratorsSwitchANamespace(String label) {
        String itself = "namespaces/" + namespace + "/";
        String labelled = "{\"labels\":{" + labels(label) + "}}";
        assertForbidden(MODE, itself, () -> labelNamespace(tenant(), label));
        assertForbidden(
                MODE, itself + "status", () -> metadataOfNamespace(tenant(), labelled, "status"));
        assertForbidden(MODE, itself + "finalize", () -> finalized(tenant(), label));
        assertThat(labelNamespace(tenant(), "team=blue").succeeded()).isTrue();

        assertThat(labelNamespace(cluster.kubectl(), label).succeeded()).isTrue();
        assertThat(labelNamespace(tenant(), "team=red").succeeded()).isTrue();
        String away = label.replaceAll("=.*", "-");
        assertForbidden(MODE, itself, () -> labelNamespace(tenant(), away));

        // Who may do so does it by that path, too: the refusal above is not the path's own.
        labelNamespace(cluster.kubectl(), away).require();
        assertThat(finalized(cluster.kubectl(), label).require()).contains(labels(label));
    }

    @Test
    void theGlassIsBrokenByAdministratorsForATimeAndWithAReason() {
        String until = "driftseal.io/break-glass=20270131T080000Z";

        assertThat(labelNamespace(cluster.kubectl(), until).stderr())
                .contains("wants the annotation");
        String itself = "namespaces/" + namespace + "/";
        assertForbidden(MODE, itself, () -> reason(tenant(), "because"));
        assertThat(reason(cluster.kubectl(), "the registry is away").succeeded()).isTrue();
        assertForbidden(MODE, itself, () -> labelNamespace(tenant(), until));
        assertThat(labelNamespace(cluster.kubectl(), "driftseal.io/break-glass=soon").stderr())
                .contains("is the time at which it ends");
        assertThat(labelNamespace(cluster.kubectl(), until).succeeded()).isTrue();
        assertThat(labelNamespace(tenant(), "team=green").succeeded()).isTrue();
        labelNamespace(cluster.kubectl(), "driftseal.io/break-glass-").require();
    }

    /**
     * It may patch namespaces, because it shuts what is over; the policy leaves nothing else of it.
     */
    @Test
    void theResponderTakesBrokenGlassAwayAndNothingElseOfANamespace() {
        Kubectl responder =
                cluster.kubectlAs(
                        cluster.serviceAccountKubeconfig(
                                "driftseal-system", "driftseal-responder"));
        reason(cluster.kubectl(), "the registry is away").require();
        labelNamespace(cluster.kubectl(), "driftseal.io/break-glass=20270131T080000Z").require();
        labelNamespace(cluster.kubectl(), "team=blue").require();
        String away = "{\"labels\":{\"driftseal.io/break-glass\":null%s},\"annotations\":%s}";

        for (String metadata :
                new String[] {
                    "{\"labels\":{\"driftseal.io/break-glass\":\"20270201T080000Z\"}}",
                    "{\"labels\":{\"driftseal.io/mode\":\"observe\"}}",
                    "{\"labels\":{\"team\":null}}",
                    "{\"labels\":{\"team\":\"green\"}}",
                    "{\"annotations\":{\"note\":\"x\"}}",
                    "{\"finalizers\":[\"example.org/x\"]}",
                    away.formatted(",\"team\":null", "{}"),
                    away.formatted("", "{\"note\":\"x\"}")
                }) {
            assertThat(metadataOfNamespace(responder, metadata, "").stderr())
                    .as(metadata)
                    .contains("may do nothing else to them", MODE);
        }
        metadataOfNamespace(
                        responder,
                        away.formatted("", "{\"driftseal.io/break-glass-reason\":null}"),
                        "")
                .require();

        assertThat(
                        cluster.kubectl("get", "namespace", namespace, "-o", "jsonpath={.metadata}")
                                .require())
                .doesNotContain("break-glass")
                .contains("\"team\":\"blue\"");
    }

    private CommandResult metadataOfNamespace(Kubectl who, String metadata, String subResource) {
        return who.run(
                "patch",
                "namespace",
                namespace,
                "--subresource=" + subResource,
                "--type=merge",
                "--patch={\"metadata\":" + metadata + "}");
    }

    /** kubeadm's administrators are in a group of their own; none of them may be locked out. */
    @Test
    void whoeverMayDoEverythingIsAnAdministrator() {
        apply(
                """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: NAMESPACE-administrators}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
                subjects: [{kind: Group, apiGroup: rbac.authorization.k8s.io, name: kubeadm:cluster-admins}]
                """
                        .replace("NAMESPACE", namespace));

        cluster.kubectl(
                        "label",
                        "--overwrite",
                        "namespace",
                        namespace,
                        "driftseal.io/mode=warn",
                        "--as=carol",
                        "--as-group=kubeadm:cluster-admins")
                .require();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"annotations stamp.driftseal.io/pod", "labels driftseal.io/runtime-policy"})
    void stampsAndRuntimePolicyCannotBeWrittenPastTheWebhook(String member) {
        String[] parts = member.split(" ", 2);

        assertForbidden(STAMPS, "pods/web/status", () -> podStatus(parts[0], parts[1]));
        assertForbidden(
                STAMPS, "pods/web/binding", () -> binding("pods/web/binding", parts[0], parts[1]));
        assertForbidden(STAMPS, "bindings/web/", () -> binding("bindings", parts[0], parts[1]));
    }

    /** The client is told by which policy, and the API server's own log says it, too. */
    private void assertForbidden(String policy, String path, Supplier<CommandResult> request) {
        String[] about = path.split("/", 3);
        AuditWitness audit = new AuditWitness(cluster.auditLog()).fromNow();

        assertThat(request.get().stderr()).as(path).contains("orbidden", policy);
        assertThat(audit.refusal(about[0], namespace, about[1], about[2]).responseCode())
                .as(path)
                .isEqualTo(403);
    }

    @Test
    void theRestOfAPodsStatusIsEverybodysBusiness() {
        assertThat(podStatus("annotations", "example.org/seen").succeeded()).isTrue();
    }

    private CommandResult podStatus(String member, String key) {
        return tenant().run(
                        "patch",
                        "pod",
                        "web",
                        "--namespace=" + namespace,
                        "--subresource=status",
                        "--type=merge",
                        "--patch={\"metadata\":{\"" + member + "\":{\"" + key + "\":\"forged\"}}}");
    }

    private CommandResult binding(String path, String member, String key) {
        return tenant().runWithInput(
                        """
                        {"apiVersion":"v1","kind":"Binding",
                         "metadata":{"name":"web","namespace":"%s","%s":{"%s":"forged"}},
                         "target":{"apiVersion":"v1","kind":"Node","name":"nowhere"}}
                        """
                                .formatted(namespace, member, key),
                        "create",
                        "--raw=/api/v1/namespaces/" + namespace + "/" + path,
                        "--filename=-");
    }

    private static String labels(String label) {
        return "\"" + label.replace("=", "\":\"") + "\"";
    }

    /** The whole namespace, with one label more, by the path that takes finalizers away. */
    private CommandResult finalized(Kubectl who, String label) {
        String stored = cluster.kubectl("get", "namespace", namespace, "-o", "json").require();
        return who.runWithInput(
                stored.replaceFirst("\"labels\": \\{", "\"labels\": {" + labels(label) + ","),
                "replace",
                "--raw=/api/v1/namespaces/" + namespace + "/finalize",
                "--filename=-");
    }

    private CommandResult labelNamespace(Kubectl who, String label) {
        return who.run("label", "--overwrite", "namespace", namespace, label);
    }

    private CommandResult reason(Kubectl who, String words) {
        return who.run(
                "annotate", "namespace", namespace, "driftseal.io/break-glass-reason=" + words);
    }

    private CommandResult create(Kubectl who) {
        return who.run(
                "create", "configmap", "probe", "--namespace=" + namespace, "--dry-run=server");
    }

    private void deny(String uid, String value) {
        cluster.kubectl(
                        "patch",
                        "configmap",
                        "driftseal-denied-tokens",
                        "--namespace=driftseal-system",
                        "--type=merge",
                        "--patch={\"data\":{\"" + uid + "\":" + value + "}}")
                .require();
    }

    private CommandResult admin(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--namespace=" + namespace;
        return cluster.kubectl(all);
    }

    private Kubectl tenant() {
        return cluster.kubectlAs(cluster.serviceAccountKubeconfig(namespace, "tenant"));
    }

    /** The tenant with a token that is bound to the pod, by its uid: others may be denied now. */
    private Kubectl boundTenant(String podUid) throws IOException {
        String token =
                admin(
                                "create",
                                "token",
                                "tenant",
                                "--bound-object-kind=Pod",
                                "--bound-object-name=web",
                                "--bound-object-uid=" + podUid)
                        .require();
        Path unbound = cluster.serviceAccountKubeconfig(namespace, "tenant");
        String bound =
                Files.readString(unbound)
                        .replaceAll("token: \"[^\"]+\"", "token: \"" + token + "\"");
        return cluster.kubectlAs(Files.writeString(directory.resolve("bound"), bound));
    }

    private void apply(String manifest) {
        cluster.kubectl()
                .runWithInput(
                        manifest, "apply", "--server-side", "--force-conflicts", "--filename=-")
                .require();
    }

    /** A policy takes effect shortly after it was written. */
    private static void eventually(BooleanSupplier condition) {
        Instant end = Instant.now().plus(LIMIT);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waited for the policy").isBefore(end);
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
