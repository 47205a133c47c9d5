package io.driftseal.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;

/**
 * Makes the next link. It keeps no state: the store that holds the entries holds the head, and
 * advances it in the same transaction.
 */
public final class EvidenceChain {

    private EvidenceChain() {}

    public static ChainEntry append(ChainHead head, Instant time, EvidenceRecord record) {
        return append(
                head,
                time,
                RecordType.of(record).wireName(),
                record.id(),
                new String(RecordCodec.writeBody(record), UTF_8));
    }

    /** For what has no record type of its own, such as an incident's transitions. */
    public static ChainEntry append(
            ChainHead head, Instant time, String type, String recordId, String body) {
        return ChainEntry.after(head, time, type, recordId, body);
    }
}
