package io.driftseal.scanner.check;

import io.driftseal.stamp.Verification;
import java.util.List;
import java.util.Map;

/** Stamps that nobody of ours can have written, or that are not stamps. */
final class UnreadableStampChecks {

    private UnreadableStampChecks() {}

    /** The annotation is there and is not a stamp. */
    static List<Finding> malformed(Subject subject) {
        if (!(subject.stamp().verification() instanceof Verification.Malformed malformed)) {
            return List.of();
        }
        return List.of(
                Finding.of(
                        ReasonCode.STAMP_MALFORMED,
                        "Its stamp cannot be read: " + malformed.reason() + ".",
                        Map.of("stampSha256", subject.stamp().sha256())));
    }

    /** The signature does not hold. */
    static List<Finding> forged(Subject subject) {
        if (!(subject.stamp().verification() instanceof Verification.BadSignature bad)) {
            return List.of();
        }
        return List.of(
                Finding.of(
                        ReasonCode.STAMP_FORGED,
                        "Its stamp was not made by the key that it names.",
                        Map.of("keyId", bad.keyId(), "stampSha256", subject.stamp().sha256())));
    }

    /**
     * A key that was not valid when the stamp says it was issued: retired, removed, or never ours.
     */
    static List<Finding> unknownKey(Subject subject) {
        if (!(subject.stamp().verification() instanceof Verification.UnknownKey unknown)) {
            return List.of();
        }
        Map<String, String> evidence =
                Map.of("keyId", unknown.keyId(), "stampSha256", subject.stamp().sha256());
        if (subject.stamp().keyKnown()) {
            return List.of(
                    Finding.of(
                            ReasonCode.STAMP_EXPIRED_KEY,
                            "Its stamp was signed outside the time in which its key was valid.",
                            evidence));
        }
        return List.of(
                Finding.of(
                        ReasonCode.STAMP_FORGED,
                        "Its stamp names a key that is not, or no longer, ours.",
                        evidence));
    }
}
