package io.driftseal.scanner.store;

import io.driftseal.evidence.AmendmentRecord;
import io.driftseal.evidence.ChainEntry;
import io.driftseal.evidence.ChainHead;
import io.driftseal.evidence.Checkpoint;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.EvidenceChain;
import io.driftseal.evidence.EvidenceLine;
import io.driftseal.evidence.EvidenceRecord;
import io.driftseal.evidence.FindingRecord;
import io.driftseal.evidence.SignedCheckpoint;
import io.driftseal.scanner.incident.EvidenceStore;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The chain, and the indexes that find decisions and findings in it. Rows are only ever added. */
record SqliteEvidenceStore(Statements statements) implements EvidenceStore {

    @Override
    public boolean append(EvidenceRecord record, Instant time) {
        ChainHead head =
                head().map(known -> new ChainHead(known.sequence(), known.hash()))
                        .orElse(ChainHead.EMPTY);
        ChainEntry entry = EvidenceChain.append(head, time, record);
        String key = key(record, entry);
        if (statements.number("SELECT COUNT(*) FROM evidence WHERE record_key = ?", key) > 0) {
            return false;
        }
        statements.change(
                "INSERT INTO evidence (sequence, record_key, type, time, hash, line) VALUES (?, ?,"
                        + " ?, ?, ?, ?)",
                entry.sequence(),
                key,
                entry.type(),
                EpochNanos.of(time),
                entry.hash(),
                EvidenceLine.write(entry));
        index(record, entry.sequence());
        return true;
    }

    /** A stamp and its verification share one decision id and are two records. */
    private static String key(EvidenceRecord record, ChainEntry entry) {
        return record instanceof DecisionRecord
                ? record.id() + "/" + entry.bodySha256()
                : record.id();
    }

    private void index(EvidenceRecord record, long sequence) {
        if (record instanceof DecisionRecord decision) {
            statements.change(
                    "INSERT INTO decision (sequence, decision_id, workload_uid,"
                            + " configuration_hash, has_form, time) VALUES (?, ?, ?, ?, ?, ?)",
                    sequence,
                    decision.decisionId(),
                    decision.workload().uid(),
                    decision.configurationHash(),
                    decision.redactedForm().isPresent() ? 1 : 0,
                    EpochNanos.of(decision.time()));
        }
        if (record instanceof AmendmentRecord amendment) {
            statements.change(
                    "INSERT INTO amendment (sequence, amendment_id, workload_uid) VALUES (?, ?, ?)",
                    sequence,
                    amendment.amendmentId(),
                    amendment.workload().uid());
        }
        if (record instanceof FindingRecord finding) {
            statements.change(
                    "INSERT INTO finding (finding_id, sequence, workload_uid, reason) VALUES (?, ?,"
                            + " ?, ?)",
                    finding.findingId(),
                    sequence,
                    finding.workload().uid(),
                    finding.reasonCode());
        }
    }

    @Override
    public Optional<Head> head() {
        return statements.first(
                "SELECT sequence, hash FROM evidence ORDER BY sequence DESC LIMIT 1",
                row -> new Head(row.getLong(1), row.getString(2)));
    }

    @Override
    public void keepCheckpoint(long sequence, String signedCheckpoint, Instant time) {
        String hash =
                statements
                        .first(
                                "SELECT hash FROM evidence WHERE sequence = ?",
                                row -> row.getString(1),
                                sequence)
                        .orElseThrow(() ->
                                new IllegalArgumentException("no entry has sequence " + sequence));
        if (lastCheckpoint().filter(last -> last.sequence() >= sequence).isPresent()) {
            return;
        }
        SignedCheckpoint kept =
                new SignedCheckpoint(new Checkpoint(sequence, hash, time), signedCheckpoint);
        statements.change(
                "INSERT INTO evidence_checkpoint (sequence, time, line) VALUES (?, ?, ?)",
                sequence,
                EpochNanos.of(time),
                EvidenceLine.write(kept));
    }

    @Override
    public Optional<CheckpointSighting> lastCheckpoint() {
        return statements.first(
                "SELECT sequence, time FROM evidence_checkpoint ORDER BY sequence DESC LIMIT 1",
                row -> new CheckpointSighting(row.getLong(1), EpochNanos.instant(row.getLong(2))));
    }

    @Override
    public void export(Consumer<String> lines) {
        statements.each(
                "SELECT e.line, COALESCE(c.line, '') FROM evidence e LEFT JOIN evidence_checkpoint"
                        + " c ON c.sequence = e.sequence ORDER BY e.sequence",
                row -> {
                    lines.accept(row.getString(1));
                    String checkpoint = row.getString(2);
                    if (!checkpoint.isEmpty()) {
                        lines.accept(checkpoint);
                    }
                });
    }
}
