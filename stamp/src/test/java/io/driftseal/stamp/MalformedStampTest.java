package io.driftseal.stamp;

import static io.driftseal.stamp.Fixtures.KEY;
import static io.driftseal.stamp.Fixtures.OWNER;
import static io.driftseal.stamp.Fixtures.VERIFIER;
import static io.driftseal.stamp.Fixtures.issue;
import static io.driftseal.stamp.Fixtures.root;
import static io.driftseal.stamp.Fixtures.workload;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.stamp.Verification.Malformed;
import io.driftseal.stamp.Verification.Verified;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not a stamp, whoever signed it. */
class MalformedStampTest {

    private static final String STAMP = issue(root(workload(OWNER)));
    private static final String PAYLOAD =
            new String(StampPayload.write(root(workload(OWNER))), UTF_8);
    private static final String SIG = "A".repeat(86) + "==";

    private static String envelope(String payload) {
        return "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\""
                + payload
                + "\",\"signatures\":[{\"keyid\":\"k\",\"sig\":\""
                + SIG
                + "\"}]}";
    }

    static Stream<Arguments> envelopes() {
        return Stream.of(
                Arguments.of("empty", "", "no document"),
                Arguments.of("not JSON", "stamp", "malformed JSON"),
                Arguments.of("a list", "[]", "not an object"),
                Arguments.of("too long", " ".repeat(2049), "longer than 2048"),
                Arguments.of("too many bytes", "ä".repeat(2000), "2048"),
                Arguments.of("a space in front", " " + STAMP, "one spelling"),
                Arguments.of("a newline behind", STAMP + "\n", "one spelling"),
                Arguments.of("a second document", STAMP + "{}", "behind|trailing|document|JSON"),
                Arguments.of(
                        "members in another order",
                        STAMP.replaceFirst(
                                "\\{(\"payloadType\":\"[^\"]*\"),(\"payload\":\"[^\"]*\")",
                                "{$2,$1"),
                        "one spelling"),
                Arguments.of(
                        "an escaped character",
                        STAMP.replace("payloadType\":\"a", "payloadType\":\"\\u0061"),
                        "one spelling"),
                Arguments.of(
                        "a duplicate member",
                        STAMP.replaceFirst("\\{", "{\"payloadType\":\"x\","),
                        "two members of one name"),
                Arguments.of(
                        "a further member",
                        STAMP.replaceFirst("\\{", "{\"extra\":1,"),
                        "field that is not known"),
                Arguments.of(
                        "another payloadType",
                        STAMP.replace("vnd.in-toto+json", "vnd.in-toto+yaml"),
                        "payloadType is not"),
                Arguments.of(
                        "no signature",
                        STAMP.replaceFirst("\"signatures\":\\[.*]", "\"signatures\":[]"),
                        "exactly one"),
                Arguments.of(
                        "two signatures",
                        STAMP.replaceFirst("\"signatures\":\\[(.*)]", "\"signatures\":[$1,$1]"),
                        "exactly one"),
                Arguments.of(
                        "a further member of the signature",
                        STAMP.replace("{\"keyid\"", "{\"cert\":\"\",\"keyid\""),
                        "field that is not known"),
                Arguments.of(
                        "a signature as a text",
                        STAMP.replaceFirst("\"signatures\":\\[.*]", "\"signatures\":[\"x\"]"),
                        "another type"),
                Arguments.of(
                        "a short signature",
                        STAMP.replaceFirst("\"sig\":\"....", "\"sig\":\""),
                        "64 bytes|base64"),
                Arguments.of(
                        "a key id that is a path",
                        STAMP.replace(KEY.kid(), "../../etc/passwd"),
                        "key id"),
                Arguments.of(
                        "no payload",
                        STAMP.replaceFirst("\"payload\":\"[^\"]*\",", ""),
                        "payload is missing"),
                Arguments.of("url-safe base64", envelope("_-8="), "base64"),
                Arguments.of("base64 without padding", envelope("AAA"), "base64"),
                Arguments.of("base64 with loose bits", envelope("AAB="), "canonical base64"),
                Arguments.of("base64 with a line end", envelope("AAAA\\nAAAA"), "base64"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("envelopes")
    void refusesTheEnvelope(String what, String text, String reason) {
        // When it is verified, Then it is malformed and the reason says how
        Verification answer = VERIFIER.verify(Optional.of(text), workload(OWNER));
        assertThat(answer).as(what).isInstanceOf(Malformed.class);
        assertThat(((Malformed) answer).reason()).containsPattern(reason);
    }

    static Stream<Arguments> statements() {
        return Stream.of(
                Arguments.of("not JSON", "x", "unreadable"),
                Arguments.of(
                        "another statement type", edit("Statement/v1", "Statement/v2"), "_type"),
                Arguments.of("another predicate", edit("stamp/v1", "stamp/v2"), "predicateType"),
                Arguments.of(
                        "a further field", edit("{\"form\"", "{\"x\":1,\"form\""), "not known"),
                Arguments.of(
                        "a further field outside",
                        edit("{\"_type\"", "{\"x\":1,\"_type\""),
                        "not known"),
                Arguments.of(
                        "a duplicate field",
                        edit("{\"form\":1", "{\"form\":1,\"form\":1"),
                        "unreadable"),
                Arguments.of("form as text", edit("\"form\":1", "\"form\":\"1\""), "not a number"),
                Arguments.of("form zero", edit("\"form\":1", "\"form\":0"), "form version"),
                Arguments.of("a fraction", edit("\"form\":1", "\"form\":1.5"), "whole number"),
                Arguments.of("an unknown kind", edit("ReplicaSet/shop", "job/shop"), "kind"),
                Arguments.of(
                        "a name with a slash", edit("shop/web-5d8f", "shop/web/5d8f"), "subject"),
                Arguments.of("no name", edit("shop/web-5d8f", "shop/"), "name"),
                Arguments.of("a short digest", edit("\"sha256\":\"", "\"sha256\":\"a"), "64"),
                Arguments.of(
                        "two subjects", edit("\"subject\":[{", "\"subject\":[{},{"), "exactly one"),
                Arguments.of("no decision", edit("\"decision\":", "\"decisions\":"), "decision"),
                Arguments.of(
                        "a time of another shape",
                        edit("2026-11-23T12:00:00Z", "23.11.2026"),
                        "time"),
                Arguments.of(
                        "an end before its start",
                        edit("\"parentUntil\":\"2026", "\"parentUntil\":\"2025"),
                        "expire"),
                Arguments.of(
                        "a control character",
                        edit("\"approver\":\"", "\"approver\":\"\\u001b"),
                        "control"));
    }

    private static String edit(String text, String replacement) {
        assertThat(PAYLOAD).contains(text);
        return PAYLOAD.replace(text, replacement);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("statements")
    void refusesTheStatementThoughOurOwnKeySignedIt(String what, String payload, String reason) {
        // Given a statement out of shape under a true signature
        String stamp =
                DsseEnvelope.sign(StampPayload.PAYLOAD_TYPE, payload.getBytes(UTF_8), KEY).encode();

        // When it is verified, Then it is malformed and the reason says how
        Verification answer = VERIFIER.verify(Optional.of(stamp), workload(OWNER));
        assertThat(answer).as(what).isInstanceOf(Malformed.class);
        assertThat(((Malformed) answer).reason()).contains(reason);
    }

    @Test
    void quotesNothingOfWhatItRefuses() {
        // Given text in place of a field that must not reach a log
        String payload = edit("\"decision\":\"", "\"decision\":\"hunter2 ");
        String stamp =
                DsseEnvelope.sign(StampPayload.PAYLOAD_TYPE, payload.getBytes(UTF_8), KEY).encode();

        // When it is refused
        Verification answer = VERIFIER.verify(Optional.of(stamp), workload(OWNER));

        // Then the reason does not hold it
        assertThat(answer).isInstanceOf(Malformed.class);
        assertThat(answer.toString()).doesNotContain("hunter2");
    }

    @Test
    void theTableStartsFromAGoodStamp() {
        assertThat(VERIFIER.verify(Optional.of(STAMP), workload(OWNER)))
                .isInstanceOf(Verified.class);
        assertThat(
                        new String(
                                Base64.getDecoder()
                                        .decode(
                                                STAMP.replaceFirst(
                                                        ".*\"payload\":\"([^\"]*)\".*", "$1")),
                                UTF_8))
                .isEqualTo(PAYLOAD);
    }
}
