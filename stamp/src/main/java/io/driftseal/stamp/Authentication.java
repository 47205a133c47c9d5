package io.driftseal.stamp;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** What a text that the webhook's stamp key should have signed comes to, whoever it is about. */
sealed interface Authentication<T> {

    /** A known key, valid at that time, signed this. */
    record Signed<T>(T statement) implements Authentication<T> {}

    record Malformed<T>(String reason) implements Authentication<T> {}

    /** Not in the ring, or retired before the statement's time. */
    record UnknownKey<T>(String keyId) implements Authentication<T> {}

    record BadSignature<T>(String keyId) implements Authentication<T> {}

    /**
     * How a sort of statement is read.
     *
     * @param statement from the payload; an IllegalArgumentException says which field is wrong
     * @param issuedAt the statement's time
     */
    record Reader<T>(Function<byte[], T> statement, Function<T, Instant> issuedAt) {}

    /**
     * Order of decisions: well-formed envelope, known key, signature, well-formed statement, key
     * valid at that time. Nothing of a statement is parsed before its signature holds.
     */
    static <T> Authentication<T> of(String text, VerificationKeyRing keys, Reader<T> reader) {
        DsseEnvelope envelope;
        try {
            envelope =
                    DsseEnvelope.parse(
                            text, InTotoStatement.PAYLOAD_TYPE, StampAnnotations.MAXIMUM_BYTES);
        } catch (MalformedEnvelopeException e) {
            return new Malformed<>(String.valueOf(e.getMessage()));
        }
        Optional<VerificationKey> key = keys.find(envelope.keyId());
        if (key.isEmpty()) {
            return new UnknownKey<>(envelope.keyId());
        }
        if (!envelope.verifiedBy(key.get())) {
            return new BadSignature<>(envelope.keyId());
        }
        T statement;
        try {
            statement = reader.statement().apply(envelope.payload());
        } catch (IllegalArgumentException e) {
            return new Malformed<>(StrictObject.reason(e));
        }
        return reader.issuedAt().apply(statement).isAfter(key.get().notAfter())
                ? new UnknownKey<>(envelope.keyId())
                : new Signed<>(statement);
    }
}
