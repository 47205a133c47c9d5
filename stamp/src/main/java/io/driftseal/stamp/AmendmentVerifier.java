package io.driftseal.stamp;

import io.driftseal.stamp.AmendmentVerification.BadSignature;
import io.driftseal.stamp.AmendmentVerification.Malformed;
import io.driftseal.stamp.AmendmentVerification.UnknownKey;
import io.driftseal.stamp.AmendmentVerification.Verified;
import java.util.Optional;

/** Reads amendments and believes none whose signature does not hold. Never throws. */
public final class AmendmentVerifier {

    private final VerificationKeyRing keys;

    public AmendmentVerifier(VerificationKeyRing keys) {
        this.keys = keys;
    }

    /**
     * Order of decisions: well-formed envelope, known key, signature, well-formed statement, key
     * valid at that time.
     */
    public AmendmentVerification verify(String text) {
        DsseEnvelope envelope;
        try {
            envelope =
                    DsseEnvelope.parse(
                            text, InTotoStatement.PAYLOAD_TYPE, StampAnnotations.MAXIMUM_BYTES);
        } catch (MalformedEnvelopeException e) {
            return new Malformed(String.valueOf(e.getMessage()));
        }
        Optional<VerificationKey> key = keys.find(envelope.keyId());
        if (key.isEmpty()) {
            return new UnknownKey(envelope.keyId());
        }
        if (!envelope.verifiedBy(key.get())) {
            return new BadSignature(envelope.keyId());
        }
        AmendmentStatement statement;
        try {
            statement = AmendmentPayload.read(envelope.payload());
        } catch (IllegalArgumentException e) {
            return new Malformed(StrictObject.reason(e));
        }
        return statement.issuedAt().isAfter(key.get().notAfter())
                ? new UnknownKey(envelope.keyId())
                : new Verified(statement);
    }
}
