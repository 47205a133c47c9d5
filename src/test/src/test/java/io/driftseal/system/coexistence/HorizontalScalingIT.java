package io.driftseal.system.coexistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.SharedInstallation;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The real HorizontalPodAutoscaler, over the real aggregation layer. */
class HorizontalScalingIT {

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();

    @Test
    void theAutoscalerScalesUpAndDownUnderOneStamp(@TempDir Path directory) {
        scalesUpAndDown("enforce", directory);
    }

    @Tag("by-hand") // long; enforce is the harder half and always run
    @Test
    void soItDoesWhereNothingIsEnforced(@TempDir Path directory) {
        scalesUpAndDown("observe", directory);
    }

    private void scalesUpAndDown(String mode, Path directory) {
        String namespace = driftseal.namespace(mode, "restricted");
        Manifests manifests = Manifests.running(namespace);
        try (PodMetrics metrics =
                PodMetrics.start(kubectl, driftseal.cluster().hostAddress(), directory)) {
            kubectl.apply(manifests.account() + manifests.deployment()).require();
            driftseal.awaitRunning(namespace, "web", 1);
            String stamp = stamps(namespace);
            Period period = Period.from(driftseal, namespace);

            kubectl.apply(autoscaler(namespace)).require();
            metrics.everyPodUses("30m");
            List<ObjectNode> pods = driftseal.awaitRunning(namespace, "web", 3);
            metrics.everyPodUses("1m");
            driftseal.awaitRunning(namespace, "web", 1);

            assertThat(stamps(namespace)).isEqualTo(stamp);
            assertThat(period.successes("create", "replicasets")).isEmpty();
            assertThat(period.refusals()).isEmpty();
            assertThat(period.events(event -> event.subresource().equals("scale")))
                    .anyMatch(event -> event.user().endsWith(":horizontal-pod-autoscaler"))
                    .noneMatch(event -> event.responseCode() == 403);
            assertThat(pods)
                    .allSatisfy(pod -> assertThat(driftseal.stamps().of(pod).parent()).isPresent());
        }
        kubectl.run("delete", "hpa,deployment", "web", "-n", namespace, "--wait=false").require();
    }

    private String stamps(String namespace) {
        return kubectl.run(
                        "get",
                        "deployments,replicasets",
                        "-n",
                        namespace,
                        "-o",
                        "jsonpath={range .items[*]}{.metadata.annotations.stamp\\.driftseal\\.io/deployment}"
                                + " {.metadata.annotations.stamp\\.driftseal\\.io/replicaset}{end}")
                .require();
    }

    private static String autoscaler(String namespace) {
        return """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web, namespace: %s}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          minReplicas: 1
          maxReplicas: 3
          metrics:
            - type: Resource
              resource: {name: cpu, target: {type: AverageValue, averageValue: 10m}}
          behavior:
            scaleUp: {stabilizationWindowSeconds: 0}
            scaleDown: {stabilizationWindowSeconds: 0}
        """
                .formatted(namespace);
    }
}
