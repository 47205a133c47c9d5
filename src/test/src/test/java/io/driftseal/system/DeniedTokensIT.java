package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** A pod whose tokens are denied gets no new one, whoever asks for it. */
class DeniedTokensIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();

    @Test
    void aDeniedPodGetsNoTokenNotEvenByItsKubelet() {
        String namespace = driftseal.namespace("observe", "standard");
        List<ObjectNode> pods = new ArrayList<>();
        driftseal.deploy(DeploymentManifest.of(namespace, "api").replicas(2));
        pods.addAll(driftseal.awaitRunning(namespace, "api", 2));
        String denied = pods.get(0).path("metadata").path("uid").asString();
        String node = pods.get(0).path("spec").path("nodeName").asString();
        deny(denied, "\"pln-test\"");
        try {
            assertThat(tokenByKubelet(namespace, node, pods.get(0), true).stderr())
                    .contains("denied by response plan pln-test");
            assertThat(refusedToken(namespace)).isEqualTo(403);
            assertThat(token(namespace, pods.get(0), true).stderr()).contains("pln-test");
            assertThat(token(namespace, pods.get(0), false).stderr())
                    .as("a name does not get around the uid")
                    .contains("must name its uid");
            assertThat(tokenByKubelet(namespace, node, pods.get(1), true).succeeded())
                    .as("the healthy pod beside it")
                    .isTrue();
        } finally {
            deny(denied, "null");
        }
        assertThat(tokenByKubelet(namespace, node, pods.get(0), true).succeeded()).isTrue();
    }

    private int refusedToken(String namespace) {
        return driftseal
                .audit()
                .refusal("serviceaccounts", namespace, "api", "token")
                .responseCode();
    }

    private void deny(String uid, String plan) {
        kubectl.run(
                        "patch",
                        "configmap",
                        "driftseal-denied-tokens",
                        "-n",
                        "driftseal-system",
                        "--type=merge",
                        "-p",
                        "{\"data\":{\"" + uid + "\":" + plan + "}}")
                .require();
        Eventually.holds(
                "the policy to see its parameter",
                LIMIT,
                () ->
                        kubectl.run(
                                                "get",
                                                "configmap",
                                                "driftseal-denied-tokens",
                                                "-n",
                                                "driftseal-system",
                                                "-o",
                                                "json")
                                        .stdout()
                                        .contains(uid)
                                != plan.equals("null"));
    }

    private CommandResult token(String namespace, ObjectNode pod, boolean withUid, String... as) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "create",
                                "token",
                                "api",
                                "-n",
                                namespace,
                                "--bound-object-kind=Pod",
                                "--bound-object-name="
                                        + pod.path("metadata").path("name").asString()));
        if (withUid) {
            arguments.add("--bound-object-uid=" + pod.path("metadata").path("uid").asString());
        }
        arguments.addAll(List.of(as));
        return kubectl.run(arguments.toArray(String[]::new));
    }

    private CommandResult tokenByKubelet(
            String namespace, String node, ObjectNode pod, boolean withUid) {
        return token(
                namespace, pod, withUid, "--as=system:node:" + node, "--as-group=system:nodes");
    }
}
