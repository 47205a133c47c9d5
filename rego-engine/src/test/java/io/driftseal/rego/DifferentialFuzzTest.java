package io.driftseal.rego;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random policies and inputs, answered by this engine and by the {@code opa} program. {@code
 * -Drego.fuzz.seconds=3600} runs it for an hour, {@code -Drego.fuzz.seed=N} begins where a
 * difference was found.
 */
class DifferentialFuzzTest {

    private static final long SECONDS = Long.getLong("rego.fuzz.seconds", 0);

    /**
     * What every build tries: the same policies, so that a build is red for its own changes only.
     */
    private static final long SEED_OF_EVERY_BUILD = 700;

    private static final int BATCHES_OF_EVERY_BUILD = 3;
    private static final int BATCHES_PER_FAULT = 8;

    @TempDir Path directory;

    /** A fault planted in the engine. */
    record Fault(
            String name, UnaryOperator<String> plan, BiFunction<String, Builtin, Builtin> builtin) {
        @Override
        public String toString() {
            return name;
        }

        static Fault inPlan(String name, UnaryOperator<String> change) {
            return new Fault(name, change, (called, builtin) -> builtin);
        }

        static Fault inBuiltin(String name, UnaryOperator<RegoValue> change) {
            return new Fault(
                    "wrong " + name,
                    plan -> plan,
                    (called, builtin) ->
                            called.equals(name)
                                    ? (context, arguments) -> {
                                        RegoValue value = builtin.call(context, arguments);
                                        return value == null ? null : change.apply(value);
                                    }
                                    : builtin);
        }
    }

    @Test
    void answers_what_opa_answers() throws Exception {
        long fresh = SECONDS == 0 ? SEED_OF_EVERY_BUILD : new Random().nextInt(1_000_000);
        long seed = Long.getLong("rego.fuzz.seed", fresh);
        FuzzRun run = new FuzzRun(opa(), directory, plan -> plan, (name, builtin) -> builtin);
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        long batches = 0;
        do {
            run.batch(seed + batches);
            batches++;
        } while ((System.nanoTime() < end || batches < BATCHES_OF_EVERY_BUILD)
                && run.differences().isEmpty());

        System.out.printf(
                "differential fuzzing from seed %d: %d batches, %d evaluations%ncalls %s%nstatements %s%n",
                seed, batches, run.evaluations(), run.reached(), run.statements());
        assertThat(run.differences()).as("differences to opa from seed %d on", seed).isEmpty();
        assertThat(run.evaluations()).isPositive();
    }

    static Stream<Fault> faults() {
        return Stream.of(
                Fault.inPlan("negation lost", plan -> plan.replace("\"NotStmt\"", "\"BlockStmt\"")),
                Fault.inPlan(
                        "true taken for false",
                        plan ->
                                plan.replace(
                                        "{\"type\":\"bool\",\"value\":true}",
                                        "{\"type\":\"bool\",\"value\":false}")),
                Fault.inPlan(
                        "equality turned round",
                        plan -> plan.replace("\"EqualStmt\"", "\"NotEqualStmt\"")),
                Fault.inPlan(
                        "defined taken for undefined",
                        plan -> plan.replace("\"IsUndefinedStmt\"", "\"IsDefinedStmt\"")),
                Fault.inPlan(
                        "array test is an object test",
                        plan -> plan.replace("\"IsArrayStmt\"", "\"IsObjectStmt\"")),
                Fault.inBuiltin("lower", value -> RegoString.of(value + "x")),
                Fault.inBuiltin(
                        "regex.match", value -> RegoBoolean.of(value.equals(RegoBoolean.FALSE))),
                Fault.inBuiltin(
                        "count", value -> RegoNumber.of(((RegoNumber) value).longValue() + 1)),
                Fault.inBuiltin(
                        "crypto.sha256",
                        value -> RegoString.of("0" + ((RegoString) value).text().substring(1))),
                Fault.inBuiltin("yaml.unmarshal", value -> RegoString.of("")));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void finds_a_planted_fault(Fault fault) throws Exception {
        FuzzRun run = new FuzzRun(opa(), directory, fault.plan(), fault.builtin());

        for (int seed = 0; seed < BATCHES_PER_FAULT && run.differences().isEmpty(); seed++) {
            run.batch(seed);
        }

        assertThat(run.differences()).as("found: %s", fault).isNotEmpty();
    }

    private static Path opa() {
        return OpaOracle.program()
                .orElseThrow(() -> new AssertionError("no opa program: run ./driftseal tools"));
    }
}
