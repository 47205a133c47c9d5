package io.driftseal.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Objects that a real Kubernetes 1.36.3 wrote: a rich and a minimal Deployment, one root of every
 * other kind, and what was made of them. The ReplicaSet of the custom root is what a controller of
 * such a kind would send.
 */
class RealObjectsTest {

    @ParameterizedTest
    @ValueSource(strings = {"web", "minimal"})
    void explains_what_kubernetes_made_of_a_deployment(String name) {
        // Given a Deployment, its ReplicaSet and its pod after binding
        Workload deployment = Fixtures.real(name + "-deployment");
        Workload replicaSet = Fixtures.real(name + "-replicaset");
        Workload pod = Fixtures.real(name + "-pod");

        // When each is held against its owner, then nothing is left unexplained
        assertThat(Fixtures.unexplained(deployment, replicaSet).changes()).isEmpty();
        assertThat(Fixtures.unexplained(replicaSet, pod).changes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "web-deployment",
                "web-replicaset",
                "web-pod",
                "minimal-deployment",
                "minimal-replicaset",
                "minimal-pod",
                "bare-pod",
                "orders-db-statefulset",
                "orders-db-pod",
                "node-log-daemonset",
                "node-log-pod",
                "legacy-replicationcontroller",
                "legacy-pod",
                "billing-job",
                "billing-pod",
                "nightly-cronjob",
                "nightly-job",
                "nightly-pod",
                "canary-rollout",
                "canary-replicaset",
                "canary-pod"
            })
    void hashes_alike_what_a_webhook_saw_and_what_was_stored(String name) {
        // Given an object as a mutating webhook of a real API server received it at CREATE, and as
        // it was stored later
        Workload seen = Fixtures.admission(name + "-seen");
        Workload stored = Fixtures.admission(name + "-stored");

        // When both are brought into form, then there is no difference
        assertThat(
                        Difference.between(
                                        CanonicalForm.of(seen).redacted(),
                                        CanonicalForm.of(stored).redacted())
                                .sentences(5))
                .isEmpty();
        assertThat(CanonicalForm.of(seen).hash()).isEqualTo(CanonicalForm.of(stored).hash());
    }

    @ParameterizedTest
    @CsvSource({
        "web-deployment, web-replicaset",
        "web-replicaset, web-pod",
        "minimal-deployment, minimal-replicaset",
        "minimal-replicaset, minimal-pod",
        "orders-db-statefulset, orders-db-pod",
        "node-log-daemonset, node-log-pod",
        "legacy-replicationcontroller, legacy-pod",
        "billing-job, billing-pod",
        "nightly-cronjob, nightly-job",
        "nightly-job, nightly-pod",
        "canary-rollout, canary-replicaset",
        "canary-replicaset, canary-pod"
    })
    void explains_a_child_as_a_webhook_sees_it_and_as_it_is_stored(String owner, String child) {
        // Given an owner as it is stored, and its child on its way through admission and afterwards
        Workload maker = Fixtures.admission(owner + "-stored");
        Workload seen = Fixtures.admission(child + "-seen");
        Workload stored = Fixtures.admission(child + "-stored");

        // When it is held against its owner, then nothing is left unexplained
        assertThat(seen.uid()).isEmpty();
        assertThat(Fixtures.unexplained(maker, seen).sentences(5)).isEmpty();
        assertThat(Fixtures.unexplained(maker, stored).sentences(5)).isEmpty();
    }

    @Test
    void names_the_debug_container_that_was_added() {
        // Given a pod, and the same pod after kubectl debug
        JsonObject before = CanonicalForm.of(Fixtures.real("minimal-pod")).redacted();
        JsonObject after =
                CanonicalForm.of(Fixtures.real("minimal-pod-with-ephemeral-container")).redacted();

        // When they are compared
        Difference difference = Difference.between(before, after);

        // Then one sentence names container and image, and does not tell the command
        assertThat(difference.sentences(5))
                .singleElement()
                .asString()
                .startsWith(
                        "spec.ephemeralContainers[name=debug] added: image busybox:1.36, command")
                .doesNotContain("\"sh\"");
    }

    @Test
    void shows_no_secret_in_a_redacted_form() {
        // Given a pod with a token in its environment
        Workload pod = Fixtures.real("web-pod");

        // When its form is redacted
        String redacted = CanonicalForm.of(pod).redacted().toString();

        // Then values, arguments, commands and headers are digests, and the rest is readable
        assertThat(redacted)
                .doesNotContain(
                        "not-a-real-token",
                        "--port=8080",
                        "/bin/migrate",
                        "\"kubelet\"",
                        "/healthz")
                .contains(
                        "API_TOKEN",
                        "registry.example.org/mesh/proxy:2.1",
                        "NET_BIND_SERVICE",
                        "/etc/web");
    }

    @Test
    void shows_the_profile_that_an_annotation_names() {
        // Given a template that chooses its AppArmor profile by annotation, beside another
        // annotation
        JsonObject redacted = CanonicalForm.of(Fixtures.real("web-deployment")).redacted();

        // When it is redacted, then policy can still judge the profile, and the other is a digest
        JsonObject annotations = redacted.object("spec", "template", "metadata", "annotations");
        assertThat(annotations.string("container.apparmor.security.beta.kubernetes.io/app"))
                .contains("runtime/default");
        assertThat(annotations.string("prometheus.io/scrape").orElse("")).startsWith("sha256:");
    }

    @Test
    void reads_what_a_pod_is() {
        // Given a pod of a ReplicaSet
        Workload pod = Fixtures.real("web-pod");

        // When it is asked, then it answers as kubectl would
        assertThat(pod.namespace()).isEqualTo("shop");
        assertThat(pod.serviceAccount()).isEqualTo("web");
        assertThat(pod.controllerOwner().map(OwnerReference::kind)).contains("ReplicaSet");
        assertThat(pod.images())
                .containsExactly(
                        "registry.example.org/shop/migrate:1.4.2",
                        "registry.example.org/shop/web@sha256:8c1d1b1a1a7d1a2c6a4a0e3a5d2f7f6e9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e",
                        "registry.example.org/mesh/proxy:2.1");
        assertThat(pod.isTerminating()).isFalse();
        assertThat(pod.isMirrorPod()).isFalse();
        assertThat(pod.tree().find("spec", "priorityClassName"))
                .contains(new JsonString("business"));
    }
}
