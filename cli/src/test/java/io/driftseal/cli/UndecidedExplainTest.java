package io.driftseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions that were none: the same again is the same, and something else is not. */
class UndecidedExplainTest {

    /** By name of the pod, why there was no answer. */
    private static final Map<String, String> CAUSES =
            Map.of(
                    "undefined", "undefined",
                    "empty", "empty",
                    "malformed", "malformed",
                    "failing", "server_error",
                    "conflict", "server_error");

    private static final String WHOLE =
            "\t\"recorded\": array.slice([reason | some reason in recorded], 0, maximum_reasons),\n}";

    private static final String ODD_ANSWERS =
            """
            package driftseal.admission

            odd := {"undefined", "empty", "malformed", "failing"}

            decision := {} if input.workload.name == "empty"

            decision := "text" if input.workload.name == "malformed"

            decision := {"admitted": number} if {
            	input.workload.name == "failing"
            	number := to_number("none")
            }

            decision := {"admitted": false} if input.workload.name == "conflict"
            """;

    @TempDir private static Path directory;

    private static final Map<String, String> IDS = new LinkedHashMap<>();
    private static Path policies;
    private static Path inputs;

    @BeforeAll
    static void decide() throws Exception {
        policies = KeptDecisions.copy(KeptDecisions.SHIPPED, directory.resolve("policies"));
        KeptDecisions.replace(
                policies.resolve("admission/decision.rego"),
                WHOLE,
                WHOLE + " if not input.workload.name in odd");
        Files.writeString(policies.resolve("admission/odd.rego"), ODD_ANSWERS);
        try (KeptDecisions decisions = KeptDecisions.open(directory.resolve("inputs"), policies)) {
            for (String name : CAUSES.keySet()) {
                IDS.put(name, decisions.pod("shop", name, false));
            }
            inputs = decisions.closeInto(directory.resolve("kept.jsonl"));
        }
    }

    @Test
    void noAnswerForTheSameCauseIsTheSameOutcome() {
        CAUSES.forEach((name, cause) -> {
            CommandRun run = explain(name, policies);

            assertThat(run.out())
                    .as(name)
                    .contains("Asked again, they give no answer, as then: " + cause + ".")
                    .contains("No answer: ")
                    .doesNotContain("OTHERWISE");
            assertThat(run.code()).as(name).isEqualTo(0);
        });
    }

    @Test
    void noAnswerForAnotherCauseIsAnotherOutcome() throws IOException {
        Path other = KeptDecisions.copy(policies, directory.resolve("other"));
        KeptDecisions.replace(
                other.resolve("admission/odd.rego"),
                "decision := \"text\" if input.workload.name == \"malformed\"",
                "decision := \"text\" if input.workload.name == \"undefined\"");

        CommandRun now = explain("undefined", other);
        assertThat(now.out())
                .contains("OTHERWISE: no answer: undefined then, no answer: malformed now.");
        assertThat(now.code()).isEqualTo(1);

        CommandRun then = explain("malformed", other);
        assertThat(then.out())
                .contains("OTHERWISE: no answer: malformed then, no answer: undefined now.");
        assertThat(then.code()).isEqualTo(1);
    }

    @Test
    void anAnswerWhereThereWasNoneIsAnotherOutcome() {
        CommandRun run = explain("undefined", KeptDecisions.SHIPPED);

        assertThat(run.out())
                .contains("ANOTHER decided")
                .contains("OTHERWISE: no answer: undefined then, passes (standard) now.");
        assertThat(run.code()).isEqualTo(1);
    }

    private static CommandRun explain(String name, Path directory) {
        return CommandRun.of(
                "policy",
                "explain",
                Objects.requireNonNull(IDS.get(name), name),
                directory.toString(),
                "--inputs",
                inputs.toString());
    }
}
