package io.driftseal.stamp;

import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Signs statements into annotation values. */
public final class StampIssuer {

    private final SigningKeyRing keys;
    private final Clock clock;

    public StampIssuer(SigningKeyRing keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * The annotation value, at most {@value StampAnnotations#MAXIMUM_BYTES} bytes. Image references
     * are left out from the end until it fits; their digest always covers all of them.
     *
     * @throws StampNotIssuedException if no key is valid now, the statement's time is not one of
     *     the key's, or it does not fit without images
     */
    public String issue(StampStatement statement) throws StampNotIssuedException {
        SigningKey key =
                keys.current(clock.instant())
                        .orElseThrow(() ->
                                new StampNotIssuedException(
                                        "no stamp signing key is valid now; run 'driftseal"
                                                + " keys rotate' and load the new files"));
        if (!key.verificationKey().validity().covers(statement.issuedAt())) {
            throw new StampNotIssuedException(
                    "the statement's time lies outside the time of key " + key.kid());
        }
        int images = fitting(statement, key);
        if (images >= 0) {
            byte[] payload = StampPayload.write(statement.withImages(images));
            return DsseEnvelope.sign(StampPayload.PAYLOAD_TYPE, payload, key).encode();
        }
        throw new StampNotIssuedException(
                "the stamp would have more than "
                        + StampAnnotations.MAXIMUM_BYTES
                        + " bytes; shorten the names of the object, its owner or its service"
                        + " account");
    }

    /**
     * How many of the first images fit, -1 if the stamp does not fit even without. By halving and
     * without signing: a pod may name thousands of images, and each step down from all of them
     * would cost a signature.
     */
    private static int fitting(StampStatement statement, SigningKey key) {
        int fits = -1;
        int beyond = Math.min(statement.images().size(), StampAnnotations.MAXIMUM_BYTES) + 1;
        while (beyond - fits > 1) {
            int middle = (fits + beyond) >>> 1;
            byte[] payload = StampPayload.write(statement.withImages(middle));
            String text =
                    DsseEnvelope.unsigned(StampPayload.PAYLOAD_TYPE, payload, key.kid()).encode();
            if (text.getBytes(StandardCharsets.UTF_8).length <= StampAnnotations.MAXIMUM_BYTES) {
                fits = middle;
            } else {
                beyond = middle;
            }
        }
        return fits;
    }
}
