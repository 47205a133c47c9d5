package io.driftseal.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.FormVersions;
import io.driftseal.workload.UnsupportedWorkloadException;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Documents that the first version of each format signed, kept as they are: whatever becomes of the
 * program, what stands on the objects of a cluster must still be read, and verified.
 */
class GoldenDocumentsTest {

    private static final JsonObject GOLDEN = golden();
    private static final Workload OWNER = workload("owner");
    private static final Workload POD = workload("pod");
    private static final VerificationKey KEY = key(GOLDEN.object("key"));
    private static final VerificationKeyRing KEYS = new VerificationKeyRing(List.of(KEY));

    /** Within the lifetime of each. */
    private static final Clock THEN =
            Clock.fixed(Instant.parse("2026-11-23T12:05:00Z"), ZoneOffset.UTC);

    static Stream<FormVersions> programs() {
        return Stream.of(
                FormVersions.shipped(),
                FormVersions.shipped().and(FormVersionTest.otherDeclaration()));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void stampsVerifyHereAndInAProgramThatKnowsANewerFormToo(FormVersions versions) {
        // Given a program, and stamps of the form's first version
        var verifier = new StampVerifier(KEYS, THEN, versions);
        assertThat(versions.known()).startsWith(1);

        // When they are held against their objects
        Verification root = verifier.verifyAsParent(Optional.of(text("rootStamp")), OWNER);
        Verification child = verifier.verify(Optional.of(text("childStamp")), POD);

        // Then they hold, under the hashes of that version, and say what they said
        assertThat(statement(root).hash().hex()).isEqualTo(text("ownerSha256"));
        assertThat(statement(root).approver()).isEqualTo("alice");
        assertThat(statement(root).supersedes())
                .contains("dec-01932c07-5f0e-7cc1-9f6a-3b8a1d7a2f10");
        assertThat(statement(child).hash().hex()).isEqualTo(text("podSha256"));
        assertThat(statement(child).formVersion()).isEqualTo(1);
        assertThat(statement(child).parent().orElseThrow().decisionId())
                .isEqualTo(statement(root).decisionId());
        assertThat(statement(child).requester()).isEqualTo("system:serviceaccount:ci:deploy");
    }

    @Test
    void everyOtherDocumentVerifies() throws Exception {
        assertThat(new AmendmentVerifier(KEYS).verify(text("amendment")))
                .isInstanceOfSatisfying(
                        AmendmentVerification.Verified.class,
                        verified -> {
                            assertThat(verified.statement().pod().is(POD)).isTrue();
                            assertThat(verified.statement().door())
                                    .isEqualTo(GrantScope.DEBUG_DOOR);
                        });
        var alice = new ApproverKey(KEY, "alice", Optional.empty());
        assertThat(
                        new ApprovalVerifier(new ApproverRing(List.of(alice)), THEN)
                                .verify(text("approval"), OWNER, CanonicalForm.of(OWNER)))
                .isInstanceOf(ApprovalVerification.Approved.class);
        AccessGrant grant = SignedGrant.verify(text("grant"), KEYS);
        assertThat(grant.command().arguments()).containsExactly("psql", "*");
        assertThat(grant.scope().image()).as("older than images in grants").isEmpty();
    }

    /** Whoever changes how a statement is written makes two spellings of one. */
    @Test
    void theirStatementsAreStillWrittenByteForByte() throws Exception {
        assertThat(StampPayload.write(statement(authenticated("rootStamp"))))
                .isEqualTo(payload("rootStamp"));
        assertThat(StampPayload.write(statement(authenticated("childStamp"))))
                .isEqualTo(payload("childStamp"));
        assertThat(rewritten("amendment", AmendmentPayload::read, AmendmentPayload::write))
                .isEqualTo(payload("amendment"));
        assertThat(rewritten("approval", ApprovalPayload::read, ApprovalPayload::write))
                .isEqualTo(payload("approval"));
    }

    private static Verification authenticated(String name) {
        return new StampVerifier(KEYS, THEN).authenticate(text(name));
    }

    private static <T> byte[] rewritten(
            String name, Function<byte[], T> read, Function<T, byte[]> write) throws Exception {
        return write.apply(read.apply(payload(name)));
    }

    private static byte[] payload(String name) throws MalformedEnvelopeException {
        return DsseEnvelope.parse(
                        text(name), InTotoStatement.PAYLOAD_TYPE, StampAnnotations.MAXIMUM_BYTES)
                .payload();
    }

    private static StampStatement statement(Verification answer) {
        assertThat(answer).isInstanceOf(Verification.Verified.class);
        return ((Verification.Verified) answer).statement();
    }

    private static String text(String name) {
        return GOLDEN.string(name).orElseThrow();
    }

    private static VerificationKey key(JsonObject key) {
        return new VerificationKey(
                key.string("kid").orElseThrow(),
                new Validity(
                        Instant.parse(key.string("notBefore").orElseThrow()),
                        Instant.parse(key.string("notAfter").orElseThrow())),
                Base64.getDecoder().decode(key.string("publicKey").orElseThrow()));
    }

    private static Workload workload(String name) {
        try {
            return Workload.of(GOLDEN.object(name));
        } catch (UnsupportedWorkloadException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonObject golden() {
        try (InputStream in =
                GoldenDocumentsTest.class.getResourceAsStream("golden-documents-v1.json")) {
            return JsonReader.readObject(
                    Objects.requireNonNull(in).readAllBytes(), JsonLimits.kubernetesObject());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
