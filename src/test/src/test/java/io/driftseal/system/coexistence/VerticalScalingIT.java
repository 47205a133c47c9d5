package io.driftseal.system.coexistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.SharedInstallation;
import io.driftseal.system.cluster.AuditEvent;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * The real VerticalPodAutoscaler, in place and by recreation. What the template's range allows is
 * approved and clean; what lies outside is refused by name in enforce, and found elsewhere.
 */
class VerticalScalingIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String RANGE =
            "resize.driftseal.io/app: \"cpu=10m..200m,memory=8Mi..256Mi\"";

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();

    /** Half a minute, ten seconds of which the autoscaler's webhook waits to register. */
    @Test
    @Tag("by-hand") // wants a program that takes minutes to build
    void theAutoscalerMovesWithinTheRangeThatTheTemplateNames(@TempDir Path directory) {
        movesWithinTheRange("enforce", directory, this::isRefusedByName);
    }

    @Test
    @Tag("by-hand") // wants the same program
    void inObserveItMovesOutOfTheRangeAndThatIsFound(@TempDir Path directory) {
        movesWithinTheRange("observe", directory, this::passesAndIsFound);
    }

    private void movesWithinTheRange(String mode, Path directory, Consumer<Period> outOfTheRange) {
        String namespace = driftseal.namespace(mode, "restricted");
        Manifests manifests = Manifests.running(namespace);
        try (var autoscaler = new VerticalAutoscaler(driftseal.cluster(), namespace, directory)) {
            autoscaler.startWebhook();
            kubectl.apply(
                            manifests.account()
                                    + manifests
                                            .deployment()
                                            .replace("replicas: 1", "replicas: 2")
                                            .replace(
                                                    "example.com/build: \"7\"",
                                                    "example.com/build: \"7\", " + RANGE))
                    .require();
            Set<String> first = uids(driftseal.awaitRunning(namespace, "web", 2));
            Period period = Period.from(driftseal, namespace);

            // In place.
            autoscaler.watch("InPlaceOrRecreate");
            autoscaler.recommend("50m", "16Mi");
            autoscaler.startUpdater();
            List<ObjectNode> resized = requesting(namespace, "50m");
            assertThat(uids(resized)).isEqualTo(first);
            for (ObjectNode pod : resized) {
                assertThat(
                                driftseal
                                        .findings()
                                        .awaitVerdict(namespace, name(pod), "clean")
                                        .path("amendments")
                                        .size())
                        .isPositive();
            }
            assertThat(period.events(event -> event.subresource().equals("resize")))
                    .anyMatch(event -> event.user().equals("system:serviceaccount:kube-system:vpa"))
                    .allMatch(event -> event.responseCode() == 200);

            // By recreation.
            autoscaler.watch("Recreate");
            autoscaler.recommend("100m", "32Mi");
            List<ObjectNode> recreated = requesting(namespace, "100m");
            assertThat(uids(recreated)).doesNotContainAnyElementsOf(first);
            for (ObjectNode pod : recreated) {
                assertThat(pod.toString()).contains("vpaUpdates");
                assertThat(driftseal.stamps().of(pod).parent()).isPresent();
                driftseal.findings().awaitVerdict(namespace, name(pod), "clean");
            }
            assertThat(period.refusals()).isEmpty();
            assertThat(period.successes("create", "replicasets")).isEmpty();

            // Out of the range.
            Period beyond = Period.from(driftseal, namespace);
            autoscaler.recommend("500m", "32Mi");
            outOfTheRange.accept(beyond);
        }
        kubectl.run("delete", "deployment", "web", "-n", namespace, "--wait=false").require();
    }

    private void isRefusedByName(Period beyond) {
        AuditEvent refused =
                beyond.log()
                        .await(
                                beyond.since(),
                                LIMIT,
                                "the refusal of a pod beyond the range",
                                event ->
                                        event.namespace().equals(beyond.namespace())
                                                && event.resource().equals("pods")
                                                && event.verb().equals("create")
                                                && event.responseCode() == 403);
        assertThat(refused.responseMessage())
                .contains("spec.containers[name=app].resources.requests.cpu")
                .contains("changed from 0.01 to 0.5");
        // The autoscaler's own tolerance keeps the other one.
        assertThat(driftseal.awaitRunning(beyond.namespace(), "web", 1)).hasSize(1);
    }

    private void passesAndIsFound(Period beyond) {
        List<ObjectNode> pods = requesting(beyond.namespace(), "500m");
        assertThat(beyond.refusals()).isEmpty();
        driftseal
                .findings()
                .await(
                        beyond.namespace(),
                        name(pods.getFirst()),
                        "not-derived-from-owner",
                        "requests.cpu");
    }

    private List<ObjectNode> requesting(String namespace, String cpu) {
        Eventually.holds(
                "two pods that request " + cpu,
                LIMIT,
                () ->
                        driftseal.awaitRunning(namespace, "web", 2).stream()
                                .allMatch(pod ->
                                        pod.path("spec")
                                                .path("containers")
                                                .path(0)
                                                .path("resources")
                                                .path("requests")
                                                .path("cpu")
                                                .asString()
                                                .equals(cpu)));
        return driftseal.awaitRunning(namespace, "web", 2);
    }

    private static Set<String> uids(List<ObjectNode> pods) {
        Set<String> uids = new TreeSet<>();
        pods.forEach(pod -> uids.add(pod.path("metadata").path("uid").asString()));
        return uids;
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asString();
    }
}
