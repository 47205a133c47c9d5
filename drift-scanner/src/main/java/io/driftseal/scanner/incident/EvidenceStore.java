package io.driftseal.scanner.incident;

import io.driftseal.evidence.EvidenceRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The hash chain, append-only. */
public interface EvidenceStore {

    /**
     * Appends the record as the chain's next entry.
     *
     * @return false if a record with this id is in the chain already; nothing is written then
     */
    boolean append(EvidenceRecord record, Instant time);

    /** The newest entry; empty while the chain is. */
    Optional<Head> head();

    /**
     * Keeps a checkpoint over the chain up to {@code sequence}, as the webhook signed it (DSSE
     * JSON).
     */
    void keepCheckpoint(long sequence, String signedCheckpoint, Instant time);

    /** The newest kept checkpoint's sequence and time. */
    Optional<CheckpointSighting> lastCheckpoint();

    /**
     * Hands over every line of the export (JSONL, entries and checkpoints in order), without line
     * ends.
     */
    void export(Consumer<String> lines);

    /**
     * @param sequence of the newest entry, counted from 1
     * @param hash its hash, hex
     */
    record Head(long sequence, String hash) {}

    /**
     * @param sequence the chain up to and including this entry is signed
     * @param time when it was kept
     */
    record CheckpointSighting(long sequence, Instant time) {}
}
