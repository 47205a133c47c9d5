package io.driftseal.rego;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.rego.conformance.RemainingCases;
import io.driftseal.rego.syntax.RegoParser;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's list of what this engine answers differently than OPA, made of what both say. {@code
 * -Ddifferences.write=true} writes it again.
 */
class DifferencesTest {

    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "<!-- differences: written by DifferencesTest -->\n";
    private static final String END = "<!-- end of differences -->";

    /** Builtins of OPA that are not here, and what comes of it. */
    private static final Map<String, String> ABSENT =
            new TreeMap<>(
                    Map.of(
                            "http.send", "refused at load unless an operator switches it on",
                            "net.lookup_ip_addr",
                                    "refused at load unless an operator switches it on",
                            "opa.runtime", "refused at load unless an operator switches it on",
                            "assign", "the compiler writes it away, so that no plan has it",
                            "rego.metadata.chain",
                                    "the compiler writes it away, so that no plan has it",
                            "rego.metadata.rule",
                                    "the compiler writes it away, so that no plan has it"));

    /** An expression that both answer, differently. */
    private record Difference(String what, String expression) {}

    private static final List<Difference> DIFFERENCES =
            List.of(
                    new Difference(
                            "templates have no `define`, `template` and `block`",
                            "strings.render_template(`{{define \"x\"}}a{{end}}{{template \"x\"}}`, {})"),
                    new Difference(
                            "templates have no `printf`",
                            "strings.render_template(`{{printf \"%s\" .a}}`, {\"a\": \"b\"})"),
                    new Difference(
                            "templates have no `break` and `continue`",
                            "strings.render_template(`{{range .a}}{{.}}{{break}}{{end}}`, {\"a\": [1, 2]})"),
                    new Difference(
                            "texts of JSON nest up to %,d levels"
                                    .formatted(RegoValue.MAXIMUM_DEPTH),
                            "type_name(json.unmarshal(concat(\"\", array.concat([\"[\" | some _ in numbers.range(1, 1100)], [\"]\" | some _ in numbers.range(1, 1100)]))))"),
                    new Difference(
                            "numbers have up to %,d digits".formatted(RegoNumber.MAXIMUM_LENGTH),
                            "count(sprintf(\"%v\", [json.unmarshal(concat(\"\", [\"1\" | some _ in numbers.range(1, 41000)]))]))"),
                    new Difference(
                            "trees of GraphQL that are given as objects are taken as they are",
                            "graphql.parse({`b`: 1}, `type Query { a: T } type T { b: String }`)[0]"),
                    new Difference(
                            "`yaml.marshal` of a text with a line separator of Unicode within",
                            "json.marshal(yaml.marshal(`a\u2029b`))"),
                    new Difference(
                            "`sprintf` has no `%x` of numbers that are not whole",
                            "sprintf(`%x`, [1.5])"),
                    new Difference(
                            "`to_number` takes no underscores, of which OPA makes no JSON",
                            "type_name(to_number(`1_0`))"),
                    new Difference(
                            "`bits.lsh` gives up to 130 000 bits",
                            "count(sprintf(\"%v\", [bits.lsh(1, 200000)]))"),
                    new Difference(
                            "quantities have up to 30 000 digits", "units.parse(\"1e35000\") > 0"),
                    new Difference(
                            "regular expressions have up to 32 768 characters",
                            "regex.match(concat(\"\", [\"a\" | some _ in numbers.range(1, 40000)]), \"a\")"),
                    new Difference(
                            "modules of Rego nest up to 240 levels",
                            "count(rego.parse_module(`a.rego`, concat(\"\", array.concat([\"package a\\np := \"], array.concat([\"[\" | some _ in numbers.range(1, 300)], [\"]\" | some _ in numbers.range(1, 300)])))))"),
                    new Difference(
                            "modules of Rego have up to %,d bytes"
                                    .formatted(RegoParser.MAXIMUM_BYTES),
                            "count(rego.parse_module(`a.rego`, concat(\"\", array.concat([\"package a\\n\"], [\"# a line of a comment that is no more than that\\n\" | some _ in numbers.range(1, 25000)]))))"),
                    new Difference(
                            "globs have up to 8 192 characters",
                            "glob.match(concat(\"\", [\"a\" | some _ in numbers.range(1, 9000)]), [], \"a\")"));

