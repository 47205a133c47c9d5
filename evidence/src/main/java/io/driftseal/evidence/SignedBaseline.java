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
import java.util.NoSuchElementException;

/**
 * A baseline and the envelope that proves it. Signed with the key of checkpoints, not of stamps:
 * whatever goes wrong elsewhere, what was merely observed can never pass as approved.
 *
 * @param envelope DSSE text
 */
public record SignedBaseline(Baseline baseline, String envelope) {

    public static final String PAYLOAD_TYPE = "application/vnd.driftseal.baseline.v1+json";

    /** For the envelope's text. */
    public static final int MAXIMUM_BYTES = 2048;

    private static final JsonLimits LIMITS = new JsonLimits(1024, 3, 32);

    public static SignedBaseline sign(Baseline baseline, SigningKey key) {
        String text = DsseEnvelope.sign(PAYLOAD_TYPE, payload(baseline), key).encode();
        return new SignedBaseline(baseline, text);
    }

    /**
     * Reads and verifies an envelope.
     *
     * @throws BaselineRefusedException if it is malformed, of an unknown or retired key, or not
     *     signed by it
     */
    public static SignedBaseline verify(String envelope, VerificationKeyRing keys)
            throws BaselineRefusedException {
        DsseEnvelope parsed;
        try {
            parsed = DsseEnvelope.parse(envelope, PAYLOAD_TYPE, MAXIMUM_BYTES);
        } catch (MalformedEnvelopeException e) {
            throw new BaselineRefusedException("the envelope is malformed: " + e.getMessage());
        }
        VerificationKey key =
                keys.find(parsed.keyId())
                        .orElseThrow(() ->
                                new BaselineRefusedException(
                                        "its key " + parsed.keyId() + " is not known"));
        if (!parsed.verifiedBy(key)) {
            throw new BaselineRefusedException(
                    "its signature was not made by key " + parsed.keyId());
        }
        Baseline baseline = read(parsed.payload());
        if (baseline.time().isAfter(key.notAfter())) {
            throw new BaselineRefusedException(
                    "it was signed after key " + parsed.keyId() + " retired");
        }
        return new SignedBaseline(baseline, envelope);
    }

    private static byte[] payload(Baseline baseline) {
        WorkloadReference workload = baseline.workload();
        return JsonWriter.write(
                JsonObject.builder()
                        .put("baselineId", baseline.baselineId())
                        .put(
                                "workload",
                                JsonObject.builder()
                                        .put("kind", workload.kind())
                                        .put("namespace", workload.namespace())
                                        .put("name", workload.name())
                                        .put("uid", workload.uid())
                                        .build())
                        .put("formVersion", baseline.formVersion())
                        .put("configurationHash", baseline.configurationHash())
                        .put("time", baseline.time().toString())
                        .build());
    }

    /** Only the one spelling that {@link #payload} writes is read. */
    private static Baseline read(byte[] payload) throws BaselineRefusedException {
        try {
            JsonObject object = JsonReader.readObject(payload, LIMITS);
            var baseline =
                    new Baseline(
                            object.string("baselineId").orElse(""),
                            new WorkloadReference(
                                    object.string("workload", "kind").orElse(""),
                                    object.string("workload", "namespace").orElse(""),
                                    object.string("workload", "name").orElse(""),
                                    object.string("workload", "uid").orElse("")),
                            (int)
                                    object.number("formVersion")
                                            .map(JsonNumber::whole)
                                            .orElseThrow()
                                            .orElse(0),
                            object.string("configurationHash").orElse(""),
                            Instant.parse(object.string("time").orElse("")));
            if (Arrays.equals(payload(baseline), payload)) {
                return baseline;
            }
        } catch (MalformedJsonException
                | IllegalArgumentException
                | NoSuchElementException
                | DateTimeException e) {
            throw new BaselineRefusedException("its payload is not a baseline");
        }
        throw new BaselineRefusedException("its payload is not a baseline");
    }
}
