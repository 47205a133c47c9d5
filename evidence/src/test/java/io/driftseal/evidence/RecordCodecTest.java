package io.driftseal.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Records as JSON and back, and what is not a record. */
class RecordCodecTest {

    static Stream<EvidenceRecord> records() {
        return Stream.of(
                Records.decision(1),
                Records.decision(2, "shop", Optional.empty()),
                Records.exempt(3),
                Records.amendment(1),
                Records.baseline(1),
                Records.finding(1),
                Records.plan(1),
                Records.outcome(1),
                Records.gap(1));
    }

    @ParameterizedTest
    @MethodSource("records")
    void readsBackWhatItWrote(EvidenceRecord record) throws Exception {
        RecordEnvelope envelope = RecordEnvelope.of(record);
        assertThat(RecordCodec.read(RecordCodec.write(envelope))).isEqualTo(envelope);
        assertThat(RecordCodec.readBody(envelope.type(), RecordCodec.writeBody(record)))
                .isEqualTo(record);
    }

    @Test
    void writesADecisionAsItsReceiversExpectIt() {
        String text = new String(RecordCodec.write(RecordEnvelope.of(Records.decision(1))), UTF_8);
        assertThat(text)
                .isEqualTo(
                        "{\"id\":\"dec-01932c07-5f0e-7cc1-9f6a-000000000001\",\"type\":\"decision\",\"body\":"
                                + "{\"decisionId\":\"dec-01932c07-5f0e-7cc1-9f6a-000000000001\","
                                + "\"time\":\"2026-11-23T12:00:01.123Z\",\"point\":\"STAMP\",\"operation\":\"CREATE\","
                                + "\"workload\":{\"kind\":\"Pod\",\"namespace\":\"shop\",\"name\":\"web-1\",\"uid\":\"\"},"
                                + "\"mode\":\"enforce\",\"outcome\":\"ADMITTED\",\"requester\":\"alice\",\"approver\":\"\","
                                + "\"configurationHash\":\""
                                + "a".repeat(64)
                                + "\","
                                + "\"redactedForm\":{\"z\":1.10,\"a\":[1e3,null,true,{}],\"big\":12345678901234567890,\"text\":\"ü\\u0001\"},"
                                + "\"runtimePolicy\":\"standard\",\"bundleRevision\":\"2026-11-20\",\"inputDigest\":\"sha256:0123\","
                                + "\"reasons\":[{\"code\":\"latest-tag\",\"message\":\"pin the image\",\"field\":\"spec.containers[name=app].image\"}],"
                                + "\"door\":{\"door\":\"exec\",\"container\":\"app\",\"command\":\"sh\",\"detail\":\"\",\"grant\":\"\"}}}");
    }

    @Test
    void writesWhatPolicySaidOnlyWhereItSaidSomething() throws Exception {
        DecisionRecord said =
                Records.decision(1)
                        .withNotes(
                                new PolicyNotes(
                                        List.of("looked at web-1"),
                                        List.of(),
                                        2,
                                        Optional.of(Records.form())));
        String text = new String(RecordCodec.writeBody(said), UTF_8);
        assertThat(RecordCodec.readBody(RecordType.DECISION, text.getBytes(UTF_8))).isEqualTo(said);
        assertThat(text)
                .contains("\"notes\":{\"printed\":[\"looked at web-1\"],\"traced\":[],\"cut\":2,");
        for (String wrong :
                List.of(
                        text.replace("\"cut\":2", "\"cut\":-2"),
                        text.replace("\"cut\":2", "\"cut\":\"2\""),
                        text.replace("\"cut\"", "\"cuts\""),
                        text.replaceFirst("\"notes\":.*}}", "\"notes\":null}"))) {
            assertThatThrownBy(
                            () -> RecordCodec.readBody(RecordType.DECISION, wrong.getBytes(UTF_8)))
                    .as(wrong)
                    .isInstanceOf(MalformedRecordException.class);
        }
    }

    @Test
    void writesAnExemptionOnlyWhereThereIsOne() throws Exception {
        String text = new String(RecordCodec.writeBody(Records.exempt(1)), UTF_8);
        assertThat(text)
                .contains(
                        "\"exemption\":{\"id\":\"legacy\",\"rule\":\"host-path\","
                                + "\"owner\":\"team-node\",\"reason\":\"replaced in Q1\","
                                + "\"expires\":\"2027-01-31T00:00:00Z\"}");
        for (String wrong :
                List.of(
                        text.replace("\"owner\"", "\"owners\""),
                        text.replace("\"team-node\"", "7"),
                        text.replace("\"team-node\"", "\"\""),
                        text.replace("\"exemption\"", "\"exempt\""))) {
            assertThatThrownBy(
                            () -> RecordCodec.readBody(RecordType.DECISION, wrong.getBytes(UTF_8)))
                    .as(wrong)
                    .isInstanceOf(MalformedRecordException.class);
        }
    }

