package io.driftseal.testsupport.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EngineStatus;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What everybody behind the port must do. The engine under test has five rules: admission answers
 * {@code {"seen": input.name}}, access has no value, drift is a text, response an empty object, and
 * grant the row of the table of bad answers that {@code input.row} names.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PolicyEngineContract {

    private static final int ASKERS = 200;

    private @Nullable PolicyEngine shared;

    /** A fresh engine with the five rules, ready. */
    protected abstract PolicyEngine start() throws Exception;

    /** One engine for all tests that leave it as it was. */
    protected final PolicyEngine engine() throws Exception {
        PolicyEngine ready = shared;
        if (ready == null) {
            ready = start();
            shared = ready;
        }
        return ready;
    }

    @AfterAll
    void closeTheSharedEngine() {
        if (shared != null) {
            shared.close();
        }
    }

    @Test
    void answersWithTheValueOfTheRule() throws Exception {
        PolicyEngine engine = engine();
        // When
        Evaluation evaluation = engine.evaluate(EntryPoint.ADMISSION, named("x"));
        // Then
        assertThat(evaluation)
                .isInstanceOfSatisfying(
                        Evaluation.Answered.class,
                        answered ->
                                assertThat(answered.document())
                                        .isEqualTo(JsonObject.of("seen", JsonValue.of("x"))));
    }

    @ParameterizedTest
    @CsvSource({"ACCESS, UNDEFINED", "DRIFT, MALFORMED", "RESPONSE, EMPTY"})
    void whatIsNoAnswerHasACause(EntryPoint entryPoint, Cause cause) throws Exception {
        PolicyEngine engine = engine();
        // When
        Evaluation evaluation = engine.evaluate(entryPoint, named("x"));
        // Then
        assertCause(evaluation, cause);
    }

    @ParameterizedTest
    @CsvSource({
        "none, UNDEFINED",
        "empty, EMPTY",
        "text, MALFORMED",
        "list, MALFORMED",
        "true, MALFORMED",
        "number, MALFORMED",
        "null, MALFORMED"
    })
    void badAnswersAreNone(String row, Cause cause) throws Exception {
        // When
        Evaluation evaluation = engine().evaluate(EntryPoint.GRANT, row(row));
        // Then
        assertCause(evaluation, cause);
    }

    @Test
    void equalMeaningHasOneDigestAndEveryAnswerNamesTheRevision() throws Exception {
        PolicyEngine engine = engine();
        // When
        Evaluation one = engine.evaluate(EntryPoint.ADMISSION, json("{\"name\": \"x\", \"n\": 1}"));
        Evaluation same = engine.evaluate(EntryPoint.ACCESS, json("{\"n\": 1.0, \"name\": \"x\"}"));
        Evaluation other = engine.evaluate(EntryPoint.ADMISSION, json("{\"name\": \"y\"}"));
        // Then
        assertThat(one.inputDigest())
                .matches("[0-9a-f]{64}")
                .isEqualTo(same.inputDigest())
                .isNotEqualTo(other.inputDigest());
        assertThat(List.of(one, same, other))
                .extracting(Evaluation::bundleRevision)
                .containsOnly(engine.status().bundleRevision());
    }

    @Test
    void inputBeyondTheBoundIsNotEvaluated() throws Exception {
        PolicyEngine engine = engine();
        // When
        Evaluation evaluation =
                engine.evaluate(
                        EntryPoint.ADMISSION, named("x".repeat(PolicyEngine.MAXIMUM_INPUT_BYTES)));
        // Then
        assertCause(evaluation, Cause.INPUT_TOO_LARGE);
    }

    @Test
    void everyAskerGetsItsOwnAnswer() throws Exception {
        PolicyEngine engine = engine();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // When
            List<CompletableFuture<Evaluation>> evaluations =
                    IntStream.range(0, ASKERS)
                            .mapToObj(n ->
                                    CompletableFuture.supplyAsync(
                                            () ->
                                                    engine.evaluate(
                                                            EntryPoint.ADMISSION, named("n" + n)),
                                            threads))
                            .toList();
            // Then: turned away at a bound is an answer, somebody else's name is not
            for (int n = 0; n < ASKERS; n++) {
                switch (evaluations.get(n).join()) {
                    case Evaluation.Answered answered ->
                            assertThat(answered.document().string("seen")).contains("n" + n);
                    case Evaluation.Indeterminate none ->
                            assertThat(none.cause()).isEqualTo(Cause.OVERLOADED);
                }
            }
        }
    }

    @Test
    void aReadyEngineSaysSoAndAClosedOneAnswersNothing() throws Exception {
        // Given
        PolicyEngine engine = start();
        boolean ready = engine.status().ready();
        // When
        engine.close();
        engine.close();
        // Then
        assertThat(ready).isTrue();
        assertThat(engine.status().state()).isEqualTo(EngineStatus.State.CLOSED);
        assertCause(engine.evaluate(EntryPoint.ADMISSION, named("x")), Cause.ENGINE_DOWN);
    }

    static void assertCause(Evaluation evaluation, Cause cause) {
        assertThat(evaluation)
                .isInstanceOfSatisfying(
                        Evaluation.Indeterminate.class,
                        none -> assertThat(none.cause()).isEqualTo(cause));
    }

    static JsonObject row(String row) {
        return JsonObject.of("row", JsonValue.of(row));
    }

    static JsonObject named(String name) {
        return JsonObject.of("name", JsonValue.of(name));
    }

    static JsonObject json(String text) throws MalformedJsonException {
        return JsonReader.readObject(
                text.getBytes(StandardCharsets.UTF_8), JsonLimits.kubernetesObject());
    }
}
