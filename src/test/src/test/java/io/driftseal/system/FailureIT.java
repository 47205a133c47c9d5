package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * What happens while a part is away, and that nothing is lost by it; what comes in while the
 * webhook is, see {@link ModesIT}. Has the installation to itself.
 */
class FailureIT {

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();

    @Test
    void aKilledScannerMissesNothingThatHappenedMeanwhile() {
        String namespace = driftseal.namespace("observe", "development");
        driftseal.deploy(DeploymentManifest.of(namespace, "api").onNoNode());
        String pod = name(driftseal.awaitPods(namespace, "api", 1).getFirst());
        driftseal.findings().awaitVerdict(namespace, pod, "clean");
        driftseal.scanner().kill();
        try {
            kubectl.run("label", "pod", pod, "-n", namespace, "access=database").require();
            driftseal.deploy(DeploymentManifest.of(namespace, "later").onNoNode());
        } finally {
            driftseal.restart(driftseal.scanner());
        }

        driftseal.findings().await(namespace, pod, "form-changed");
        String later = name(driftseal.awaitPods(namespace, "later", 1).getFirst());
        driftseal.findings().awaitVerdict(namespace, later, "clean");
        String decision =
                driftseal.stamps().of(kubectl.get(namespace, "deployment", "later")).decisionId();
        Eventually.holds(
                "the decision made while the scanner was away to be in evidence",
                Duration.ofSeconds(30),
                () -> driftseal.findings().evidence().contains(decision));
    }

    @Test
    void aSinkThatWasAwayGetsTheIncidentOnceItIsBack() {
        String namespace = driftseal.namespace("observe", "restricted");
        driftseal.deploy(DeploymentManifest.of(namespace, "api").onNoNode());
        String pod = name(driftseal.awaitPods(namespace, "api", 1).getFirst());
        driftseal.findings().awaitVerdict(namespace, pod, "clean");
        driftseal.sinks().goAway();
        kubectl.run("set", "image", "pod/" + pod, "-n", namespace, "app=evil.example/x:1")
                .require();
        String incident = driftseal.findings().awaitIncident(namespace, pod);
        assertThat(driftseal.sinks().slackTexts()).noneMatch(text -> text.contains(incident));

        driftseal.sinks().comeBack();

        Eventually.holds(
                "Slack and PagerDuty to be told of " + incident,
                Duration.ofSeconds(90),
                () ->
                        driftseal.sinks().slackTexts().stream().anyMatch(t -> t.contains(incident))
                                && driftseal.sinks().pagerDutyKeys().contains(incident));
        assertThat(driftseal.sinks().violations()).isEmpty();
    }

    @Test
    void aRestartOfTheWebhookUnderAdmissionsFailsNone() throws Exception {
        String namespace = driftseal.namespace("observe", "development");
        driftseal.deploy(DeploymentManifest.of(namespace, "api").onNoNode());

        int exitCode = driftseal.webhook().stop(Duration.ofSeconds(20));
        driftseal.restart(driftseal.webhook());

        assertThat(exitCode).isZero();
        ObjectNode deployment = kubectl.get(namespace, "deployment", "api");
        assertThat(driftseal.stamps().of(deployment).decisionId()).startsWith("dec-");
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asString();
    }
}
