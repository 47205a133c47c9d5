package io.driftseal.decision.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        OpaCommand.Result tests = opa.run("test", "--timeout", "60s", "--ignore", "schema", ".");
        OpaCommand.Result coverage =
                opa.run("test", "--coverage", "--timeout", "60s", "--ignore", "schema", ".");
        // Then
        assertThat(tests.exitCode()).as(tests.output()).isZero();
        String percent = read(coverage).number("coverage").orElseThrow().toString();
        System.out.println("lines of policies/rego that its tests reach: " + percent + " %");
        assertThat(percent)
                .as("lines of policies/rego that its tests reach, percent")
                .isEqualTo("100");
    }

    @Test
    void everyRuleIsAnnotated() throws Exception {
        // When
        JsonObject inspected = read(opa.run("inspect", "--annotations", "--format", "json", "."));
        // Then
        List<String> wanting = new ArrayList<>();
        for (JsonObject item : inspected.objects("annotations")) {
            JsonObject annotations = item.object("annotations");
            if (annotations.string("title").isEmpty()
                    || annotations.string("description").isEmpty()) {
                wanting.add(item.toString());
            }
        }
        assertThat(wanting).isEmpty();
        assertThat(rulesWithoutMetadata()).isEmpty();
    }

    /** A rule that is violated has all that its page shows, and an effect for each of its tiers. */
    @Test
    void everyViolationHasASeverityControlsAndAnEffectInEachTier() throws Exception {
        List<RuleCatalogue.Entry> rules = RuleCatalogue.of(opa).admission();

        assertThat(rules).hasSizeGreaterThan(35);
        assertThat(rules)
                .allSatisfy(rule -> {
                    assertThat(rule.severity()).isIn("critical", "high", "medium", "low");
                    assertThat(rule.controls()).isNotEmpty();
                    assertThat(rule.effect().values()).isSubsetOf("refuse", "warn", "none");
                    assertThat(rule.effect().keySet())
                            .isEqualTo(
                                    rule.restrictedOnly()
                                            ? Set.of("restricted")
                                            : Set.of("restricted", "standard", "development"));
                });
    }

    /**
     * An exemption and a mode are for a code, so that one of them means no rule that is unknown.
     */
    @Test
    void theShippedModesAreOfRulesThatExist() throws Exception {
        List<String> codes =
                RuleCatalogue.of(opa).admission().stream().map(RuleCatalogue.Entry::code).toList();

        PolicyBundle.read(POLICIES)
                .settings()
                .enforcement()
                .forEach(mode -> {
                    assertThat(codes).contains(mode.rule());
                });
    }

    /** Rules whose first line does not follow a comment; further bodies of a rule need none. */
    private static List<String> rulesWithoutMetadata() throws Exception {
        List<String> missing = new ArrayList<>();
        for (Path file : PolicyFiles.withoutTests(POLICIES)) {
            String before = "";
            String lastRule = "";
            Set<String> described = new HashSet<>();
            for (String line : Files.readAllLines(file)) {
                if (line.endsWith(" := rego.metadata.rule()")) {
                    described.add(line.substring(0, line.indexOf(' ')));
                }
                if (line.matches("[a-z_]+[ (\\[].*") && !line.matches("(package|import) .*")) {
                    String rule = line.split("[ (\\[]", 2)[0];
                    String metadata =
                            line.replaceFirst(".* contains violating\\(([a-z_]+), .*", "$1");
                    if (!before.startsWith("#")
                            && !rule.equals(lastRule)
                            && !described.contains(metadata)) {
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
