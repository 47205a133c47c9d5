package io.driftseal.evidence;

/** A record with what a receiver needs to know before it reads it. */
public record RecordEnvelope(String id, RecordType type, EvidenceRecord body) {

    public RecordEnvelope {
        if (!id.equals(body.id()) || type != RecordType.of(body)) {
            throw new IllegalArgumentException("id and type must be those of the body");
        }
    }

    public static RecordEnvelope of(EvidenceRecord body) {
        return new RecordEnvelope(body.id(), RecordType.of(body), body);
    }
}
