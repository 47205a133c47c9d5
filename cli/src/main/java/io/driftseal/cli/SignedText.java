package io.driftseal.cli;

import io.driftseal.stamp.DsseEnvelope;
import io.driftseal.stamp.MalformedEnvelopeException;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.PrintWriter;

/** A signed statement as an annotation has it, for people to read. Nothing is verified. */
final class SignedText {

    private static final JsonLimits LIMITS =
            new JsonLimits(StampAnnotations.MAXIMUM_BYTES, 16, 512);

    private SignedText() {}

    static void print(String text, PrintWriter out) {
        try {
            DsseEnvelope envelope =
                    DsseEnvelope.parse(
                            text, "application/vnd.in-toto+json", StampAnnotations.MAXIMUM_BYTES);
            out.println("  signed with key " + envelope.keyId());
            new Outline(out).print(JsonReader.read(envelope.payload(), LIMITS));
        } catch (MalformedEnvelopeException | MalformedJsonException e) {
            out.println("  cannot be shown: " + e.getMessage());
        }
    }
}
