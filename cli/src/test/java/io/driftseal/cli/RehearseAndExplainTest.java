package io.driftseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.service.mutualtls.PeerReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions of the shipped policies, kept as a service keeps them, and what others say of them. */
class RehearseAndExplainTest {

    private static final Path SHIPPED = KeptDecisions.SHIPPED;

    @TempDir private static Path directory;

    private static Path changed;
    private static Path inputs;
    private static String plain;
    private static String privileged;

    @BeforeAll
    static void decide() throws Exception {
        try (KeptDecisions decisions =
                KeptDecisions.open(directory.resolve("inputs"), KeptDecisions.SHIPPED)) {
            plain = decisions.pod("shop", "web", false);
            privileged = decisions.pod("shop", "agent", true);
            decisions.pod("shop", "agent", true);
            decisions.pod("other", "quiet", false);
            inputs = decisions.closeInto(directory.resolve("kept.jsonl"));
        }
        changed = change(directory.resolve("changed"));
    }

    /** Refuses who is called web, and no longer who is privileged. */
    private static Path change(Path changed) throws IOException {
        KeptDecisions.copy(KeptDecisions.SHIPPED, changed);
        KeptDecisions.replace(
                changed.resolve("admission/containers.rego"),
                "securityContext.privileged == true",
                "securityContext.privileged == \"never\"");
        Files.writeString(
                changed.resolve("admission/team.rego"),
                """
                package driftseal.admission

                # METADATA
                # title: Names of the team
                # description: No workload is called web.
                # custom:
                #   code: team-name
                #   severity: error
                #   effect: {restricted: refuse, standard: refuse, development: refuse}
                #   controls: []
                team_name := rego.metadata.rule()

                violations contains violating(team_name, "Rename it.", "metadata.name") if {
                	input.workload.name == "web"
                }
                """);
        return changed;
    }

    @Test
    void theSamePoliciesChangeNothing() {
        CommandRun run = rehearse(SHIPPED);

        assertThat(run.out()).contains("over 4 kept decisions: 4 unchanged, 0 would change.");
        assertThat(run.code()).isEqualTo(0);
    }

    @Test
    void otherPoliciesAreSaidByWorkloadWithWhatTheyWouldChange() {
        CommandRun run = rehearse(changed);

        assertThat(run.out())
                .contains("over 4 kept decisions: 1 unchanged, 3 would change.")
                .containsPattern("newly refused +shop/Pod/web +1 +team-name at metadata.name")
                .containsPattern("newly admitted +shop/Pod/agent +2 +no longer: privileged at ");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void filtersAndTotalsCountWhatIsNotShown() {
        CommandRun none = rehearse(changed, "--namespace", "other");
        assertThat(none.out()).contains("over 1 kept decisions: 1 unchanged");
        assertThat(none.code()).isEqualTo(0);

        CommandRun drift = rehearse(changed, "--question", "drift");
        assertThat(drift.out()).contains("Nothing was rehearsed");
        assertThat(drift.code()).isEqualTo(1);

        CommandRun json = rehearse(changed, "--json", "--limit", "1");
        assertThat(json.out())
                .contains("\"rehearsed\":4", "\"newly-refused\":1", "\"newly-admitted\":2")
                .contains("\"groups\":2", "\"change\":\"newly-refused\"")
                .doesNotContain("\"change\":\"newly-admitted\"");
    }

    @Test
    void whatIsDamagedIsCountedAndNeverUsed() throws IOException {
        Path damaged = directory.resolve("damaged.jsonl");
        List<String> lines = Files.readAllLines(inputs);
        Files.write(
                damaged,
                List.of(
                        lines.get(0).replace("registry.example", "registry.exampie"),
                        lines.get(1),
                        "00000000 {}",
                        lines.get(2).substring(0, 400)));

        CommandRun run =
                CommandRun.of(
                        "policy", "rehearse", SHIPPED.toString(), "--inputs", damaged.toString());

        assertThat(run.out())
                .contains("over 1 kept decisions: 1 unchanged")
                .contains("3 decisions not rehearsed: their kept input is damaged.");
    }

    @Test
    void servicesAreReadPageByPage() throws Exception {
        Path keys = directory.resolve("keys");
        assertThat(CommandRun.of("keys", "init", keys.toString()).code()).isEqualTo(0);
        List<String> lines = Files.readAllLines(inputs);
        try (var webhook = new ListeningService(keys, "webhook")) {
            webhook.answers(
                    "/v1/inputs",
                    request ->
                            request.query().getOrDefault("from", "").isEmpty()
                                    ? page(lines.get(0), "7-100", 0)
                                    : page(lines.get(3), "", 2));
            Path out = directory.resolve("fetched.jsonl");
            CommandRun fetched =
                    CommandRun.of(
                            "evidence",
                            "inputs",
                            "--webhook",
                            webhook.url(),
                            "--tls",
                            keys.toString(),
                            "--out",
                            out.toString());

            assertThat(fetched.out()).contains("2 inputs written", "2 were damaged");
            assertThat(Files.readAllLines(out)).containsExactly(lines.get(0), lines.get(3));
            assertThat(webhook.requests()).hasSize(2);
        }
    }

    private static PeerReply page(String line, String next, int damaged) {
        String body = line + "\n{\"next\":\"" + next + "\",\"damaged\":" + damaged + "}";
        return new PeerReply(200, "application/jsonl", body.getBytes(UTF_8));
    }

    @Test
    void aRefusalIsExplainedByTheRuleItsPlaceAndItsValues() {
        CommandRun run = explain(privileged, SHIPPED);

        assertThat(run.out())
                .contains("the one that decided")
                .contains("Asked again, they answer the same.")
                .contains("Refused for privileged at spec.containers[name=app].securityContext")
                .contains("admission/containers.rego:13  violations")
                .contains("15  entry.container.securityContext.privileged == true")
                .contains("message = \"Remove privileged: true from app.\"");
        assertThat(run.code()).isEqualTo(0);
    }

    @Test
    void otherPoliciesAreSaidToBeOthers() {
        CommandRun run = explain(plain, changed);

        assertThat(run.out())
                .contains("ANOTHER decided")
                .contains("OTHERWISE: passes (standard) then, refused (standard) for team-name")
                .contains("admission/team.rego:13  violations");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void whatIsNoLongerKeptIsSaidToBeSo() {
        CommandRun run = explain("dec-01932c07-5f0e-7cc1-9f6a-3b8a1d7a2f11", SHIPPED);

        assertThat(run.err()).contains("is no longer kept");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void placesAndTimesAreHeldToTheirForm() {
        assertThat(CommandRun.of("policy", "rehearse", SHIPPED.toString()).code()).isEqualTo(2);
        assertThat(rehearse(SHIPPED, "--since", "yesterday").code()).isEqualTo(2);
        assertThat(rehearse(SHIPPED, "--question", "all").code()).isEqualTo(2);
        assertThat(explain("dec-../../x", SHIPPED).code()).isEqualTo(2);
    }

    private static CommandRun explain(String id, Path policies) {
        return CommandRun.of(
                "policy", "explain", id, policies.toString(), "--inputs", inputs.toString());
    }

    private static CommandRun rehearse(Path policies, String... more) {
        return CommandRun.of(
                Stream.concat(
                                Stream.of(
                                        "policy",
                                        "rehearse",
                                        policies.toString(),
                                        "--inputs",
                                        inputs.toString()),
                                Stream.of(more))
                        .toArray(String[]::new));
    }
}
