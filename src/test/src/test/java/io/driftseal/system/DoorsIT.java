package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.cluster.AuditLog;
import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The self-test on an installation that is whole, and on one with parts taken away. */
class DoorsIT {

    /** Of one fault and of more. */
    private static final Pattern FAULTS = Pattern.compile("not as (it|they) should be:");

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();
    private boolean broken;

    @AfterEach
    void asInstalled() {
        if (broken) {
            driftseal.applyChart();
            driftseal.awaitAdmission();
        }
    }

    @Test
    void everyDoorOfAWholeInstallationIsWatchedAndNothingIsLeftBehind() {
        AuditLog.Position before = driftseal.cluster().auditLog().now();

        CommandResult answer = doors("--yes");

        assertThat(answer.stdout()).as(answer.stderr()).contains("create-pod");
        assertThat(faults(answer)).isEmpty();
        assertThat(answer.exitCode()).isZero();
        assertThat(answer.stdout())
                .containsPattern("exec +refuses +refused by access.enforce.driftseal.io")
                .containsPattern(
                        "ephemeral-container +refuses +refused by verify.enforce.driftseal.io")
                .containsPattern("create-pod +refuses +stamped")
                .contains("create-rollout.delivery.example.org")
                .containsPattern("driftseal-stamps +refuses +refused by driftseal-stamps")
                .containsPattern(
                        "driftseal-mode-labels +refuses +refused by driftseal-mode-labels");
        driftseal
                .cluster()
                .auditLog()
                .await(
                        before,
                        Duration.ofSeconds(30),
                        "the knock at exec in the audit log",
                        event ->
                                event.subresource().equals("exec")
                                        && event.namespace().startsWith("driftseal-doors-")
                                        && event.responseCode() == 403);
        driftseal
                .cluster()
                .auditLog()
                .await(
                        before,
                        Duration.ofSeconds(30),
                        "the namespace's removal in the audit log",
                        event ->
                                event.verb().equals("delete")
                                        && event.resource().equals("namespaces")
                                        && event.name().startsWith("driftseal-doors-")
                                        && event.responseCode() < 300);
    }

    @Test
    void whatWasTakenAwayIsNamedAndTheStatusSaysSo() {
        broken = true;
        kubectl.run("delete", "validatingwebhookconfiguration", "driftseal-access").require();
        patch(
                "validatingadmissionpolicybinding",
                "driftseal-stamps",
                "/spec/validationActions",
                "[\"Audit\"]");
        patch("validatingwebhookconfiguration", "driftseal-verify", failurePolicy(0), "\"Ignore\"");
        patch("validatingwebhookconfiguration", "driftseal-verify", failurePolicy(1), "\"Ignore\"");

        CommandResult answer = doors("--look-only");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.stdout())
                .contains("exec: no webhook of driftseal is asked about CONNECT of pods/exec")
                .contains(
                        "driftseal-stamps (stamps and labels written through status and bindings):"
                                + " its binding does not deny")
                .contains("has failurePolicy Ignore; in enforce it must be Fail");
    }

    @Test
    void aWebhookThatCannotBeCalledIsHeardByKnocking() {
        broken = true;
        driftseal.webhook().close();
        try {
            CommandResult answer = doors("--yes");

            assertThat(answer.exitCode()).isEqualTo(1);
            assertThat(answer.stdout()).contains("was asked and did not answer");
        } finally {
            driftseal.restart(driftseal.webhook());
        }
    }

    /** What is said behind the last heading; nothing where every door is watched. */
    private static List<String> faults(CommandResult answer) {
        Matcher heading = FAULTS.matcher(answer.stdout());
        return heading.find()
                ? answer.stdout()
                        .substring(heading.end())
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList()
                : List.of();
    }

    private CommandResult doors(String... arguments) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "doors",
                                "--kubeconfig",
                                driftseal.cluster().adminKubeconfig().toString()));
        all.addAll(List.of(arguments));
        return driftseal.command().run(all.toArray(String[]::new));
    }

    private static String failurePolicy(int webhook) {
        return "/webhooks/" + webhook + "/failurePolicy";
    }

    private void patch(String resource, String name, String path, String value) {
        kubectl.run(
                        "patch",
                        resource,
                        name,
                        "--type=json",
                        "-p",
                        "[{\"op\":\"replace\",\"path\":\"" + path + "\",\"value\":" + value + "}]")
                .require();
    }
}
