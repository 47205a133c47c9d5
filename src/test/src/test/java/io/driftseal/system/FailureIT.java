package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.fabric8.Fabric8KubernetesApi;
import io.driftseal.system.cluster.AuditLog;
import io.driftseal.system.installation.AdmissionLoad;
import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.time.Duration;
import java.util.List;
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

    /** Of several replicas none fails: that is seen on the chart's own Deployment, by ReleaseIT. */
    @Test
    void aRestartOfTheOnlyWebhookUnderAdmissionsLeavesThemToTheFailurePolicy() {
        String enforced = driftseal.namespace("enforce", "standard");
        String observed = driftseal.namespace("observe", "standard");
        AuditLog.Position start = driftseal.cluster().auditLog().now();
        int exitCode;
        AdmissionLoad strict = load(enforced);
        AdmissionLoad lax = load(observed);
        try (strict;
                lax) {
            await(strict, 4);
            await(lax, 4);
            assertThat(strict.failures()).isEmpty();
            assertThat(lax.unstamped()).isZero();

            exitCode = driftseal.webhook().stop(Duration.ofSeconds(20));
            await(lax, lax.admitted() + 4);
            driftseal.restart(driftseal.webhook());

            await(strict, strict.admitted() + 4);
            await(lax, lax.admitted() + 4);
        }

        assertThat(exitCode).isZero();
        assertThat(lax.failures()).isEmpty();
        assertThat(lax.unstamped()).isPositive();
        assertThat(strict.unstamped()).isZero();
        assertThat(strict.failures())
                .isNotEmpty()
                .allSatisfy(failure ->
                        assertThat(failure)
                                .containsAnyOf(
                                        "failed calling webhook \"verify.enforce.driftseal.io\"",
                                        "was not asked or did not answer"));
        assertThat(refusedCreates(start, enforced)).isEqualTo(strict.failures().size());
        assertThat(refusedCreates(start, observed)).isZero();
    }

    /** As the API server counts them. */
    private long refusedCreates(AuditLog.Position start, String namespace) {
        return driftseal
                .cluster()
                .auditLog()
                .since(
                        start,
                        event ->
                                event.namespace().equals(namespace)
                                        && event.resource().equals("deployments")
                                        && event.verb().equals("create")
                                        && event.responseCode() >= 400)
                .size();
    }

    private AdmissionLoad load(String namespace) {
        return new AdmissionLoad(
                Fabric8KubernetesApi.connect(driftseal.cluster().adminKubeconfig(), "load"),
                List.of(namespace),
                1);
    }

    private static void await(AdmissionLoad load, int count) {
        Eventually.holds(
                count + " admissions", Duration.ofSeconds(60), () -> load.admitted() >= count);
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asString();
    }
}
