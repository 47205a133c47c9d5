package io.driftseal.stamp;

import static io.driftseal.stamp.Fixtures.CLOCK;
import static io.driftseal.stamp.Fixtures.DECISION;
import static io.driftseal.stamp.Fixtures.KEY;
import static io.driftseal.stamp.Fixtures.NOW;
import static io.driftseal.stamp.Fixtures.POD;
import static io.driftseal.stamp.Fixtures.RING;
import static io.driftseal.stamp.Fixtures.STRANGER;
import static io.driftseal.stamp.Fixtures.workload;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.stamp.AmendmentVerification.BadSignature;
import io.driftseal.stamp.AmendmentVerification.Malformed;
import io.driftseal.stamp.AmendmentVerification.UnknownKey;
import io.driftseal.stamp.AmendmentVerification.Verified;
import io.driftseal.workload.ConfigurationHash;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Amendments from statement to text and back, and what is none. */
class AmendmentVerifierTest {

    private static final AmendmentVerifier VERIFIER =
            new AmendmentVerifier(RING.verificationKeys());
    private static final AmendmentStatement STATEMENT = statement("alice", Optional.of("grt-7"));

    private static AmendmentStatement statement(String requester, Optional<String> grant) {
        return new AmendmentStatement(
                AmendedPod.of(workload(POD)),
                new AmendedForm(hash('a'), hash('b'), 1, 2),
                "ephemeral-container",
                new AmendmentDecision(DECISION, "standard", "2026-11-20", requester, grant),
                NOW);
    }

    private static ConfigurationHash hash(char digit) {
        return new ConfigurationHash(String.valueOf(digit).repeat(64));
    }

    private static String signed(byte[] payload, SigningKey key) {
        return DsseEnvelope.sign(InTotoStatement.PAYLOAD_TYPE, payload, key).encode();
    }

    @Test
    void readsBackWhatItSigned() throws Exception {
        for (AmendmentStatement statement :
                List.of(STATEMENT, statement("bob", Optional.empty()))) {
            String text = new AmendmentIssuer(RING, CLOCK).issue(statement);

            assertThat(text.getBytes(UTF_8).length).isLessThan(1400);
            assertThat(VERIFIER.verify(text)).isEqualTo(new Verified(statement));
        }
    }

    @Test
    void fitsWithTheLongestNames() throws Exception {
        var pod = new AmendedPod("n".repeat(63), "p".repeat(253), "u".repeat(36));
        var longest =
                new AmendmentStatement(
                        pod,
                        STATEMENT.form(),
                        "ephemeral-container",
                        new AmendmentDecision(
                                DECISION,
                                "standard",
                                "f".repeat(64),
                                "u".repeat(300),
                                Optional.of("grt-01932c07-5f0e-7cc1-9f6a-3b8a1d7a2f11")),
                        NOW);

        String text = new AmendmentIssuer(RING, CLOCK).issue(longest);

        assertThat(text.getBytes(UTF_8).length).isLessThanOrEqualTo(2048);
        assertThat(longest.decision().requester()).startsWith("sha256:");
    }

    @Test
    void aStampIsNoAmendmentAndAnAmendmentNoStamp() {
        assertThat(VERIFIER.verify(Fixtures.podStamp())).isInstanceOf(Malformed.class);
        assertThat(
                        Fixtures.VERIFIER.verify(
                                Optional.of(signed(AmendmentPayload.write(STATEMENT), KEY)),
                                workload(POD)))
                .isInstanceOf(Verification.Malformed.class);
    }

    @Test
    void believesNoOtherKeyAndNoRetiredOne() {
        byte[] payload = AmendmentPayload.write(STATEMENT);
        String strangers = signed(payload, STRANGER);
        assertThat(VERIFIER.verify(strangers)).isEqualTo(new UnknownKey(STRANGER.kid()));
        assertThat(VERIFIER.verify(strangers.replace(STRANGER.kid(), KEY.kid())))
                .isEqualTo(new BadSignature(KEY.kid()));

        var retired =
                new VerificationKey(
                        KEY.kid(),
                        new Validity(Fixtures.THIS_YEAR.notBefore(), NOW.minusSeconds(1)),
                        KEY.verificationKey().publicKey());
        assertThat(
                        new AmendmentVerifier(new VerificationKeyRing(List.of(retired)))
                                .verify(signed(payload, KEY)))
                .isEqualTo(new UnknownKey(KEY.kid()));
    }

    @Test
    void everyChangedByteIsRefused() {
        String text = signed(AmendmentPayload.write(STATEMENT), KEY);
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            assertThat(VERIFIER.verify(changed)).as("byte %d", i).isNotInstanceOf(Verified.class);
        }
    }

    static Stream<Arguments> statements() {
        return Stream.of(
                Arguments.of("not JSON", "x"),
                Arguments.of("empty", ""),
                Arguments.of("another predicate", edit("amendment/v1", "stamp/v1")),
                Arguments.of("a further field", edit("{\"form\"", "{\"x\":1,\"form\"")),
                Arguments.of("another kind", edit("Pod/shop", "Deployment/shop")),
                Arguments.of("a name with a slash", edit("Pod/shop", "Pod/a/shop")),
                Arguments.of("no uid", edit("\"uid\":\"0b7a2f64", "\"uid\":\" b7a2f64")),
                Arguments.of(
                        "a negative generation", edit("\"generation\":2", "\"generation\":-2")),
                Arguments.of("a huge generation", edit("\"generation\":2", "\"generation\":1e12")),
                Arguments.of("no change", edit("a".repeat(64), "b".repeat(64))),
                Arguments.of("a short hash", edit("a".repeat(64), "a".repeat(63))),
                Arguments.of("form version 0", edit("\"form\":1", "\"form\":0")),
                Arguments.of("a door with a space", edit("ephemeral-container", "exec me")),
                Arguments.of("no time", edit("\"issuedAt\"", "\"at\"")),
                Arguments.of("a requester with a line end", edit("alice", "alice\\nbob")));
    }

    private static String edit(String text, String replacement) {
        String payload = new String(AmendmentPayload.write(STATEMENT), UTF_8);
        assertThat(payload).contains(text);
        return payload.replace(text, replacement);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("statements")
    void refusesWhoeverSignedIt(String what, String payload) {
        assertThat(VERIFIER.verify(signed(payload.getBytes(UTF_8), KEY)))
                .as(what)
                .isInstanceOf(Malformed.class);
    }

    @Test
    void issuesNothingWithoutAValidKey() {
        var ended = new SigningKeyRing(List.of(KEY));
        var later = java.time.Clock.fixed(KEY.notAfter().plusSeconds(1), java.time.ZoneOffset.UTC);
        assertThatThrownBy(() -> new AmendmentIssuer(ended, later).issue(STATEMENT))
                .isInstanceOf(StampNotIssuedException.class);
    }
}
