package io.driftseal.stamp;

import static io.driftseal.stamp.Fixtures.DECISION;
import static io.driftseal.stamp.Fixtures.KEY;
import static io.driftseal.stamp.Fixtures.NOW;
import static io.driftseal.stamp.Fixtures.OWNER;
import static io.driftseal.stamp.Fixtures.OWNER_UID;
import static io.driftseal.stamp.Fixtures.POD;
import static io.driftseal.stamp.Fixtures.STRANGER;
import static io.driftseal.stamp.Fixtures.VERIFIER;
import static io.driftseal.stamp.Fixtures.issue;
import static io.driftseal.stamp.Fixtures.podStamp;
import static io.driftseal.stamp.Fixtures.root;
import static io.driftseal.stamp.Fixtures.workload;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.stamp.Verification.BadSignature;
import io.driftseal.stamp.Verification.ExpiredAsParent;
import io.driftseal.stamp.Verification.HashMismatch;
import io.driftseal.stamp.Verification.Malformed;
import io.driftseal.stamp.Verification.Missing;
import io.driftseal.stamp.Verification.UnknownKey;
import io.driftseal.stamp.Verification.Verified;
import io.driftseal.stamp.Verification.WrongSubject;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.Workload;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every answer of verification, each by an example that someone would forge. */
class StampVerifierTest {

    private static Verification verify(String stamp, Workload live) {
        return VERIFIER.verify(Optional.of(stamp), live);
    }

    @Test
    void acceptsThePodItWasIssuedFor() {
        // Given a pod's stamp that names its owner's
        String stamp = podStamp();

        // When it is held against that pod
        Verification answer = verify(stamp, workload(POD));

        // Then it is verified, and says what was signed
        assertThat(answer).isInstanceOf(Verified.class);
        StampStatement statement = ((Verified) answer).statement();
        assertThat(statement).isEqualTo(Fixtures.childOf(workload(OWNER), workload(POD)));
        assertThat(statement.decisionId()).isEqualTo(DECISION);
        assertThat(statement.images()).containsExactly("registry.example/web:1.4");
        assertThat(statement.parent().orElseThrow().uid()).isEqualTo(OWNER_UID);
        assertThat(statement.parent().orElseThrow().stampDigest())
                .isEqualTo(StampAnnotations.digest(issue(root(workload(OWNER)))));
    }

    @Test
    void acceptsAPodWhoseNameWasGeneratedAfterwards() {
        // Given a stamp issued while the name was still to come
        Workload asAdmitted =
                workload(POD, "\"name\":\"web-5d8f-abcde\",\"namespace\"", "\"namespace\"");
        String stamp = issue(Fixtures.childOf(workload(OWNER), asAdmitted));

        // When it is held against the pod before and after it got its name
        // Then it is verified
        assertThat(verify(stamp, asAdmitted)).isInstanceOf(Verified.class);
        assertThat(verify(stamp, workload(POD))).isInstanceOf(Verified.class);
    }

    @Test
    void keepsTheNamePrefixThatTheApiServerKeeps() {
        // Given a generateName of which the API server keeps 58 characters
        String prefix = "w".repeat(70) + "-";
        String admitted =
                POD.replace("\"name\":\"web-5d8f-abcde\",\"namespace\"", "\"namespace\"")
                        .replace(
                                "\"generateName\":\"web-5d8f-\"",
                                "\"generateName\":\"" + prefix + "\"");
        String stored =
                admitted.replace(
                        "\"metadata\":{",
                        "\"metadata\":{\"name\":\"" + "w".repeat(58) + "abcde\",");
        String stamp = issue(root(workload(admitted)));

        // When the stored pod is verified
        // Then the shortened name is the stamp's subject
        assertThat(verify(stamp, workload(stored))).isInstanceOf(Verified.class);
    }

    @Test
    void saysMissingWithoutAnnotation() {
        assertThat(VERIFIER.verify(Optional.empty(), workload(POD))).isEqualTo(new Missing());
    }

    @Test
    void refusesAKeyThatIsNotInTheRing() throws Exception {
        // Given a stamp that a stranger signed with a key of his own
        String forged =
                new StampIssuer(new SigningKeyRing(List.of(STRANGER)), Fixtures.CLOCK)
                        .issue(root(workload(OWNER)));

        // When it is verified
        // Then the answer names the key
        assertThat(verify(forged, workload(OWNER))).isEqualTo(new UnknownKey(STRANGER.kid()));
    }

