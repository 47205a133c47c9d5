package io.driftseal.decision.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The policies that we ship, held to what their README asks of every policy. */
final class ShippedPoliciesTest {

    private static final Path POLICIES = RealOpa.shippedPolicies();
    private final OpaCommand opa = new OpaCommand(RealOpa.program(), POLICIES);

    @Test
    void areFormatted() throws Exception {
        // When
        OpaCommand.Result result = opa.run("fmt", "--list", ".");
        // Then
        assertThat(result.output()).as("run: opa fmt -w policies/rego").isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void compileStrictlyAgainstTheirSchemas() throws Exception {
        // When: tests included, which the engine does not load
        OpaCommand.Result result =
                opa.run("check", "--strict", "--schema", "schema", "--ignore", "schema", ".");
        // Then
        assertThat(result.output()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void passTheirOwnTestsWhichReachEveryLine() throws Exception {
        // When
        OpaCommand.Result tests = opa.run("test", "--ignore", "schema", ".");
        OpaCommand.Result coverage = opa.run("test", "--coverage", "--ignore", "schema", ".");
        // Then
        assertThat(tests.exitCode()).as(tests.output()).isZero();
        assertThat(read(coverage).number("coverage").orElseThrow().toString())
                .as("lines of policies/rego that its tests reach, percent")
                .isEqualTo("100");
    }

    @Test
    void everyRuleIsAnnotated() throws Exception {
        // When
        JsonObject inspected = read(opa.run("inspect", "--annotations", "--format", "json", "."));
        // Then
        int violations = 0;
        List<String> wanting = new ArrayList<>();
        for (JsonObject item : inspected.objects("annotations")) {
            JsonObject annotations = item.object("annotations");
            boolean violation =
                    item.objects("path")
                            .getLast()
                            .string("value")
                            .equals(Optional.of("violations"));
            violations += violation ? 1 : 0;
            if (annotations.string("title").isEmpty()
                    || annotations.string("description").isEmpty()
                    || (violation && annotations.string("custom", "severity").isEmpty())) {
                wanting.add(item.toString());
            }
        }
        assertThat(wanting).isEmpty();
        assertThat(violations).isGreaterThan(5);
        assertThat(rulesWithoutMetadata()).isEmpty();
    }

    /** Rules whose first line does not follow a comment; further bodies of a rule need none. */
    private static List<String> rulesWithoutMetadata() throws Exception {
        List<String> missing = new ArrayList<>();
        for (Path file : PolicyFiles.withoutTests(POLICIES)) {
            String before = "";
            String lastRule = "";
            for (String line : Files.readAllLines(file)) {
                if (line.matches("[a-z_]+[ (\\[].*") && !line.matches("(package|import) .*")) {
                    String rule = line.split("[ (\\[]", 2)[0];
                    if (!before.startsWith("#") && !rule.equals(lastRule)) {
                        missing.add(file.getFileName() + ": " + line);
                    }
                    lastRule = rule;
                }
                before = line;
            }
        }
        return missing;
    }

    private static JsonObject read(OpaCommand.Result result) throws Exception {
        return JsonReader.readObject(
                result.output().getBytes(StandardCharsets.UTF_8),
                new JsonLimits(8 * 1024 * 1024, 64, 500_000));
    }
}
