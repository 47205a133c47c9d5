package io.driftseal.stamp;

import io.driftseal.stamp.AmendmentVerification.BadSignature;
import io.driftseal.stamp.AmendmentVerification.Malformed;
import io.driftseal.stamp.AmendmentVerification.UnknownKey;
import io.driftseal.stamp.AmendmentVerification.Verified;

/** Reads amendments and believes none whose signature does not hold. Never throws. */
public final class AmendmentVerifier {

    private static final Authentication.Reader<AmendmentStatement> AMENDMENTS =
            new Authentication.Reader<>(AmendmentPayload::read, AmendmentStatement::issuedAt);

    private final VerificationKeyRing keys;

    public AmendmentVerifier(VerificationKeyRing keys) {
        this.keys = keys;
    }

    /**
     * Order of decisions: well-formed envelope, known key, signature, well-formed statement, key
     * valid at that time.
     */
    public AmendmentVerification verify(String text) {
        return switch (Authentication.of(text, keys, AMENDMENTS)) {
            case Authentication.Signed<AmendmentStatement>(var statement) ->
                    new Verified(statement);
            case Authentication.Malformed<AmendmentStatement>(String reason) ->
                    new Malformed(reason);
            case Authentication.UnknownKey<AmendmentStatement>(String keyId) ->
                    new UnknownKey(keyId);
            case Authentication.BadSignature<AmendmentStatement>(String keyId) ->
                    new BadSignature(keyId);
        };
    }
}
