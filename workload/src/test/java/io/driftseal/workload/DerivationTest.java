package io.driftseal.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each named transformation permits what Kubernetes does (shown with real objects in
 * RealObjectsTest, and here for what these do not have) and nothing that merely looks like it.
 */
class DerivationTest {

    private static final Workload REPLICA_SET = Fixtures.real("web-replicaset");
    private static final JsonObject POD = Fixtures.real("web-pod").tree();
    private static final String TOKEN_MOUNT =
            "{\"name\":\"kube-api-access-ht64b\",\"readOnly\":true,"
                    + "\"mountPath\":\"/var/run/secrets/kubernetes.io/serviceaccount\"}";

    static Stream<Arguments> abuses() {
        return Stream.of(
                // service-account-token-volume
                set(
                        "spec/volumes/2",
                        "{\"name\":\"kube-api-access-ht64b\",\"hostPath\":{\"path\":\"/\"}}",
                        "spec.volumes[name=kube-api-access-ht64b]"),
                set(
                        "spec/volumes/2/name",
                        "\"kube-api-access-evil\"",
                        "spec.volumes[name=kube-api-access-evil]"),
                set(
                        "spec/volumes/2/name",
                        "\"kube-api-access-aaaaa\"",
                        "spec.volumes[name=kube-api-access-aaaaa]"),
                set(
                        "spec/volumes/2/projected/sources/0/serviceAccountToken/audience",
                        "\"vault\"",
                        "spec.volumes[name=kube-api-access-ht64b]"),
                set(
                        "spec/volumes/2/projected/sources/0/serviceAccountToken/expirationSeconds",
                        "31536000",
                        "spec.volumes[name=kube-api-access-ht64b]"),
                append(
                        "spec/volumes/2/projected/sources",
                        "{\"secret\":{\"name\":\"db\"}}",
                        "spec.volumes[name=kube-api-access-ht64b]"),
                set(
                        "spec/volumes/2/projected/defaultMode",
                        "511",
                        "spec.volumes[name=kube-api-access-ht64b]"),
                append(
                        "spec/volumes",
                        "{\"name\":\"kube-api-access-zzzzz\",\"projected\":{\"sources\":[]}}",
                        "spec.volumes[name=kube-api-access-zzzzz]"),
                set(
                        "spec/containers/0/volumeMounts/2/readOnly",
                        "false",
                        "volumeMounts[mountPath=/var/run/secrets"),
                set(
                        "spec/containers/0/volumeMounts/2/mountPath",
                        "\"/etc/ssl\"",
                        "volumeMounts[mountPath=/etc/ssl]"),
                set(
                        "spec/containers/0/volumeMounts/2/subPath",
                        "\"token\"",
                        "volumeMounts[mountPath=/var/run/secrets"),
                set(
                        "spec/containers/0/volumeMounts/2/name",
                        "\"tmp\"",
                        "volumeMounts[mountPath=/var/run/secrets"),
                append(
                        "spec/containers/0/volumeMounts",
                        "{\"name\":\"kube-api-access-ht64b\",\"mountPath\":\"/token\"}",
                        "volumeMounts[mountPath=/token]"),
                // default-tolerations
                append("spec/tolerations", "{\"operator\":\"Exists\"}", "spec.tolerations"),
                set(
                        "spec/tolerations/0",
                        "{\"operator\":\"Exists\",\"effect\":\"NoExecute\",\"tolerationSeconds\":300}",
                        "spec.tolerations"),
                set(
                        "spec/tolerations/0/key",
                        "\"node-role.kubernetes.io/control-plane\"",
                        "spec.tolerations"),
                set("spec/tolerations/0/effect", "\"NoSchedule\"", "spec.tolerations"),
                set("spec/tolerations/0/tolerationSeconds", "86401", "spec.tolerations"),
                set("spec/tolerations/0/tolerationSeconds", "-1", "spec.tolerations"),
                remove("spec/tolerations/0/tolerationSeconds", "spec.tolerations"),
                append(
                        "spec/tolerations",
                        "{\"key\":\"node.kubernetes.io/not-ready\",\"operator\":\"Exists\",\"effect\":\"NoExecute\",\"tolerationSeconds\":300}",
                        "spec.tolerations"),
                // priority
                set("spec/priority", "1000000001", "spec.priority"),
                set("spec/priority", "1e99", "spec.priority"),
                set("spec/priorityClassName", "\"system-node-critical\"", "spec.priorityClassName"),
                set("spec/preemptionPolicy", "\"Always\"", "spec.preemptionPolicy"),
                // service-account-name, image-pull-secrets
                set("spec/serviceAccountName", "\"admin\"", "spec.serviceAccountName"),
                set("spec/serviceAccount", "\"admin\"", "spec.serviceAccount"),
                set("spec/imagePullSecrets/0/key", "\"x\"", "spec.imagePullSecrets"),
                // pod-defaults, requests-from-limits, runtime-class-overhead, host-network-ports
                set("spec/enableServiceLinks", "false", "spec.enableServiceLinks"),
                set("spec/dnsPolicy", "\"Default\"", "spec.dnsPolicy"),
                set(
                        "spec/initContainers/0/resources/requests/cpu",
                        "\"251m\"",
                        "resources.requests.cpu"),
                set(
                        "spec/containers/0/resources/requests/example.com~1gpu",
                        "\"1\"",
                        "resources.requests"),
                set("spec/overhead", "{\"cpu\":\"1\"}", "spec.overhead.cpu"),
                set("spec/containers/0/ports/0/hostPort", "8080", "hostPort"),
                // whatever no transformation speaks of
                append(
                        "spec/containers",
                        "{\"name\":\"miner\",\"image\":\"evil:1\"}",
                        "spec.containers[name=miner]"),
                set(
                        "spec/ephemeralContainers",
                        "[{\"name\":\"debug\",\"image\":\"busybox\"}]",
                        "spec.ephemeralContainers[name=debug]"),
                set(
                        "spec/containers/0/image",
                        "\"registry.example.org/shop/web:evil\"",
                        "spec.containers[name=app].image"),
                set(
                        "spec/containers/0/securityContext/privileged",
                        "true",
                        "securityContext.privileged"),
                set(
                        "spec/containers/0/newField",
                        "{\"a\":1}",
                        "spec.containers[name=app].newField.a"),
                set("spec/hostPID", "true", "spec.hostPID"),
                set("spec/futureField", "1", "spec.futureField"),
                set("metadata/labels/tier", "\"back\"", "metadata.labels.tier"),
                set("metadata/labels/extra", "\"x\"", "metadata.labels.extra"),
                set(
                        "metadata/labels/pod-template-hash",
                        "\"other\"",
                        "metadata.labels.pod-template-hash"),
                set(
                        "metadata/annotations/io.katacontainers.config.hypervisor.kernel",
                        "\"/tmp/evil\"",
                        "metadata.annotations"),
                // child-identity
                set("metadata/generateName", "\"other-\"", "metadata.generateName"),
                remove("metadata/generateName", "metadata.generateName"),
                set("metadata/name", "\"web-8846f7f6d-chosen\"", "metadata.name"),
                set("metadata/ownerReferences/0/uid", "\"another\"", "metadata.ownerReferences"),
                set("metadata/ownerReferences/0/controller", "false", "metadata.ownerReferences"),
                set(
                        "metadata/ownerReferences/0/kind",
                        "\"Deployment\"",
                        "metadata.ownerReferences"),
                remove("metadata/ownerReferences", "metadata.ownerReferences"));
    }