    @Test
    void refusesAStrangersSignatureUnderOurKeyId() {
        // Given the stranger's key under our key's id
        SigningKey impostor = SigningKey.of(KEY.kid(), Fixtures.THIS_YEAR, STRANGER.seed());
        String forged =
                DsseEnvelope.sign(
                                StampPayload.PAYLOAD_TYPE,
                                StampPayload.write(root(workload(OWNER))),
                                impostor)
                        .encode();

        // When it is verified
        // Then the signature is the impostor's
        assertThat(verify(forged, workload(OWNER))).isEqualTo(new BadSignature(KEY.kid()));
    }

    @Test
    void refusesAnEditedPayloadUnderATrueSignature() {
        // Given a true stamp whose payload now names another service account
        String stamp = issue(root(workload(OWNER)));
        String payload = new String(payloadOf(stamp), StandardCharsets.UTF_8);
        String edited = payload.replace("\"serviceAccount\":\"web\"", "\"serviceAccount\":\"adm\"");
        assertThat(edited).isNotEqualTo(payload);
        String forged = stamp.replace(base64(payload), base64(edited));

        // When it is verified
        // Then the signature does not cover it
        assertThat(verify(forged, workload(OWNER))).isEqualTo(new BadSignature(KEY.kid()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "name":"web-5d8f-abcde","namespace" | "name":"web-5d8f-zzzzz","namespace" | for the name web-5d8f-abcde
                    "namespace":"shop" | "namespace":"bank" | for namespace shop
                    "uid":"7c6f2c1e-6a0c-4d7f-8f2b-2f6f0f9b1c55" | "uid":"00000000-6a0c-4d7f-8f2b-2f6f0f9b1c55" | child of ReplicaSet web-5d8f with uid
                    "kind":"ReplicaSet","name":"web-5d8f" | "kind":"ReplicaSet","name":"web-9999" | child of ReplicaSet web-5d8f with uid
                    "apiVersion":"apps/v1","kind":"ReplicaSet" | "apiVersion":"evil/v1","kind":"ReplicaSet" | child of ReplicaSet web-5d8f with uid
                    "controller":true | "controller":false | this has no owner
                    """)
    void refusesAStampCopiedElsewhere(String text, String replacement, String reason) {
        // Given a true stamp of another pod with the same configuration
        Workload elsewhere = workload(POD, text, replacement);

        // When it is found on this one
        Verification answer = verify(podStamp(), elsewhere);

        // Then it is a stamp of something else
        assertThat(answer).isInstanceOf(WrongSubject.class);
        assertThat(((WrongSubject) answer).reason()).contains(reason);
        assertThat(((WrongSubject) answer).statement().decisionId()).isEqualTo(DECISION);
    }

    @Test
    void refusesAnOwnersStampUnderThePodsKey() {
        // Given the stamp of the replica set, copied to its pod under the pod's key
        String stamp = issue(root(workload(OWNER)));

        // When it is held against the pod
        // Then it is a stamp of something else
        assertThat(verify(stamp, workload(POD))).isInstanceOf(WrongSubject.class);
    }

    @Test
    void refusesAGeneratedNameOfAnotherTemplate() {
        // Given a stamp for names generated from web-5d8f-
        Workload asAdmitted =
                workload(POD, "\"name\":\"web-5d8f-abcde\",\"namespace\"", "\"namespace\"");
        String stamp = issue(Fixtures.childOf(workload(OWNER), asAdmitted));

        // When a pod carries it whose name does not begin so, or that claims another prefix
        Workload otherName = workload(POD, "\"name\":\"web-5d8f-abcde\"", "\"name\":\"api-1\"");
        Workload otherPrefix =
                workload(POD, "\"generateName\":\"web-5d8f-\"", "\"generateName\":\"web-\"");

        // Then it is a stamp of something else
        assertThat(verify(stamp, otherName)).isInstanceOf(WrongSubject.class);
        assertThat(verify(stamp, otherPrefix)).isInstanceOf(WrongSubject.class);
    }

    @Test
    void showsAChangeAfterApproval() {
        // Given a pod whose image was patched after approval
        Workload patched = workload(POD, "web:1.4", "web:6.6");

        // When its stamp is verified
        Verification answer = verify(podStamp(), patched);

        // Then both hashes are named, and the approved form explains what changed
        assertThat(answer).isInstanceOf(HashMismatch.class);
        HashMismatch mismatch = (HashMismatch) answer;
        assertThat(mismatch.live()).isEqualTo(CanonicalForm.of(patched).hash());
        assertThat(mismatch.statement().hash()).isEqualTo(CanonicalForm.of(workload(POD)).hash());
        assertThat(mismatch.difference()).isEmpty();
        HashMismatch explained =
                mismatch.explainedBy(CanonicalForm.of(workload(POD)).redacted(), patched);
        assertThat(explained.difference().orElseThrow().isEmpty()).isFalse();
    }

    @Test
    void refusesAnOldStampAsParentOnly() {
        // Given a stamp that admitted children for an hour
        String stamp = issue(root(workload(OWNER)));
        Clock later = Clock.fixed(NOW.plus(Duration.ofHours(2)), ZoneOffset.UTC);
        var verifier = new StampVerifier(Fixtures.RING.verificationKeys(), later);

        // When it is verified two hours later
        // Then it is too old as a parent, and still good as a stamp
        assertThat(verifier.verifyAsParent(Optional.of(stamp), workload(OWNER)))
                .isEqualTo(new ExpiredAsParent(root(workload(OWNER))));
        assertThat(verifier.verify(Optional.of(stamp), workload(OWNER)))
                .isInstanceOf(Verified.class);
        assertThat(VERIFIER.verifyAsParent(Optional.of(stamp), workload(OWNER)))
                .isInstanceOf(Verified.class);
    }

    @Test
    void keepsWhatARetiredKeySignedAndRefusesWhatItSignsLater() {
        // Given a key that retired at noon
        Validity untilNoon = new Validity(Instant.parse("2026-01-01T00:00:00Z"), NOW);
        SigningKey retired = SigningKey.generate(new SecureRandom(), untilNoon);
        Workload owner = workload(OWNER);
        var verifier =
                new StampVerifier(
                        new SigningKeyRing(List.of(retired, KEY)).verificationKeys(),
                        Clock.fixed(NOW.plus(Duration.ofDays(90)), ZoneOffset.UTC));
        String before = signedAt(retired, NOW);
        String after = signedAt(retired, NOW.plusSeconds(1));

        // When stamps of it are verified three months later
        // Then that of noon is good, that of a second later is refused
        assertThat(verifier.verify(Optional.of(before), owner)).isInstanceOf(Verified.class);
        assertThat(verifier.verify(Optional.of(after), owner))
                .isEqualTo(new UnknownKey(retired.kid()));
    }

    @Test
    void refusesAFormOfAnotherVersion() {
        // Given a stamp over a form of rules that this program does not know
        Workload owner = workload(OWNER);
        StampContent known = StampContent.of(owner);
        StampStatement future =
                new StampStatement(
                        StampSubject.of(owner),
                        new StampContent(
                                known.hash(),
                                known.formVersion() + 1,
                                known.serviceAccount(),
                                known.images(),
                                known.imagesDigest()),
                        Optional.empty(),
                        Fixtures.decision(),
                        Fixtures.anHour());

        // When it is verified
        // Then the hash is not compared
        assertThat(verify(issue(future), owner)).isInstanceOf(Malformed.class);
    }

    private static String signedAt(SigningKey key, Instant time) {
        Workload owner = workload(OWNER);
        StampStatement statement =
                new StampStatement(
                        StampSubject.of(owner),
                        StampContent.of(owner),
                        Optional.empty(),
                        Fixtures.decision(),
                        new StampLifetime(time, time.plusSeconds(60)));
        return DsseEnvelope.sign(StampPayload.PAYLOAD_TYPE, StampPayload.write(statement), key)
                .encode();
    }

    private static byte[] payloadOf(String stamp) {
        try {
            return DsseEnvelope.parse(
                            stamp, StampPayload.PAYLOAD_TYPE, StampAnnotations.MAXIMUM_BYTES)
                    .payload();
        } catch (MalformedEnvelopeException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(String text) {
        return java.util.Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
