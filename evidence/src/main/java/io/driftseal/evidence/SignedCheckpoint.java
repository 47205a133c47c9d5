package io.driftseal.evidence;

import io.driftseal.stamp.DsseEnvelope;
import io.driftseal.stamp.MalformedEnvelopeException;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.VerificationKey;
import io.driftseal.stamp.VerificationKeyRing;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;

/**
 * A checkpoint and the envelope that proves it. The payload type is its own, so that a stamp can
 * never pass as a checkpoint nor the other way round, whatever key signed it.
 *
 * @param envelope DSSE text
 */
public record SignedCheckpoint(Checkpoint checkpoint, String envelope) {

    public static final String PAYLOAD_TYPE = "application/vnd.driftseal.checkpoint.v1+json";

    /** For the envelope's text. */
    public static final int MAXIMUM_BYTES = 1024;

    private static final JsonLimits LIMITS = new JsonLimits(512, 2, 8);

    public static SignedCheckpoint sign(Checkpoint checkpoint, SigningKey key) {
        String text = DsseEnvelope.sign(PAYLOAD_TYPE, payload(checkpoint), key).encode();
        return new SignedCheckpoint(checkpoint, text);
    }

    /**
     * Reads and verifies an envelope.
     *
     * @throws CheckpointRefusedException if it is malformed, of an unknown or retired key, or not
     *     signed by it
     */
    public static SignedCheckpoint verify(String envelope, VerificationKeyRing keys)
            throws CheckpointRefusedException {
        DsseEnvelope parsed;
        try {
            parsed = DsseEnvelope.parse(envelope, PAYLOAD_TYPE, MAXIMUM_BYTES);
        } catch (MalformedEnvelopeException e) {
            throw new CheckpointRefusedException("the envelope is malformed: " + e.getMessage());
        }
        VerificationKey key =
                keys.find(parsed.keyId())
                        .orElseThrow(() ->
                                new CheckpointRefusedException(
                                        "its key " + parsed.keyId() + " is not known"));
        if (!parsed.verifiedBy(key)) {
            throw new CheckpointRefusedException(
                    "its signature was not made by key " + parsed.keyId());
        }
        Checkpoint checkpoint = read(parsed.payload());
        if (checkpoint.time().isAfter(key.notAfter())) {
            throw new CheckpointRefusedException(
                    "it was signed after key " + parsed.keyId() + " retired");
        }
        return new SignedCheckpoint(checkpoint, envelope);
    }

    private static byte[] payload(Checkpoint checkpoint) {
        return JsonWriter.write(
                JsonObject.builder()
                        .put("sequence", checkpoint.sequence())
                        .put("headHash", checkpoint.headHash())
                        .put("time", checkpoint.time().toString())
                        .build());
    }

    /** Only the one spelling that {@link #payload} writes is read. */
    private static Checkpoint read(byte[] payload) throws CheckpointRefusedException {
        try {
            JsonObject object = JsonReader.readObject(payload, LIMITS);
            var checkpoint =
                    new Checkpoint(
                            object.number("sequence")
                                    .map(JsonNumber::whole)
                                    .orElseThrow()
                                    .orElse(0),
                            object.string("headHash").orElse(""),
                            Instant.parse(object.string("time").orElse("")));
            if (Arrays.equals(payload(checkpoint), payload)) {
                return checkpoint;
            }
        } catch (MalformedJsonException
                | IllegalArgumentException
                | java.util.NoSuchElementException
                | DateTimeException e) {
            throw new CheckpointRefusedException("its payload is not a checkpoint");
        }
        throw new CheckpointRefusedException("its payload is not a checkpoint");
    }
}