    @TempDir Path directory;

    @Test
    void the_readme_lists_what_differs() throws Exception {
        // Given what is seen
        String list = builtins() + expressions() + limits() + RemainingCases.listed();

        // When it is to be written
        String text = Files.readString(README, StandardCharsets.UTF_8);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        if (Boolean.getBoolean("differences.write")) {
            text = text.substring(0, begin) + list + text.substring(text.indexOf(END));
            Files.writeString(README, text, StandardCharsets.UTF_8);
        }

        // Then it is what the README has
        assertThat(text.substring(begin, text.indexOf(END)))
                .as("write it again with -Ddifferences.write=true")
                .isEqualTo(list);
    }

    private static String builtins() throws Exception {
        Set<String> missing = new TreeSet<>(Capabilities.builtins());
        StandardBuiltins.families()
                .forEach(family -> missing.removeAll(family.builtins().keySet()));
        assertThat(missing).as("builtins of OPA that are not here").isEqualTo(ABSENT.keySet());
        StringBuilder table =
                new StringBuilder("| Builtin of OPA that is not here | |\n|---|---|\n");
        ABSENT.forEach((name, why) -> table.append("| `%s` | %s |%n".formatted(name, why)));
        return table.append('\n').toString();
    }

    private String expressions() throws Exception {
        Map<Integer, String> policies = new TreeMap<>();
        for (Difference difference : DIFFERENCES) {
            int number = policies.size();
            policies.put(
                    number,
                    "package fuzz.p%d%n%nd := %s%n".formatted(number, difference.expression()));
        }
        Path policyDirectory = Files.createDirectories(directory.resolve("policies"));
        OpaOracle oracle =
                new OpaOracle(OpaOracle.program().orElseThrow(), policyDirectory, List.of());
        byte[] plan = oracle.build(policies, "{}", "/d");
        RegoEngine engine = RegoEngine.load(PolicyBundle.readArchive(plan), EngineOptions.DEFAULT);
        StringBuilder table =
                new StringBuilder("| Where answers differ | OPA | here |\n|---|---|---|\n");
        try (OpaServer server = oracle.serve()) {
            for (int i = 0; i < DIFFERENCES.size(); i++) {
                RegoObject answer = server.evaluate("fuzz/p" + i + "/d", "null");
                RegoValue theirs = answer.get("result");
                String ours = text(engine.evaluate("fuzz/p" + i + "/d", null, OPTIONS));
                assertThat(theirs).as(DIFFERENCES.get(i).what()).isNotNull();
                assertThat(ours).isNotEqualTo(String.valueOf(theirs));
                table.append(
                        "| %s | `%s` | %s |%n".formatted(DIFFERENCES.get(i).what(), theirs, ours));
            }
        }
        return table.append('\n').toString();
    }

    private static final EvaluationOptions OPTIONS =
            EvaluationOptions.DEFAULT.withLimits(
                    new EvaluationLimits(Duration.ofMinutes(1), 100_000_000, 1L << 30, 600));

    private static String text(EvaluationOutcome outcome) {
        return switch (outcome) {
            case EvaluationOutcome.Defined defined -> "`" + defined.value() + "`";
            case EvaluationOutcome.Undefined _ -> "undefined";
            case EvaluationOutcome.Failed failed -> "fails: `" + failed.cause() + "`";
        };
    }

    private static String limits() {
        EvaluationLimits limits = EvaluationLimits.DEFAULT;
        return """
        Where OPA goes on and this engine ends (all but the last by configuration): after %d s, \
        %,d steps, %d MiB of values, %d blocks within blocks; values nest up to %,d levels.

        """
                .formatted(
                        limits.time().toSeconds(),
                        limits.steps(),
                        limits.bytes() >> 20,
                        limits.nesting(),
                        RegoValue.MAXIMUM_DEPTH);
    }
}
