package io.driftseal.testsupport.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.evaluation.EvaluationBounds;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every engine that evaluates Rego must do, over and above the port's contract. */
public abstract class RegoEngineContract extends PolicyEngineContract {

    private static final EvaluationBounds GENEROUS =
            new EvaluationBounds(Duration.ofSeconds(20), 16, Duration.ofSeconds(10));

    private static final List<String> FILES =
            List.of("admission", "access", "grant", "drift", "response");

    @TempDir private Path policies;

    /** A fresh engine with these policies, ready. */
    protected abstract PolicyEngine start(Path directory, EvaluationBounds bounds) throws Exception;

    /** What becomes of a built-in that fails. An engine that cannot tell has no value instead. */
    protected Cause failedBuiltin() {
        return Cause.SERVER_ERROR;
    }

    @Override
    protected final PolicyEngine start() throws Exception {
        return start(GENEROUS);
    }

    private PolicyEngine start(EvaluationBounds bounds) throws Exception {
        writePolicies(policies);
        return start(policies, bounds);
    }

    /** The five rules as Rego, and one setting. */
    protected static void writePolicies(Path directory) throws IOException {
        for (String file : FILES) {
            copy(file + ".rego", directory.resolve(file + ".rego"));
        }
        Files.createDirectories(directory.resolve("data"));
        copy("settings.json", directory.resolve("data/settings.json"));
    }

    private static void copy(String resource, Path file) throws IOException {
        try (InputStream content = RegoEngineContract.class.getResourceAsStream(resource)) {
            if (content == null) {
                throw new IOException("no resource " + resource);
            }
            Files.write(file, content.readAllBytes());
        }
    }

    @ParameterizedTest
    @CsvSource({"conflict, SERVER_ERROR", "large, SURPLUS", "many, MALFORMED", "deep, MALFORMED"})
    void whatARuleMayNotAnswerIsNone(String row, Cause cause) throws Exception {
        // When
        Evaluation evaluation = engine().evaluate(EntryPoint.GRANT, row(row));
        // Then
        assertCause(evaluation, cause);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    set      | {"n":[1,2,3]}
                    keys     | {"n":{"1":"one","true":"yes"}}
                    settings | {"rules":["image-tag"]}
                    """)
    void valuesOfRegoAreAnsweredAsJson(String row, String answer) throws Exception {
        // When
        Evaluation evaluation = engine().evaluate(EntryPoint.GRANT, row(row));
        // Then
        assertAnswered(evaluation, json(answer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "[null, {\"a\": null}]",
                "[true, false]",
                "[0, -1, 9007199254740993, 18446744073709551616, -123456789012345678901234567890]",
                "[1.5, 0.1, -2.25, 1e3, 12.50]",
                "\"\\u0000\\u001f \\u00e9 \\ud83d\\ude00 \\\\ \\\" /\"",
                "{\"\": 1, \"a/b~c\": 2, \"\\ud83d\\ude00\": 3}",
                "{\"z\": [[[{\"y\": []}]]], \"a\": {}}"
            })
    void whatIsInTheInputIsWhatRulesSee(String value) throws Exception {
        // When
        Evaluation evaluation =
                engine().evaluate(EntryPoint.ADMISSION, json("{\"value\": " + value + "}"));
        // Then
        assertAnswered(evaluation, json("{\"seen\": " + value + "}"));
    }

    @Test
    void aFailedBuiltinIsNoAnswerAndNothingOfTheInputIsTold() throws Exception {
        // Given
        JsonObject input = row("builtin").with("word", JsonValue.of("a-secret-word"));
        // When
        Evaluation evaluation = engine().evaluate(EntryPoint.GRANT, input);
        // Then
        assertCause(evaluation, failedBuiltin());
        String detail = ((Evaluation.Indeterminate) evaluation).detail();
        assertThat(detail).doesNotContain("a-secret-word");
        if (failedBuiltin() == Cause.SERVER_ERROR) {
            assertThat(detail).contains("grant.rego:21");
        }
    }

    @Test
    void lateAnswersAreNoneAndTheNextOneIsServed() throws Exception {
        // Given
        var hurried = new EvaluationBounds(Duration.ofMillis(700), 4, Duration.ofMillis(500));
        try (PolicyEngine engine = start(hurried)) {
            // When
            Evaluation late = engine.evaluate(EntryPoint.GRANT, row("endless"));
            // Then: what was stopped leaves its place to the next, which may have to warm up
            assertCause(late, Cause.TIMEOUT);
            while (!(engine.evaluate(EntryPoint.ADMISSION, named("x"))
                    instanceof Evaluation.Answered)) {
                Thread.onSpinWait();
            }
            assertThat(engine.status().evaluationsInFlight()).isZero();
        }
    }

    @Test
    void moreThanThePlacesAreTurnedAwayAndCounted() throws Exception {
        // Given
        var narrow = new EvaluationBounds(Duration.ofSeconds(3), 1, Duration.ofMillis(100));
        try (PolicyEngine engine = start(narrow);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // When
            List<CompletableFuture<Evaluation>> asked =
                    IntStream.range(0, 3)
                            .mapToObj(i ->
                                    CompletableFuture.supplyAsync(
                                            () -> engine.evaluate(EntryPoint.GRANT, row("endless")),
                                            threads))
                            .toList();
            // Then
            assertThat(asked.stream().map(CompletableFuture::join))
                    .extracting(evaluation -> ((Evaluation.Indeterminate) evaluation).cause())
                    .containsExactlyInAnyOrder(Cause.TIMEOUT, Cause.OVERLOADED, Cause.OVERLOADED);
            assertThat(engine.status().overloadedTotal()).isEqualTo(2);
        }
    }

    private static void assertAnswered(Evaluation evaluation, JsonObject document) {
        assertThat(evaluation)
                .isInstanceOfSatisfying(
                        Evaluation.Answered.class,
                        answered -> assertThat(answered.document()).isEqualTo(document));
    }
}
