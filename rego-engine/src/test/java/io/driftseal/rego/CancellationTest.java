package io.driftseal.rego;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.value.RegoValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long an evaluation goes on when it is cancelled in the worst place: in loops, and within
 * builtins that are given megabytes. {@code -Drego.cancellation.rounds=20} measures more often; the
 * figures are in {@code target/cancellation.txt}.
 */
class CancellationTest {

    private static final int ROUNDS = Integer.getInteger("rego.cancellation.rounds", 1);
    private static final long RUNNING_MILLIS = 120;

    /** Generous: the figures say milliseconds, and this machine may be busy. */
    private static final Duration BOUND = Duration.ofSeconds(3);

    private static final EvaluationLimits ENDLESS =
            new EvaluationLimits(Duration.ofHours(1), Long.MAX_VALUE, Long.MAX_VALUE, 600);

    /** What is done again and again, by name. */
    private static final Map<String, String> LOOPS =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("nested comprehensions", "some b in input.n; i + b == -1"),
                            Map.entry("equality of arrays", "input.n == input.m"),
                            Map.entry("regex.match", "regex.match(`(a*)*(b|c|[x-z])*d$`, input.t)"),
                            Map.entry(
                                    "regex.replace", "regex.replace(input.t, `(a|b)+`, `-`) == i"),
                            Map.entry("regex.split", "regex.split(`b`, input.t) == i"),
                            Map.entry("json.unmarshal", "json.unmarshal(input.j) == i"),
                            Map.entry("json.marshal", "json.marshal(input.n) == i"),
                            Map.entry(
                                    "json.match_schema",
                                    "json.match_schema({`n`: input.n}, {`properties`: {`n`: {`items`: {`type`: `number`, `minimum`: 0}}}}) == i"),
                            Map.entry(
                                    "json.patch",
                                    "json.patch({`n`: input.n}, [{`op`: `add`, `path`: `/n/0`, `value`: 1}]) == i"),
                            Map.entry("yaml.unmarshal", "yaml.unmarshal(input.j) == i"),
                            Map.entry(
                                    "rego.parse_module",
                                    "rego.parse_module(`x`, concat(``, [`package a p := `, substring(input.j, 0, 900000)])) == i"),
                            Map.entry("yaml.marshal", "yaml.marshal(input.n) == i"),
                            Map.entry("sprintf", "sprintf(`%v`, [input.n]) == i"),
                            Map.entry("graph.reachable", "graph.reachable(input.g, {`0`}) == i"),
                            Map.entry("numbers.range", "numbers.range(0, 300000) == i"),
                            Map.entry("walk", "walk(input.g, i)"),
                            Map.entry(
                                    "object.union_n",
                                    "object.union_n([input.g, input.h, {`x`: i}]) == i"),
                            Map.entry("union", "union({{x | some x in input.n}, {i}}) == i"),
                            Map.entry("sort", "sort(input.n) == i"),
                            Map.entry("sum", "sum(input.n) == -1"),
                            Map.entry("concat", "concat(input.t, [input.t, `x`]) == i"),
                            Map.entry("split", "split(input.t, `b`) == i"),
                            Map.entry("replace", "replace(input.t, `b`, `cc`) == i"),
                            Map.entry("crypto.sha256", "crypto.sha256(input.t) == i"),
                            Map.entry(
                                    "crypto.hmac.sha512", "crypto.hmac.sha512(input.t, `k`) == i"),
                            Map.entry(
                                    "crypto.x509",
                                    "crypto.x509.parse_certificates(data.k.chain) == i"),
                            Map.entry(
                                    "io.jwt.verify_es512",
                                    "not io.jwt.verify_es512(data.k.token_es512, data.k.ec521_public)"),
                            Map.entry("base64.encode", "base64.encode(input.t) == i"),
                            Map.entry("glob.match", "glob.match(`*a*b*c*d*e`, [], input.t)"),
                            Map.entry(
                                    "strings.render_template",
                                    "strings.render_template(`{{range .n}}{{.}}{{end}}`, {`n`: input.n}) == i"),
                            Map.entry("net.cidr_expand", "net.cidr_expand(`10.0.0.0/12`) == i")));

    @TempDir Path directory;

    @Test
    void an_evaluation_ends_soon_after_it_is_cancelled() throws Exception {
        // Given endless policies and a large input
        List<String> names = List.copyOf(LOOPS.keySet());
        RegoEngine engine = engine(names);
        RegoValue input = input();
        StringBuilder table = new StringBuilder();
        List<String> late = new ArrayList<>();
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            for (int i = 0; i < names.size(); i++) {
                // When each is cancelled while it runs
                List<Long> micros = new ArrayList<>();
                for (int round = 0; round < ROUNDS; round++) {
                    micros.add(micros(engine, "fuzz/p" + i + "/c", input, threads));
                }
                micros.sort(null);
                long worst = micros.getLast();
                table.append(
                        "| %s | %.1f | %.1f |%n"
                                .formatted(
                                        names.get(i),
                                        micros.get(micros.size() / 2) / 1_000.0,
                                        worst / 1_000.0));
                if (worst > TimeUnit.NANOSECONDS.toMicros(BOUND.toNanos())) {
                    late.add(names.get(i) + ": " + worst + " us");
                }
            }
        }

        // Then it ends
        Path report = Path.of("target", "cancellation.txt");
        Files.createDirectories(requireNonNull(report.getParent()));
        Files.writeString(report, table);
        assertThat(late).isEmpty();
    }

    private static long micros(
            RegoEngine engine, String entryPoint, RegoValue input, ExecutorService threads)
            throws Exception {
        var cancellation = new Cancellation();
        EvaluationOptions how =
                EvaluationOptions.DEFAULT.withLimits(ENDLESS).withCancellation(cancellation);
        Future<EvaluationOutcome> running =
                threads.submit(() -> engine.evaluate(entryPoint, input, how));
        assertThatThrownBy(() -> running.get(RUNNING_MILLIS, TimeUnit.MILLISECONDS))
                .as("%s runs", entryPoint)
                .isInstanceOf(TimeoutException.class);
        long begin = System.nanoTime();
        cancellation.cancel();
        EvaluationOutcome outcome = running.get(1, TimeUnit.MINUTES);
        long micros = (System.nanoTime() - begin) / 1_000;
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        EvaluationOutcome.Failed.class,
                        failed ->
                                assertThat(failed.cause())
                                        .isEqualTo(EvaluationOutcome.Cause.CANCELLED));
        return micros;
    }

    private RegoEngine engine(List<String> names) throws Exception {
        Map<Integer, String> policies = new TreeMap<>();
        for (String name : names) {
            int number = policies.size();
            policies.put(
                    number,
                    "package fuzz.p%d%n%nc := count([1 | some i in input.n; %s])%n"
                            .formatted(number, LOOPS.get(name)));
        }
        Path policyDirectory = Files.createDirectories(directory.resolve("policies"));
        OpaOracle oracle =
                new OpaOracle(OpaOracle.program().orElseThrow(), policyDirectory, List.of());
        byte[] plan = oracle.build(policies, FuzzGrammar.text("data.json"), "/c");
        assertThat(policies).hasSize(names.size());
        return RegoEngine.load(PolicyBundle.readArchive(plan), EngineOptions.DEFAULT);
    }

    /** Some 10 MB of each kind. */
    private static RegoValue input() throws Exception {
        String numbers =
                IntStream.range(0, 300_000)
                        .mapToObj(i -> String.valueOf((i * 7_919L) % 300_007))
                        .collect(Collectors.joining(","));
        String graph =
                IntStream.range(0, 50_000)
                        .mapToObj(i -> "\"%d\":[\"%d\",\"%d\"]".formatted(i, i + 1, i / 2))
                        .collect(Collectors.joining(","));
        String text = "aaab".repeat(500_000);
        String json =
                "{\"n\":[%s],\"m\":[%s],\"g\":{%s},\"h\":{%s},\"t\":\"%s\",\"j\":\"[%s]\"}"
                        .formatted(numbers, numbers, graph, graph, text, numbers);
        return RegoJsonReader.read(json.getBytes(StandardCharsets.UTF_8), JsonReading.STRICT);
    }
}
