package io.driftseal.rego;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fuzzing once found: policies that were answered differently, and no longer are. */
class FuzzCasesTest {

    private static final List<String> INPUTS =
            List.of(
                    "{\"id\": 0}",
                    "{\"id\": 1, \"s\": \"r0\", \"n\": 1, \"a\": [1, 2], \"o\": {\"a\": 1}}",
                    "{\"id\": 2, \"s\": \"f0\", \"n\": 2.5, \"a\": [], \"o\": {}, \"x\": \"abc\"}",
                    "{\"id\": 3, \"s\": \"f1\", \"n\": -3, \"b\": true, \"x\": [null]}");

    @TempDir Path directory;

    @Test
    void are_answered_as_opa_answers_them() throws Exception {
        // Given the policies, each in a package of its own
        Map<Integer, String> modules = new TreeMap<>();
        for (String module : FuzzGrammar.text("cases.txt").split("(?m)^---\n", -1)) {
            modules.put(modules.size(), module);
        }
        int given = modules.size();
        Path opa = OpaOracle.program().orElseThrow();
        FuzzRun run = new FuzzRun(opa, directory, plan -> plan, (name, builtin) -> builtin);

        // When both evaluate them
        run.compare(modules, INPUTS, 0);

        // Then they agree, and OPA compiled them all
        assertThat(modules).hasSize(given);
        assertThat(run.differences()).isEmpty();
    }
}
