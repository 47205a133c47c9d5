package io.driftseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.kept.KeptInput;
import io.driftseal.decision.kept.KeptLine;
import io.driftseal.workload.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies that look at the clock and at randomness: decided once, and evaluated again later. */
class ReplayedDecisionsTest {

    private static final String RULE =
            """
            package driftseal.admission

            # METADATA
            # title: Clock of the team
            # description: No two decisions of this rule say the same.
            # custom:
            #   code: team-clock
            #   severity: low
            #   effect: {restricted: refuse, standard: refuse, development: refuse}
            #   controls: []
            team_clock := rego.metadata.rule()

            violations contains violating(team_clock, "Wait.", field) if {
            	input.workload.name == "clock"
            	field := sprintf("%d.%d.%d.%s", [
            		time.now_ns(),
            		rand.intn(input.workload.name, 1000000000),
            		rand.intn("other", -1000000000),
            		uuid.rfc4122("clock"),
            	])
            }
            """;

    @TempDir private Path directory;

    @Test
    void whatADecisionTookFromClockAndRandomnessIsUsedAgain() throws Exception {
        Path policies = KeptDecisions.copy(KeptDecisions.SHIPPED, directory.resolve("policies"));
        Files.writeString(policies.resolve("admission/team.rego"), RULE);
        String first;
        Path inputs;
        try (KeptDecisions decisions = KeptDecisions.open(directory.resolve("inputs"), policies)) {
            first = decisions.pod("shop", "clock", false);
            decisions.pod("shop", "clock", false);
            decisions.pod("shop", "calm", false);
            inputs = decisions.closeInto(directory.resolve("kept.jsonl"));
        }

        // Given two decisions about the same that say different things
        List<KeptInput> kept = new ArrayList<>();
        for (String line : Files.readAllLines(inputs)) {
            kept.add(KeptLine.read(line.getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(kept).hasSize(3);
        assertThat(field(kept.get(0))).isNotEqualTo(field(kept.get(1)));
        assertThat(kept.get(0).nondeterminism().orElseThrow().members().keySet())
                .containsExactlyInAnyOrder("time.now_ns", "rand.intn", "uuid.rfc4122");
        assertThat(kept.get(2).nondeterminism()).contains(JsonObject.EMPTY);

        // When they are evaluated again, then each says what it said
        CommandRun rehearsed =
                CommandRun.of(
                        "policy",
                        "rehearse",
                        policies.toString(),
                        "--strict",
                        "--inputs",
                        inputs.toString());
        assertThat(rehearsed.out()).contains("over 3 kept decisions: 3 unchanged, 0 would change.");
        assertThat(rehearsed.code()).isEqualTo(0);

        // And so it does in opa, whose clock and randomness they are not
        CommandRun explained =
                CommandRun.of(
                        "policy",
                        "explain",
                        first,
                        policies.toString(),
                        "--inputs",
                        inputs.toString());
        assertThat(explained.out())
                .contains("Asked again, they answer the same.")
                .contains("Refused for team-clock at " + field(kept.get(0)))
                .contains("admission/team.rego:");
        assertThat(explained.code()).isEqualTo(0);
    }

    private static String field(KeptInput kept) {
        return kept.answer()
                .orElseThrow()
                .objects("reasons")
                .getFirst()
                .string("field")
                .orElseThrow();
    }
}
