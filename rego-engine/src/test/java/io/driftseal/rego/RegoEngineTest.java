package io.driftseal.rego;

import static io.driftseal.rego.PlannedPolicy.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RegoEngineTest {

    private static final String RESULT =
            statement("MakeObjectStmt", "\"target\": 90")
                    + ","
                    + statement(
                            "ObjectInsertStmt",
                            "\"key\": {\"type\": \"string_index\", \"value\": 0}, \"value\":"
                                    + " {\"type\": \"local\", \"value\": 80}, \"object\": 90")
                    + ","
                    + statement("ResultSetAddStmt", "\"value\": 90");

    private static String call(String builtin, int result, String... arguments) {
        return statement(
                "CallStmt",
                "\"func\": \"%s\", \"args\": [%s], \"result\": %d"
                        .formatted(builtin, String.join(",", arguments), result));
    }

    private static String local(int index) {
        return "{\"type\": \"local\", \"value\": " + index + "}";
    }

    private static String string(int index) {
        return "{\"type\": \"string_index\", \"value\": " + index + "}";
    }

    /** Scans the input within itself, {@code depth} times. */
    private static String scans(int depth) {
        String inner = statement("NopStmt", "\"n\": 0");
        for (int i = 0; i < depth; i++) {
            inner =
                    statement(
                            "ScanStmt",
                            "\"source\": 0, \"key\": 10, \"value\": 11, \"block\": {\"stmts\": ["
                                    + inner
                                    + "]}");
        }
        return inner;
    }

    private static RegoValue numbers(int count) {
        List<RegoValue> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(RegoNumber.of(i));
        }
        return RegoArray.copyOf(items);
    }

    private static EvaluationOutcome.Failed failed(EvaluationOutcome outcome) {
        assertThat(outcome).isInstanceOf(EvaluationOutcome.Failed.class);
        return (EvaluationOutcome.Failed) outcome;
    }

    @Test
    void each_limit_ends_an_evaluation_with_an_outcome_that_names_it() {
        // Given a policy that would run for hours
        RegoEngine engine = PlannedPolicy.engine(scans(6), List.of(), List.of("result"));
        EvaluationLimits wide =
                new EvaluationLimits(Duration.ofHours(1), Long.MAX_VALUE, Long.MAX_VALUE, 600);

        // When one limit is narrow, then that is the one
        assertThat(
                        cause(
                                engine,
                                new EvaluationLimits(
                                        Duration.ofMillis(20),
                                        Long.MAX_VALUE,
                                        Long.MAX_VALUE,
                                        600)))
                .isEqualTo(EvaluationOutcome.Cause.DEADLINE);
        assertThat(cause(engine, new EvaluationLimits(wide.time(), 10_000, Long.MAX_VALUE, 600)))
                .isEqualTo(EvaluationOutcome.Cause.STEPS);
        assertThat(
                        cause(
                                engine,
                                new EvaluationLimits(
                                        wide.time(), Long.MAX_VALUE, Long.MAX_VALUE, 3)))
                .isEqualTo(EvaluationOutcome.Cause.DEPTH);
    }

    private static EvaluationOutcome.Cause cause(RegoEngine engine, EvaluationLimits limits) {
        return failed(
                        engine.evaluate(
                                "t", numbers(1_000), EvaluationOptions.DEFAULT.withLimits(limits)))
                .cause();
    }

    @Test
    void memory_is_limited_before_it_is_taken() {
        // Given a builtin that would make two billion numbers
        RegoEngine engine =
                PlannedPolicy.engine(
                        statement("MakeNumberIntStmt", "\"value\": 0, \"target\": 2")
                                + ","
                                + statement(
                                        "MakeNumberIntStmt", "\"value\": 2000000000, \"target\": 3")
                                + ","
                                + call("numbers.range", 80, local(2), local(3))
                                + ","
                                + RESULT,
                        List.of("numbers.range/2"),
                        List.of("result"));

        // When it has 4 MiB, then it ends there
        EvaluationOutcome outcome =
                engine.evaluate(
                        "t",
                        null,
                        EvaluationOptions.DEFAULT.withLimits(
                                new EvaluationLimits(
                                        Duration.ofMinutes(1), Long.MAX_VALUE, 4 << 20, 600)));
        assertThat(failed(outcome).cause()).isEqualTo(EvaluationOutcome.Cause.MEMORY);
        assertThat(failed(outcome).location()).isEqualTo("p.rego:7");
    }

    @Test
    void an_evaluation_is_cancelled_from_another_thread() throws Exception {
        RegoEngine engine = PlannedPolicy.engine(scans(6), List.of(), List.of("result"));
        var cancellation = new Cancellation();
        EvaluationOptions how =
                EvaluationOptions.DEFAULT
                        .withCancellation(cancellation)
                        .withLimits(
                                new EvaluationLimits(
                                        Duration.ofHours(1), Long.MAX_VALUE, Long.MAX_VALUE, 600));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // Given an evaluation that runs
            Future<EvaluationOutcome> running =
                    threads.submit(() -> engine.evaluate("t", numbers(1_000), how));

            // When it is cancelled
            cancellation.cancel();

            // Then it ends
            assertThat(failed(running.get()).cause()).isEqualTo(EvaluationOutcome.Cause.CANCELLED);
        }
    }

    @Test
    void deep_nesting_is_an_outcome_and_no_overflow_of_the_stack() {
        // Given 150 loops within each other, which is far below the limit on nesting
        RegoEngine deep = PlannedPolicy.engine(scans(150), List.of(), List.of("result"));

        // Then they run, on a small stack as well
        assertThat(deep.evaluate("t", numbers(1), EvaluationOptions.DEFAULT))
                .isInstanceOf(EvaluationOutcome.Undefined.class);
        assertThat(
                        deep.evaluate(
                                "t",
                                numbers(1),
                                EvaluationOptions.DEFAULT.withLimits(
                                        new EvaluationLimits(
                                                Duration.ofSeconds(1), 1_000_000, 1 << 20, 100))))
                .isInstanceOfSatisfying(
                        EvaluationOutcome.Failed.class,
                        failed ->
                                assertThat(failed.cause())
                                        .isEqualTo(EvaluationOutcome.Cause.DEPTH));
    }

    @Test
    void what_reaches_out_or_is_unknown_is_refused_at_load_with_file_and_line() {
        byte[] plan =
                PlannedPolicy.plan(
                        call("http.send", 80, local(0)) + "," + call("made.up", 80, local(0)),
                        List.of("http.send/1", "made.up/1"),
                        List.of("result"));
        assertThatThrownBy(() ->
                        RegoEngine.load(
                                PolicyBundle.of(plan, RegoObject.EMPTY), EngineOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        PolicyRejectedException.class,
                        rejected ->
                                assertThat(rejected.problems())
                                        .containsExactly(
                                                "p.rego:7: http.send reaches the network or the"
                                                        + " environment and is not switched on",
                                                "p.rego:7: there is no builtin made.up"));
    }

    @Test
    void damaged_plans_are_refused() {
        for (String damaged :
                List.of("", "{}", "[]", "{\"plans\": {\"plans\": [{}]}}", "{\"plans\": 1}")) {
            assertThatThrownBy(() ->
                            RegoEngine.load(
                                    PolicyBundle.of(
                                            damaged.getBytes(StandardCharsets.UTF_8),
                                            RegoObject.EMPTY),
                                    EngineOptions.DEFAULT))
                    .as(damaged)
                    .isInstanceOf(PolicyRejectedException.class);
        }
        assertThatThrownBy(() -> PolicyBundle.readArchive(new byte[] {1, 2, 3}))
                .isInstanceOf(PolicyRejectedException.class);
    }

    @Test
    void a_builtins_error_is_undefined_or_ends_the_evaluation() {
        RegoEngine engine =
                PlannedPolicy.engine(
                        call("to_number", 80, string(1)) + "," + RESULT,
                        List.of("to_number/1"),
                        List.of("result", "x"));
        assertThat(engine.evaluate("t", null, EvaluationOptions.DEFAULT))
                .isInstanceOf(EvaluationOutcome.Undefined.class);
        assertThat(
                        failed(
                                        engine.evaluate(
                                                "t",
                                                null,
                                                EvaluationOptions.DEFAULT.withStrictErrors(true)))
                                .text())
                .startsWith("p.rego:7: eval_builtin_error: to_number: strconv.ParseFloat");
    }

    @Test
    void clock_and_randomness_are_recorded_and_used_again() throws PolicyRejectedException {
        // Given a policy that asks for a random number and the time
        byte[] plan =
                PlannedPolicy.plan(
                        statement("MakeNumberIntStmt", "\"value\": 1000000000, \"target\": 2")
                                + ","
                                + call("rand.intn", 80, string(1), local(2))
                                + ","
                                + call("time.now_ns", 3)
                                + ","
                                + RESULT,
                        List.of("rand.intn/2", "time.now_ns/0"),
                        List.of("result", "seed"));
        Clock clock = Clock.fixed(Instant.ofEpochSecond(7), ZoneOffset.UTC);
        RegoEngine engine = load(plan, clock, 1);

        // When it is evaluated
        EvaluationOutcome.Defined first =
                (EvaluationOutcome.Defined) engine.evaluate("t", null, EvaluationOptions.DEFAULT);

        // Then what it used is recorded, and used again by an engine with other sources
        RegoObject recorded = first.report().nondeterminism();
        assertThat(recorded.get("time.now_ns")).hasToString("{[]: 7000000000}");
        assertThat(recorded.get("rand.intn"))
                .hasToString("{[\"seed\", 1000000000]: " + first.value() + "}");
        RegoEngine other = load(plan, Clock.systemUTC(), 2);
        assertThat(other.evaluate("t", null, EvaluationOptions.DEFAULT.withReplayed(recorded)))
                .isInstanceOfSatisfying(
                        EvaluationOutcome.Defined.class,
                        again -> {
                            assertThat(again.value()).isEqualTo(first.value());
                            assertThat(again.report().nondeterminism()).isEqualTo(recorded);
                        });
    }

    private static RegoEngine load(byte[] plan, Clock clock, int seed)
            throws PolicyRejectedException {
        return RegoEngine.load(
                PolicyBundle.of(plan, RegoObject.EMPTY),
                new EngineOptions(Set.of(), List.of(), clock, () -> new Random(seed)));
    }

    @Test
    void an_engine_serves_many_threads_at_once() throws Exception {
        // Given a policy that answers its input's member
        RegoEngine engine =
                PlannedPolicy.engine(
                        statement(
                                        "DotStmt",
                                        "\"source\": "
                                                + local(0)
                                                + ", \"key\": "
                                                + string(1)
                                                + ", \"target\": 80")
                                + ","
                                + RESULT,
                        List.of(),
                        List.of("result", "a"));
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int own = thread;
                all.add(
                        threads.submit(() -> {
                            RegoValue mine = RegoString.of("thread " + own);
                            RegoObject input = RegoObject.builder().put("a", mine).build();
                            for (int i = 0; i < 5_000; i++) {
                                if (!(engine.evaluate("t", input, EvaluationOptions.DEFAULT)
                                                instanceof EvaluationOutcome.Defined(var value, _))
                                        || !value.equals(mine)) {
                                    return false;
                                }
                            }
                            return true;
                        }));
            }
            // Then each thread always gets its own
            for (Future<Boolean> one : all) {
                assertThat(one.get()).isTrue();
            }
        }
    }
}
