package io.driftseal.stamp;

import java.time.Clock;

/** Signs statements into annotation values. */
public final class StampIssuer {

    /** With more than a dozen or two, hardly all of them fit. */
    private static final int USUAL_IMAGES = 24;

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
        SigningKey key = keys.signing("statement", clock.instant(), statement.issuedAt());
        byte[] payload = fitting(statement, key);
        if (payload.length > 0) {
            return DsseEnvelope.sign(StampPayload.PAYLOAD_TYPE, payload, key).encode();
        }
        throw new StampNotIssuedException(
                "the stamp would have more than "
                        + StampAnnotations.MAXIMUM_BYTES
                        + " bytes; shorten the names of the object, its owner or its service"
                        + " account");
    }

    /**
     * The statement with as many of its first images as fit, nothing if it does not fit even
     * without. Few images are nearly always all of them; many are halved, without signing: a pod
     * may name thousands, and each step down from all of them would cost a signature.
     */
    private static byte[] fitting(StampStatement statement, SigningKey key) {
        int count = statement.images().size();
        if (count <= USUAL_IMAGES) {
            byte[] whole = StampPayload.write(statement);
            if (fits(whole, key)) {
                return whole;
            }
        }
        byte[] fitting = new byte[0];
        int fits = -1;
        int beyond = Math.min(count, StampAnnotations.MAXIMUM_BYTES) + 1;
        while (beyond - fits > 1) {
            int middle = (fits + beyond) >>> 1;
            byte[] payload = StampPayload.write(statement.withImages(middle));
            if (fits(payload, key)) {
                fits = middle;
                fitting = payload;
            } else {
                beyond = middle;
            }
        }
        return fitting;
    }

    private static boolean fits(byte[] payload, SigningKey key) {
        int bytes = DsseEnvelope.encodedBytes(StampPayload.PAYLOAD_TYPE, payload.length, key.kid());
        return bytes <= StampAnnotations.MAXIMUM_BYTES;
    }
}
