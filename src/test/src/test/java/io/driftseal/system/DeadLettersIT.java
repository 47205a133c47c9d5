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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An alert that its receiver calls a bad one: kept, counted, shown, and sent by nobody but us. */
class DeadLettersIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern DEAD =
            Pattern.compile(
                    "(?m)^driftseal_drift_scanner_outbox_dead\\{destination=\"slack\"\\} (\\S+)");

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();

    @AfterEach
    void slackIsBack() {
        driftseal.sinks().comeBack();
    }

    @Test
    void aRefusedAlertIsKeptCountedListedAndSentAgainByHand() {
        // Given a workload, and a Slack that answers 400
        String namespace = driftseal.namespace("observe", "restricted");
        driftseal.deploy(DeploymentManifest.of(namespace, "api").onNoNode());
        String pod =
                driftseal
                        .awaitPods(namespace, "api", 1)
                        .getFirst()
                        .path("metadata")
                        .path("name")
                        .asString();
        driftseal.findings().awaitVerdict(namespace, pod, "clean");
        double before = dead();
        driftseal.sinks().slackRefuses();

        // When it drifts
        kubectl.run("set", "image", "pod/" + pod, "-n", namespace, "app=evil.example/x:1")
                .require();
        String incident = driftseal.findings().awaitIncident(namespace, pod);

        // Then the alert is counted among the dead, and whoever asks reads it with its reason
        Eventually.holds("a dead letter to be counted", LIMIT, () -> dead() > before);
        JsonNode letter =
                Eventually.get("the dead letter to be listed", LIMIT, () -> letterAbout(incident));
        assertThat(letter.path("destination").asString()).isEqualTo("slack");
        assertThat(letter.path("reason").asString()).contains("400");
        assertThat(letter.path("body").toString()).contains(pod);
        // And nobody else goes without
        Eventually.holds(
                "PagerDuty to be told",
                LIMIT,
                () -> driftseal.sinks().pagerDutyKeys().contains(incident));
        assertThat(driftseal.sinks().slackAbout(incident)).isEmpty();

        // When Slack takes messages again, and somebody sends it once more
        driftseal.sinks().comeBack();
        command("resend", letter.path("number").asString()).require();

        // Then it arrives, and is no dead letter any more
        Eventually.holds(
                "Slack to be told at last",
                LIMIT,
                () -> driftseal.sinks().slackAbout(incident).isPresent());
        assertThat(numbers()).doesNotContain(letter.path("number").asString());
        Eventually.holds("it to be counted no more", LIMIT, () -> dead() == before);
    }

    private Optional<JsonNode> letterAbout(String incident) {
        return letters().stream().filter(one -> one.toString().contains(incident)).findFirst();
    }

    private List<String> numbers() {
        return letters().stream().map(letter -> letter.path("number").asString()).toList();
    }

    private List<JsonNode> letters() {
        List<JsonNode> letters = new ArrayList<>();
        JSON.readTree(command("list", "--json").require())
                .path("deadLetters")
                .forEach(letters::add);
        return letters;
    }

    private CommandResult command(String... what) {
        List<String> line = new ArrayList<>(List.of("dead-letters"));
        line.addAll(List.of(what));
        line.addAll(
                List.of(
                        "--scanner",
                        driftseal.settings().scannerUrl().toString(),
                        "--tls",
                        driftseal.settings().keyDirectory().toString()));
        return driftseal.command().run(line.toArray(String[]::new));
    }

    /** As the scanner's metrics have it; zero before the first look. */
    private double dead() {
        Matcher matcher = DEAD.matcher(driftseal.scanner().metrics());
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }
}
