package io.driftseal.rego;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that a policy writes down are made once, and are nobody's to change. */
class ConstantRuleTest {

    private static final int ENTRIES = 500;

    @TempDir Path directory;

    private RegoEngine engine() throws Exception {
        String entries =
                IntStream.range(0, ENTRIES)
                        .mapToObj("\"k%1$d\": {\"n\": %1$d}"::formatted)
                        .collect(Collectors.joining(", "));
        String module =
                """
                package fuzz.p0

                table := {%s}

                found := table[input.key].n

                grown := object.union(table, {"k0": {"n": input.n}})

                both := [grown.k0.n, table.k0.n]

                replaced := value if {
                	value := found with data.fuzz.p0.table as {"k1": {"n": input.n}}
                }

                changing := {"n": input.n}
                """
                        .formatted(entries);
        var oracle = new OpaOracle(OpaOracle.program().orElseThrow(), directory, List.of());
        byte[] archive = oracle.build(new TreeMap<>(Map.of(0, module)), "{}");
        return RegoEngine.load(PolicyBundle.readArchive(archive), EngineOptions.DEFAULT);
    }

    @Test
    void isMadeInTheFirstEvaluationAloneAndTheSameForAll() throws Exception {
        // Given a policy with a table
        RegoEngine engine = engine();

        // When it is evaluated twice, over different inputs
        EvaluationOutcome.Defined first = evaluated(engine, "k1", 7);
        EvaluationOutcome.Defined second = evaluated(engine, "k2", 8);

        // Then the second did not make it again
        assertThat(first.report().bytes()).isGreaterThan(ENTRIES * 48L);
        assertThat(second.report().bytes()).isLessThan(first.report().bytes() - ENTRIES * 48L);

        // And each has what it asked for, of the table as it was written
        assertThat(value(first, "found")).isEqualTo(RegoNumber.of(1));
        assertThat(value(second, "found")).isEqualTo(RegoNumber.of(2));
        assertThat(value(first, "both")).hasToString("[7, 0]");
        assertThat(value(second, "both")).hasToString("[8, 0]");
        assertThat(value(second, "table")).isEqualTo(value(first, "table"));
    }

    @Test
    void isReplacedWhereAPolicySaysSoAndNowhereElse() throws Exception {
        RegoEngine engine = engine();

        for (int n = 3; n < 6; n++) {
            EvaluationOutcome.Defined outcome = evaluated(engine, "k1", n);
            assertThat(value(outcome, "replaced")).isEqualTo(RegoNumber.of(n));
            assertThat(value(outcome, "found")).isEqualTo(RegoNumber.of(1));
        }
    }

    @Test
    void aRuleThatReadsTheInputIsNone() throws Exception {
        RegoEngine engine = engine();

        assertThat(value(evaluated(engine, "k1", 1), "changing")).hasToString("{\"n\": 1}");
        assertThat(value(evaluated(engine, "k1", 2), "changing")).hasToString("{\"n\": 2}");
    }

    private static EvaluationOutcome.Defined evaluated(RegoEngine engine, String key, long n) {
        RegoObject input =
                RegoObject.builder()
                        .put(RegoString.of("key"), RegoString.of(key))
                        .put(RegoString.of("n"), RegoNumber.of(n))
                        .build();
        return (EvaluationOutcome.Defined)
                engine.evaluate("fuzz/p0", input, EvaluationOptions.DEFAULT);
    }

    private static RegoValue value(EvaluationOutcome.Defined outcome, String rule) {
        RegoValue value = ((RegoObject) outcome.value()).get(RegoString.of(rule));
        assertThat(value).as(rule).isNotNull();
        return java.util.Objects.requireNonNull(value);
    }
}
