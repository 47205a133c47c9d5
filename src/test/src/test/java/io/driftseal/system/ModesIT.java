package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.cluster.AuditEvent;
import io.driftseal.system.cluster.AuditLog;
import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What a namespace's mode means while the webhook is there and while it is not, and the exceptions
 * that administrators make for a while. Has the installation to itself.
 */
class ModesIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String RESPONDER =
            "system:serviceaccount:driftseal-system:driftseal-responder";
    private static final DateTimeFormatter LABEL =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();

    @Test
    void aKilledWebhookStopsEnforceAloneAndWhatCameInIsJudgedWhenItIsBack() {
        String observe = driftseal.namespace("observe", "standard");
        String warn = driftseal.namespace("warn", "standard");
        String enforce = driftseal.namespace("enforce", "standard");
        String opened = driftseal.namespace("enforce", "standard");
        String left = driftseal.namespace("enforce", "standard");
        breakGlass(opened, "30").require();
        AuditLog.Position before = driftseal.cluster().auditLog().now();
        driftseal.webhook().kill();
        try {
            for (String namespace : List.of(observe, warn, opened)) {
                kubectl.apply(manifest(namespace, "web")).require();
                assertThat(created(before, namespace, "web").annotations().toString())
                        .as("the API server went on without us in " + namespace)
                        .contains("failed-open");
            }
            CommandResult refused = kubectl.apply(manifest(enforce, "web"));
            assertThat(refused.succeeded()).isFalse();
            assertThat(refused.stderr()).contains("verify.enforce.driftseal.io");

            // A label whose time is over opens the namespace to an API server without a clock ...
            label(left, Instant.now().minusSeconds(60));
            // ... until the responder takes it away, which nobody has to ask for.
            Eventually.holds(
                    "the label that is over to be gone", LIMIT, () -> glass(left).isEmpty());
            assertThat(kubectl.apply(manifest(left, "web")).succeeded()).isFalse();
            assertThat(
                            driftseal
                                    .cluster()
                                    .auditLog()
                                    .since(
                                            before,
                                            event ->
                                                    event.user().equals(RESPONDER)
                                                            && event.verb().equals("patch")
                                                            && event.resource().equals("namespaces")
                                                            && event.responseCode() == 200))
                    .singleElement()
                    .satisfies(event -> assertThat(event.name()).isEqualTo(left));
        } finally {
            driftseal.restart(driftseal.webhook());
        }

        driftseal.findings().awaitVerdict(warn, "web", "drifted");
        driftseal.findings().awaitVerdict(opened, "web", "drifted");
        driftseal.findings().awaitVerdict(observe, "web", "unknown");
        assertThat(driftseal.findings().await(opened, "web", "unstamped").toString())
                .contains("glass is broken until");
        assertThat(driftseal.findings().evidence()).contains("webhook-away-or-bypassed");
        kubectl.apply(manifest(enforce, "web")).require();
        kubectl.run("annotate", "deployment", "web", "-n", warn, "decided=yes").require();
        driftseal.findings().awaitVerdict(warn, "web", "clean");
        command("break-glass", "end", opened).require();
    }

    @Test
    void brokenGlassOpensOneNamespaceAndClosesByItself() {
        String namespace = driftseal.namespace("enforce", "standard");
        String other = driftseal.namespace("enforce", "standard");
        assertRefused(namespace, "before");

        breakGlass(namespace, "30").require();
        Eventually.holds(
                "the namespace to be open", LIMIT, () -> applies(privileged(namespace, "during")));
        assertRefused(other, "elsewhere");
        // by the record of the decision, or by the namespace where the object was seen before it
        assertThat(driftseal.findings().await(namespace, "during", "unstamped").toString())
                .containsAnyOf("an administrator broke the glass until", "glass is broken until");
        assertThat(command("break-glass", "list").stdout())
                .contains(namespace)
                .contains("registry is away");

        label(namespace, Instant.now().plusSeconds(6));
        Eventually.holds(
                "the namespace to close at its time",
                LIMIT,
                () -> !applies(privileged(namespace, "after"), "--dry-run=server"));
        Eventually.holds("the label to be gone", LIMIT, () -> glass(namespace).isEmpty());
        assertRefused(namespace, "after");
    }

    @Test
    void theOffSwitchStopsEveryRefusalSaysWhoAndEndsByItself() {
        String namespace = driftseal.namespace("enforce", "standard");
        assertRefused(namespace, "before");

        assertThat(command("off", "--reason", "registry is away", "--minutes", "60").require())
                .contains("Off until");
        Eventually.holds(
                "nothing to be refused", LIMIT, () -> applies(privileged(namespace, "during")));
        assertThat(
                        kubectl.get(namespace, "deployment", "during")
                                .path("metadata")
                                .path("annotations")
                                .has("stamp.driftseal.io/deployment"))
                .isFalse();
        assertThat(command("off", "--show").exitCode()).isEqualTo(1);
        JsonNode found =
                driftseal.findings().await("", "driftseal-verify", "webhook-configuration-changed");
        assertThat(found.toString()).contains("switched off until", "by admin", "registry is away");

        for (String configuration :
                List.of(
                        "mutatingwebhookconfiguration/zz-driftseal-stamp",
                        "mutatingwebhookconfiguration/driftseal-grant",
                        "validatingwebhookconfiguration/driftseal-verify",
                        "validatingwebhookconfiguration/driftseal-access")) {
            kubectl.run(
                            "annotate",
                            configuration,
                            "--overwrite",
                            "driftseal.io/off-until=" + Instant.now().minusSeconds(1))
                    .require();
        }
        Eventually.holds(
                "the responder to switch on again",
                LIMIT,
                () -> command("off", "--show").succeeded());
        Eventually.holds(
                "what policy refuses to be refused",
                LIMIT,
                () -> !applies(privileged(namespace, "after"), "--dry-run=server"));
        driftseal.findings().awaitResolved("", "driftseal-verify");
        driftseal.findings().awaitVerdict(namespace, "during", "drifted");

        command("off", "--reason", "once more", "--minutes", "5").require();
        command("on").require();
        Eventually.holds(
                "what policy refuses to be refused",
                LIMIT,
                () -> !applies(privileged(namespace, "again"), "--dry-run=server"));
    }

    @Test
    void aNamespaceThatIsSwitchedToEnforceRefusesFromThenOn() {
        String namespace = driftseal.namespace("warn", "standard");
        kubectl.apply(manifest(namespace, "web")).require();
        kubectl.apply(privileged(namespace, "node-agent")).require();
        List<String> services =
                List.of(
                        "--webhook",
                        driftseal.settings().webhookInternalUrl().toString(),
                        "--tls",
                        driftseal.settings().keyDirectory().toString());

        CommandResult rehearsed = command(services, "enforce", "--dry-run", namespace);
        assertThat(rehearsed.exitCode()).isEqualTo(1);
        assertThat(rehearsed.stdout())
                .contains("Deployment node-agent")
                .doesNotContain("Deployment web");
        kubectl.run("delete", "deployment", "node-agent", "-n", namespace, "--wait=true").require();
        Eventually.holds(
                "the switch", LIMIT, () -> command(services, "enforce", namespace).succeeded());

        assertRefused(namespace, "node-agent");
        kubectl.apply(manifest(namespace, "web2")).require();
    }

    private void assertRefused(String namespace, String name) {
        Eventually.holds(
                "policy to refuse " + name + " in " + namespace,
                LIMIT,
                () ->
                        kubectl.apply(privileged(namespace, name))
                                .stderr()
                                .contains("denied the request"));
        assertThat(driftseal.audit().refusal("deployments", namespace, name).responseCode())
                .isEqualTo(403);
    }

    private boolean applies(String manifest, String... flags) {
        return kubectl.apply(manifest, flags).succeeded();
    }

    private AuditEvent created(AuditLog.Position since, String namespace, String name) {
        return driftseal
                .cluster()
                .auditLog()
                .await(
                        since,
                        Duration.ofSeconds(10),
                        "the creation of " + namespace + "/" + name,
                        event ->
                                event.isAbout("deployments", namespace, name)
                                        && event.responseCode() == 201);
    }

    private static String manifest(String namespace, String name) {
        return DeploymentManifest.of(namespace, name).onNoNode().yaml();
    }

    private static String privileged(String namespace, String name) {
        return DeploymentManifest.of(namespace, name)
                .container("securityContext: {privileged: true}\n")
                .onNoNode()
                .yaml();
    }

    private CommandResult breakGlass(String namespace, String minutes) {
        return command(
                "break-glass",
                "open",
                namespace,
                "--reason",
                "registry is away",
                "--minutes",
                minutes);
    }

    /** By hand, as the runbook has it: the command gives no end that is so near. */
    private void label(String namespace, Instant until) {
        kubectl.run(
                        "annotate",
                        "namespace",
                        namespace,
                        "--overwrite",
                        "driftseal.io/break-glass-reason=by hand")
                .require();
        kubectl.run(
                        "label",
                        "namespace",
                        namespace,
                        "--overwrite",
                        "driftseal.io/break-glass=" + LABEL.format(until.atOffset(ZoneOffset.UTC)))
                .require();
    }

    private String glass(String namespace) {
        return kubectl.run(
                        "get",
                        "namespace",
                        namespace,
                        "-o",
                        "jsonpath={.metadata.labels.driftseal\\.io/break-glass}")
                .require();
    }

    private CommandResult command(String... words) {
        return command(List.of(), words);
    }

    private CommandResult command(List<String> more, String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(more);
        line.add("--kubeconfig");
        line.add(driftseal.cluster().adminKubeconfig().toString());
        return driftseal.command().run(line.toArray(String[]::new));
    }
}