    @Test
    void carriesBatchesAndTheirAnswers() throws Exception {
        List<RecordEnvelope> batch =
                List.of(
                        RecordEnvelope.of(Records.decision(1)),
                        RecordEnvelope.of(Records.outcome(2)));
        assertThat(RecordCodec.readBatch(RecordCodec.writeBatch(batch))).isEqualTo(batch);
        assertThat(RecordCodec.readAccepted(RecordCodec.writeAccepted(List.of("a", "b"))))
                .containsExactly("a", "b");
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("empty", "", "no document"),
                Arguments.of("a list", "[]", "object"),
                Arguments.of(
                        "no body", good().replace("\"body\"", "\"boy\""), "exactly the fields"),
                Arguments.of(
                        "a further field outside",
                        good().replaceFirst("\\{", "{\"x\":1,"),
                        "exactly the fields"),
                Arguments.of(
                        "an unknown type",
                        good().replace("\"decision\"", "\"opinion\""),
                        "type is unknown"),
                Arguments.of(
                        "another id",
                        good().replaceFirst("000001", "000002"),
                        "id is not that of its body"),
                Arguments.of(
                        "an unknown field",
                        good().replace("\"mode\":", "\"x\":1,\"mode\":"),
                        "field x"),
                Arguments.of(
                        "a missing field", good().replace("\"mode\":\"enforce\",", ""), "mode"),
                Arguments.of(
                        "a duplicate field",
                        good().replace("\"mode\":", "\"mode\":\"warn\",\"mode\":"),
                        "two members"),
                Arguments.of(
                        "a null", good().replace("\"mode\":\"enforce\"", "\"mode\":null"), "mode"),
                Arguments.of(
                        "a number as text",
                        good().replace("\"mode\":\"enforce\"", "\"mode\":7"),
                        "another type"),
                Arguments.of(
                        "an unknown enum value", good().replace("ADMITTED", "Admitted"), "outcome"),
                Arguments.of(
                        "an enum by number", good().replace("\"ADMITTED\"", "0"), "another type"),
                Arguments.of(
                        "a time as number",
                        good().replace("\"2026-11-23T12:00:01.123Z\"", "1"),
                        "another type"),
                Arguments.of(
                        "a form as text",
                        good().replaceFirst(
                                        "\"redactedForm\":\\{.*},\"runtime",
                                        "\"redactedForm\":\"x\",\"runtime"),
                        "redactedForm"),
                Arguments.of("a bad id", good().replace("dec-0", "dec-Z"), "decisionId must"),
                Arguments.of(
                        "a long text",
                        good().replace("alice", "a".repeat(5000)),
                        "requester must have at most"),
                Arguments.of(
                        "a short hash", good().replace("aaaa", "aa"), "configurationHash must"),
                Arguments.of("text behind", good() + "{}", "byte"),
                Arguments.of(
                        "too large",
                        " ".repeat(RecordCodec.MAXIMUM_RECORD_BYTES) + good(),
                        "at most"));
    }

    private static String good() {
        return new String(RecordCodec.write(RecordEnvelope.of(Records.decision(1))), UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void refuses(String what, String text, String reason) {
        assertThatThrownBy(() -> RecordCodec.read(text.getBytes(UTF_8)))
                .as(what)
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusesABatchThatIsTooLong() {
        String many = "{\"accepted\":[" + "\"a\",".repeat(500) + "\"a\"]}";
        assertThatThrownBy(() -> RecordCodec.readAccepted(many.getBytes(UTF_8)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("500");
    }

    @Test
    void quotesNothingOfWhatItRefuses() {
        String text = good().replace("\"ADMITTED\"", "\"hunter2\"");
        assertThatThrownBy(() -> RecordCodec.read(text.getBytes(UTF_8)))
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aFormThatIsTooLargeIsLeftOutByItsOwner() {
        var large =
                JsonObject.of("x", new JsonString("y".repeat(RecordCodec.MAXIMUM_RECORD_BYTES)));
        DecisionRecord decision = Records.decision(1, "shop", Optional.of(large));
        assertThat(decision.withoutForm()).isEqualTo(Records.decision(1, "shop", Optional.empty()));
    }
}
