package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.stamp.StampStatement;
import io.driftseal.system.installation.AuditWitness;
import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Other people's webhooks add containers to pods, one before ours and one after, on the real API
 * server: what is declared is explained, and what only carries the name of what is declared is not.
 */
class InjectorsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String BEFORE = "aa-mesh";
    private static final String AFTER = "zzz-secrets";
    private static final String DIGEST = "9f86d081884c7d659a2feaa0c55ad015";

    private final Installation driftseal = SharedInstallation.get();

    @AfterEach
    void nothingIsDeclared() {
        driftseal.declare("{\"version\": 1}");
    }

    @Test
    void declaredContainersAreExplainedWhetherTheyCameBeforeUsOrAfter() throws Exception {
        declare();
        String namespace = driftseal.namespace("enforce", "development");
        try (var _ = injecting(BEFORE, namespace, "mesh-proxy", DIGEST);
                var _ = injecting(AFTER, namespace, "secrets-agent", DIGEST)) {
            driftseal.deploy(DeploymentManifest.of(namespace, "web").onNoNode());
            ObjectNode pod = driftseal.awaitPods(namespace, "web", 1).getFirst();

            assertThat(containers(pod)).isEqualTo("app mesh-proxy secrets-agent");
            StampStatement stamp = driftseal.stamps().of(pod);
            assertThat(stamp.parent()).isPresent();
            driftseal.findings().awaitVerdict(namespace, name(pod), "clean");
        }
    }

    @Test
    void aContainerThatOnlyCarriesTheNameIsRefusedAndWhereNothingIsRefusedFound() throws Exception {
        declare();
        String enforced = driftseal.namespace("enforce", "development");
        String observed = driftseal.namespace("observe", "development");
        String evil = "e".repeat(DIGEST.length());
        AuditWitness before = driftseal.audit().fromNow();
        try (var _ = injecting(AFTER, enforced, "mesh-proxy", evil);
                var _ = injecting("zzz-other", observed, "mesh-proxy", evil)) {
            driftseal.deploy(DeploymentManifest.of(enforced, "web").onNoNode());
            driftseal.deploy(DeploymentManifest.of(observed, "web").onNoNode());

            before.refusalOfPod(enforced);
            ObjectNode pod = driftseal.awaitPods(observed, "web", 1).getFirst();
            driftseal.findings().awaitIncident(observed, name(pod));
            assertThat(driftseal.findings().evidence())
                    .contains("spec.containers[name=mesh-proxy].image");
            // Without the attacker's webhook the ReplicaSet's next pod is an honest one.
            assertThat(driftseal.terminal().list(enforced, "pods", "app=web")).isEmpty();
        }
    }

    private InjectingWebhook injecting(
            String name, String namespace, String container, String digest) throws Exception {
        return InjectingWebhook.adding(driftseal, name, namespace, container(container, digest));
    }

    /** With the defaults that the API server writes, as the declaration has it. */
    private static String container(String name, String digest) {
        return """
        {"name": "%s", "image": "registry.example/%s@sha256:%s", "imagePullPolicy": "IfNotPresent",
         "resources": {}, "terminationMessagePath": "/dev/termination-log",
         "terminationMessagePolicy": "File",
         "securityContext": {"allowPrivilegeEscalation": false}}
        """
                .formatted(name, name, digest + digest);
    }

    private void declare() {
        driftseal.declare(
                """
                {"version": 1, "injectors": [
                  {"name": "mesh", "author": "the mesh", "reason": "mutual TLS",
                   "shape": {"containers": [%s]}},
                  {"name": "secrets", "author": "the vault", "reason": "secrets",
                   "shape": {"containers": [%s]}}]}
                """
                        .formatted(
                                container("mesh-proxy", DIGEST),
                                container("secrets-agent", DIGEST)));
        Eventually.holds(
                "both injectors to be declared",
                LIMIT,
                () -> driftseal.webhook().metrics().contains("injectors_declared 2.0"));
    }

    private static String containers(ObjectNode pod) {
        var names = new StringBuilder();
        for (JsonNode container : pod.path("spec").path("containers")) {
            names.append(names.isEmpty() ? "" : " ").append(container.path("name").asString());
        }
        return names.toString();
    }

    private static String name(ObjectNode pod) {
        return pod.path("metadata").path("name").asString();
    }
}
