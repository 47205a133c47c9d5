package io.driftseal.stamp;

import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.ConfigurationHash;
import io.driftseal.workload.Difference;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonObject;
import java.util.Optional;

/**
 * What verifying a stamp against a live object answers. Only {@link Verified} says that what is
 * there is what was approved. Variants that carry a statement carry a signed one.
 */
public sealed interface Verification {

    /** Signed by a known key, issued for this object, and the object is as approved. */
    record Verified(StampStatement statement) implements Verification {}

    /** No annotation under the key of the object's own kind. */
    record Missing() implements Verification {}

    /** Not a stamp: the reason names the rule that is broken and quotes nothing. */
    record Malformed(String reason) implements Verification {}

    /**
     * No key of this id was valid when the stamp says it was issued: never ours, taken out of the
     * ring, or used after its {@code notAfter}.
     */
    record UnknownKey(String keyId) implements Verification {}

    /** The key is known and did not make this signature. */
    record BadSignature(String keyId) implements Verification {}

    /** All is well but the stamp is too old to admit children under it. */
    record ExpiredAsParent(StampStatement statement) implements Verification {}

    /** A true stamp of another object: copied across name, namespace, kind or owner. */
    record WrongSubject(StampStatement statement, String reason) implements Verification {}

    /**
     * A true stamp of this object, which has changed since.
     *
     * @param live hash of the object as it is
     * @param difference what changed, where the approved form was at hand
     */
    record HashMismatch(
            StampStatement statement, ConfigurationHash live, Optional<Difference> difference)
            implements Verification {

        /**
         * With what changed, field by field.
         *
         * @param approvedRedacted the approved form as evidence keeps it, see {@link
         *     CanonicalForm#redacted()}
         */
        public HashMismatch explainedBy(JsonObject approvedRedacted, Workload liveWorkload) {
            JsonObject now = CanonicalForm.of(liveWorkload).redacted();
            return new HashMismatch(
                    statement, live, Optional.of(Difference.between(approvedRedacted, now)));
        }
    }
}
