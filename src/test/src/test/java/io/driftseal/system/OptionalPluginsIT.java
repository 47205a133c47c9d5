package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.cluster.Cluster;
import io.driftseal.system.cluster.ClusterSettings;
import io.driftseal.system.installation.AuditWitness;
import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * The admission plug-ins that an API server runs only where its admin says so, on one that does:
 * until Driftseal is told of them, too, what they do to a pod is unexplained.
 */
class OptionalPluginsIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final List<String> PLUGINS =
            List.of(
                    "AlwaysPullImages",
                    "ExtendedResourceToleration",
                    "PodNodeSelector",
                    "PodTolerationRestriction");

    private static Cluster cluster;
    private static Installation driftseal;

    @BeforeAll
    static void theirApiServer() {
        cluster =
                Cluster.start(
                        ClusterSettings.named("plug" + ProcessHandle.current().pid())
                                .withoutNode()
                                .withAdmissionPlugins(PLUGINS));
        driftseal = Installation.on(cluster, Path.of("target", "plugins"));
    }

    @AfterAll
    static void theClusterEnds() {
        if (driftseal != null) {
            driftseal.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void whatTheyDoIsExplainedOnceTheyAreDeclared() {
        String namespace = driftseal.namespace("enforce", "development");
        driftseal
                .terminal()
                .run(
                        "annotate",
                        "namespace",
                        namespace,
                        "scheduler.alpha.kubernetes.io/node-selector=example.com/zone=blue",
                        "scheduler.alpha.kubernetes.io/defaultTolerations="
                                + "[{\"key\":\"example.com/team\",\"operator\":\"Exists\",\"effect\":\"NoSchedule\"}]")
                .require();
        AuditWitness before = driftseal.audit().fromNow();
        driftseal.deploy(
                DeploymentManifest.of(namespace, "web")
                        .container(
                                """
                                resources:
                                  requests: {cpu: 10m, example.com/card: "1"}
                                  limits: {example.com/card: "1"}
                                """));

        assertThat(before.refusalOfPod(namespace).responseMessage())
                .contains("driftseal.io", "imagePullPolicy");

        driftseal.declare(
                "{\"version\": 1, \"admissionPlugins\": [\"%s\"]}"
                        .formatted(String.join("\", \"", PLUGINS)));
        Eventually.holds(
                "the controller's next try to be admitted",
                LIMIT,
                () -> !driftseal.terminal().list(namespace, "pods", "app=web").isEmpty());

        ObjectNode pod = driftseal.awaitPods(namespace, "web", 1).getFirst();
        assertThat(pod.path("spec").toString())
                .contains("\"imagePullPolicy\":\"Always\"", "\"example.com/zone\":\"blue\"")
                .contains("\"key\":\"example.com/card\"", "\"key\":\"example.com/team\"")
                .contains("\"key\":\"node.kubernetes.io/memory-pressure\"");
        assertThat(driftseal.stamps().of(pod).parent()).isPresent();
        driftseal
                .findings()
                .awaitVerdict(namespace, pod.path("metadata").path("name").asString(), "clean");
        assertThat(before.podCreations(namespace))
                .as("refused until declared, then admitted once")
                .endsWith(403, 201)
                .containsOnlyOnce(201);
    }
}