    private static Arguments set(String path, String json, String named) {
        return Arguments.of("set " + path, JsonEdits.set(POD, path, json), named);
    }

    private static Arguments append(String path, String json, String named) {
        return Arguments.of("append " + path, JsonEdits.append(POD, path, json), named);
    }

    private static Arguments remove(String path, String named) {
        return Arguments.of("remove " + path, JsonEdits.remove(POD, path), named);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("abuses")
    void leaves_unexplained_what_only_looks_like_kubernetes(
            String edit, JsonObject pod, String named) {
        // Given a pod of the ReplicaSet with one thing changed, when it is held against its owner
        Difference difference = Fixtures.unexplained(REPLICA_SET, Fixtures.workload(pod));

        // Then the field is named
        assertThat(difference.changes())
                .as(edit)
                .anySatisfy(change -> assertThat(change.path()).contains(named));
    }

    static Stream<Arguments> permitted() {
        return Stream.of(
                Arguments.of(
                        "a configured toleration time",
                        JsonEdits.set(POD, "spec/tolerations/0/tolerationSeconds", "30")),
                Arguments.of("before binding", JsonEdits.remove(POD, "spec/nodeName")),
                Arguments.of("our own label", ownLabel()),
                Arguments.of("a network plug-in's annotation", annotated()),
                Arguments.of("name still to come", JsonEdits.set(POD, "metadata/name", "\"\"")),
                Arguments.of("no token mounted by the account", withoutToken()));
    }

    private static JsonObject ownLabel() {
        JsonObject metadata = POD.object("metadata");
        return POD.with(
                "metadata",
                metadata.with(
                        "labels",
                        metadata.object("labels").with("driftseal.io/runtime-policy", "standard")));
    }

    private static JsonObject annotated() {
        JsonObject metadata = POD.object("metadata");
        return POD.with(
                "metadata",
                metadata.with(
                        "annotations",
                        metadata.object("annotations")
                                .with("cni.projectcalico.org/podIP", "10.1.2.3/32")));
    }

    private static JsonObject withoutToken() {
        String written = POD.toString();
        String mount =
                ",{\"name\":\"kube-api-access-ht64b\",\"readOnly\":true,\"mountPath\":\"/var/run/secrets/kubernetes.io/serviceaccount\"}";
        JsonObject without =
                Fixtures.json(written.replace(mount, "").replace("[" + TOKEN_MOUNT + "]", "[]"));
        var volumes = without.array("spec", "volumes").subList(0, 2);
        return without.with("spec", without.object("spec").with("volumes", new JsonArray(volumes)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("permitted")
    void explains_what_kubernetes_may_do(String what, JsonObject pod) {
        // Given a pod that differs as Kubernetes may make it differ, when held against its owner,
        // then nothing is left
        assertThat(Fixtures.unexplained(REPLICA_SET, Fixtures.workload(pod)).sentences(5))
                .as(what)
                .isEmpty();
    }

    @Test
    void takes_the_account_name_and_pull_secrets_only_where_the_template_has_none() {
        // Given a pod whose template names no account, run under the default one, with its secrets
        Workload replicaSet = Fixtures.real("minimal-replicaset");
        JsonObject pod = Fixtures.real("minimal-pod").tree();
        JsonObject secrets =
                JsonEdits.append(pod, "spec/imagePullSecrets", "{\"name\":\"registry\"}");

        // When held against the owner, then the default account is explained, another is not
        assertThat(Fixtures.unexplained(replicaSet, Fixtures.workload(secrets)).isEmpty()).isTrue();
        JsonObject other = JsonEdits.set(pod, "spec/serviceAccountName", "\"admin\"");
        assertThat(Fixtures.unexplained(replicaSet, Fixtures.workload(other)).sentences(5))
                .contains("spec.serviceAccountName added: admin");
    }

    @Test
    void mounts_no_token_where_the_template_forbids_it() {
        // Given a template that switches the token off, and a pod that has it all the same
        JsonObject owner =
                JsonEdits.set(
                        REPLICA_SET.tree(),
                        "spec/template/spec/automountServiceAccountToken",
                        "false");
        JsonObject pod = JsonEdits.set(POD, "spec/automountServiceAccountToken", "false");

        // When held against the owner, then volume and mounts are named
        assertThat(Fixtures.unexplained(Fixtures.workload(owner), Fixtures.workload(pod)).changes())
                .extracting(FieldChange::path)
                .contains("spec.volumes[name=kube-api-access-ht64b]")
                .hasSize(4);
    }

    @Test
    void copies_ports_to_the_host_only_on_the_hosts_network() {
        // Given an owner and a pod on the host's network, whose ports became host ports
        JsonObject owner =
                JsonEdits.set(REPLICA_SET.tree(), "spec/template/spec/hostNetwork", "true");
        JsonObject pod =
                JsonEdits.set(
                        JsonEdits.set(
                                JsonEdits.set(POD, "spec/hostNetwork", "true"),
                                "spec/containers/0/ports/0/hostPort",
                                "8080"),
                        "spec/containers/0/ports/1/hostPort",
                        "9090");

        // When held against the owner, then all is explained, and another port is not
        assertThat(Fixtures.unexplained(Fixtures.workload(owner), Fixtures.workload(pod)).isEmpty())
                .isTrue();
        JsonObject other = JsonEdits.set(pod, "spec/containers/0/ports/1/hostPort", "22");
        assertThat(
                        Fixtures.unexplained(Fixtures.workload(owner), Fixtures.workload(other))
                                .isEmpty())
                .isFalse();
    }

    static Stream<Arguments> replicaSetAbuses() {
        return Stream.of(
                Arguments.of(
                        "spec/selector/matchLabels/app",
                        "\"other\"",
                        "spec.selector.matchLabels.app"),
                Arguments.of("spec/template/spec/hostPID", "true", "spec.template.spec.hostPID"),
                Arguments.of(
                        "spec/template/metadata/labels/pod-template-hash",
                        "\"x\"",
                        "spec.template.metadata.labels.pod-template-hash"),
                Arguments.of(
                        "spec/selector/matchLabels/pod-template-hash",
                        "\"x\"",
                        "spec.selector.matchLabels.pod-template-hash"),
                Arguments.of(
                        "metadata/labels/pod-template-hash",
                        "\"UPPER\"",
                        "metadata.labels.pod-template-hash"),
                Arguments.of(
                        "metadata/labels/pod-template-hash",
                        "\"bcdfghjklmnp\"",
                        "metadata.labels.pod-template-hash"),
                Arguments.of("metadata/name", "\"web-other\"", "metadata.name"),
                Arguments.of(
                        "metadata/ownerReferences/0/uid",
                        "\"another\"",
                        "metadata.ownerReferences"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("replicaSetAbuses")
    void leaves_unexplained_what_no_deployment_makes(String path, String json, String named) {
        // Given a ReplicaSet with one thing changed
        JsonObject changed = JsonEdits.set(REPLICA_SET.tree(), path, json);

        // When it is held against its Deployment, then the field is named
        assertThat(
                        Fixtures.unexplained(
                                        Fixtures.real("web-deployment"), Fixtures.workload(changed))
                                .changes())
                .extracting(FieldChange::path)
                .contains(named);
    }

    @Test
    void knows_which_kind_makes_which() {
        // Given pairs that no controller makes, when compared, then the kind is unexplained
        assertThat(
                        Fixtures.unexplained(
                                        Fixtures.real("web-deployment"), Fixtures.real("web-pod"))
                                .sentences(1))
                .containsExactly("kind changed from what a Deployment makes to Pod");
        assertThat(
                        Fixtures.unexplained(
                                        Fixtures.real("web-pod"), Fixtures.real("web-replicaset"))
                                .isEmpty())
                .isFalse();
    }
}
