package io.driftseal.rego;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
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
     * The second batch is in old Rego.
     */
    private static final long SEED_OF_EVERY_BUILD = 702;

    private static final int BATCHES_OF_EVERY_BUILD = 2;
    private static final int POLICIES = 60;
    private static final int INPUTS = 12;
    private static final int INPUTS_PER_FAULT = 3;
    private static final int BATCHES_PER_FAULT = 8;

    /** How often each statement is executed and each builtin called, at least. */
    private static final long REACHED = SECONDS == 0 ? 20 : 1_000;

    /** How many of the calls of each builtin end in no error, at least; a build is too short. */
    private static final long ANSWERED = SECONDS == 0 ? 0 : 100;

    /** A campaign that finds so many has found one thing often. */
    private static final int DIFFERENCES = 20;

    /** What OPA's planner puts into no plan. */
    private static final Set<String> NEVER_PLANNED = Set.of("Nop", "eq", "print");

    private static final Path REPORT = Path.of("target", "fuzzing.txt");

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
        int shown = 0;
        do {
            run.batch(seed + batches, POLICIES, INPUTS);
            batches++;
            report(run, seed, batches);
            for (; shown < run.differences().size() && shown < DIFFERENCES; shown++) {
                System.out.println(run.differences().get(shown));
            }
        } while ((System.nanoTime() < end || batches < BATCHES_OF_EVERY_BUILD)
                && run.differences().size() < DIFFERENCES);

        System.out.print(Files.readString(REPORT));
        assertThat(run.differences()).as("differences to opa from seed %d on", seed).isEmpty();
        assertThat(tooRare(run)).as("not reached often enough").isEmpty();
        assertThat(run.unanswered())
                .as("OPA finds no end of some policies, but not of many")
                .isLessThanOrEqualTo(batches / 10);
    }

    /** Written after every batch, for whoever follows a campaign. */
    private static void report(FuzzRun run, long seed, long batches) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("differential fuzzing, seeds %d to %d: ".formatted(seed, seed + batches - 1));
        text.append(run.summary()).append('\n');
        run.statements()
                .counts()
                .forEach((kind, count) -> text.append("  %s: %d%n".formatted(kind, count)));
        run.calls()
                .counts()
                .forEach((name, count) -> text.append("  %s: %s%n".formatted(name, count)));
        Files.createDirectories(REPORT.getParent());
        Files.writeString(REPORT, text);
    }

    private static List<String> tooRare(FuzzRun run) {
        List<String> rare = new ArrayList<>();
        run.statements()
                .counts()
                .forEach((kind, count) -> {
                    if (NEVER_PLANNED.contains(kind) ? count != 0 : count < REACHED) {
                        rare.add(kind + ": " + count);
                    }
                });
        run.calls()
                .counts()
                .forEach((name, count) -> {
                    boolean enough = count.calls() >= REACHED && count.answers() >= ANSWERED;
                    if (NEVER_PLANNED.contains(name) ? count.calls() != 0 : !enough) {
                        rare.add(name + ": " + count);
                    }
                });
        return rare;
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
            run.batch(seed, POLICIES / 2, INPUTS_PER_FAULT);
        }

        assertThat(run.differences()).as("found: %s", fault).isNotEmpty();
    }

    private static Path opa() {
        return OpaOracle.program()
                .orElseThrow(() -> new AssertionError("no opa program: run ./driftseal tools"));
    }
}
