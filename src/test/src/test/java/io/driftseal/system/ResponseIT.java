package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A drifted pod of a restricted tier loses its tokens and its life, and the proof says how that is
 * known.
 */
class ResponseIT {

    private final Installation driftseal = SharedInstallation.get();

    @Test
    void theTokenThatWasHandedOverIsProvedDeadAndTheNeighboursTokenLives() {
        String namespace = driftseal.namespace("enforce", "restricted");
        driftseal.allowConfigMaps(namespace, "api");
        driftseal.deploy(DeploymentManifest.of(namespace, "api").replicas(2));
        List<ObjectNode> pods = driftseal.awaitRunning(namespace, "api", 2);
        String victim = name(pods.getFirst());
        String stolen = driftseal.tokenOf(pods.getFirst());
        String neighbours = driftseal.tokenOf(pods.get(1));
        assertThat(driftseal.writeWith(stolen, namespace)).isEqualTo(201);
        driftseal.handTokenToResponder(stolen);

        driftseal.changeInEtcd(
                "pods",
                namespace,
                victim,
                object ->
                        ((ObjectNode) object.path("spec").path("containers").get(0))
                                .putObject("securityContext")
                                .put("privileged", true));

        JsonNode denied = driftseal.findings().awaitOutcome(namespace, victim, "deny-tokens");
        assertThat(denied.path("proof").asString()).isEqualToIgnoringCase("proved");
        JsonNode deleted = driftseal.findings().awaitOutcome(namespace, victim, "delete-pod");
        assertThat(deleted.path("proof").asString()).isEqualToIgnoringCase("proved");
        assertThat(deleted.path("detail").asString()).containsIgnoringCase("unknown");
        Eventually.holds(
                "the stolen token to be refused",
                Duration.ofSeconds(30),
                () -> driftseal.writeWith(stolen, namespace) == 401);
        assertThat(driftseal.writeWith(neighbours, namespace)).isEqualTo(201);
    }

    @Test
    void withoutAHandedTokenTheProofIsInferred() {
        String namespace = driftseal.namespace("enforce", "restricted");
        driftseal.deploy(DeploymentManifest.of(namespace, "api"));
        String victim = name(driftseal.awaitRunning(namespace, "api", 1).getFirst());

        driftseal.changeInEtcd(
                "pods",
                namespace,
                victim,
                object ->
                        ((ObjectNode) object.path("spec").path("containers").get(0))
                                .putObject("securityContext")
                                .put("privileged", true));

        JsonNode denied = driftseal.findings().awaitOutcome(namespace, victim, "deny-tokens");
        assertThat(denied.path("proof").asString()).isEqualToIgnoringCase("inferred");
        assertThat(driftseal.audit().requestsBy("driftseal-responder"))
                .noneMatch(event -> event.requestUri().contains("/serviceaccounts/"));
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asString();
    }
}
