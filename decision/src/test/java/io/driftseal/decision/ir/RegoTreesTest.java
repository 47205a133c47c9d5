package io.driftseal.decision.ir;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.Cause;
import io.driftseal.decision.evaluation.EngineAnswer;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our trees become the engine's values and its values our trees, and nothing is lost between. */
final class RegoTreesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": [1, 1.5, -0, 1e3, 9007199254740993, 123456789012345678901234567890]}",
                "{\"\": \"x\", \"a\": [true, false, null, {}, []]}",
                "{\"\\ud83d\\ude00\": \"\\u0000 \\u00e9 \\ud83d\\ude00\"}"
            })
    void aTreeComesBackAsItWas(String text) throws Exception {
        // Given
        JsonObject tree =
                JsonReader.readObject(
                        text.getBytes(StandardCharsets.UTF_8), JsonLimits.kubernetesObject());
        // When
        EngineAnswer answer = RegoAnswer.of(RegoInput.of(tree));
        // Then
        assertThat(answer).isEqualTo(new EngineAnswer.Value(tree));
        assertThat(((EngineAnswer.Value) answer).document()).hasToString(tree.toString());
    }

    @Test
    void whatJsonHasNotIsWrittenAsOpaDoes() {
        // Given
        RegoValue value =
                RegoObject.builder()
                        .put(RegoNumber.ONE, RegoSet.of(RegoString.of("b"), RegoString.of("a")))
                        .put(RegoBoolean.TRUE, RegoArray.EMPTY)
                        .build();
        // When, Then
        assertThat(RegoAnswer.of(value))
                .isInstanceOfSatisfying(
                        EngineAnswer.Value.class,
                        answer ->
                                assertThat(answer.document().toString())
                                        .contains("\"1\":[\"a\",\"b\"]", "\"true\":[]"));
    }

    @Test
    void beyondTheBoundsThereIsNoAnswer() {
        assertCause(RegoString.of("x".repeat(EngineAnswer.MAXIMUM_BYTES + 1)), Cause.SURPLUS);
        List<RegoValue> many = new ArrayList<>();
        for (int i = 0; i <= EngineAnswer.LIMITS.maximumNodes(); i++) {
            many.add(RegoNumber.ONE);
        }
        assertCause(RegoArray.copyOf(many), Cause.MALFORMED);
        RegoValue deep = RegoNumber.ONE;
        for (int i = 0; i <= EngineAnswer.LIMITS.maximumDepth(); i++) {
            deep = RegoArray.of(deep);
        }
        assertCause(deep, Cause.MALFORMED);
    }

    @Test
    void whatOurTreesDoNotHoldIsNoAnswer() {
        // A byte that is no UTF-8, a number without end, two keys that are one in JSON
        assertCause(RegoString.ofUtf8(new byte[] {(byte) 0xff}), Cause.MALFORMED);
        assertCause(RegoNumber.parse("1" + "0".repeat(200)), Cause.MALFORMED);
        assertCause(
                RegoObject.builder()
                        .put(RegoNumber.ONE, RegoNumber.ONE)
                        .put("1", RegoNumber.ONE)
                        .build(),
                Cause.MALFORMED);
    }

    private static void assertCause(RegoValue inside, Cause cause) {
        RegoValue document = RegoObject.builder().put("n", inside).build();
        assertThat(RegoAnswer.of(document))
                .isInstanceOfSatisfying(
                        EngineAnswer.None.class, none -> assertThat(none.cause()).isEqualTo(cause));
    }
}
