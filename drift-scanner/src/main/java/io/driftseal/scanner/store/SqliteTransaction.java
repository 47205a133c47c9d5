package io.driftseal.scanner.store;

import io.driftseal.scanner.check.Baselines;
import io.driftseal.scanner.check.RecordedAmendments;
import io.driftseal.scanner.check.RecordedDecisions;
import io.driftseal.scanner.check.StampSightings;
import io.driftseal.scanner.incident.EvidenceStore;
import io.driftseal.scanner.incident.FirstSights;
import io.driftseal.scanner.incident.Gaps;
import io.driftseal.scanner.incident.IncidentStore;
import io.driftseal.scanner.incident.Outbox;
import io.driftseal.scanner.incident.Transaction;
import io.driftseal.scanner.judge.VerdictStore;

/** The ports over one connection; unusable once its work has returned. */
final class SqliteTransaction implements Transaction {

    private final Statements statements;
    private final StorePolicy policy;
    private boolean over;

    SqliteTransaction(Statements statements, StorePolicy policy) {
        this.statements = statements;
        this.policy = policy;
    }

    void end() {
        over = true;
    }

    private Statements current() {
        if (over) {
            throw new IllegalStateException(
                    "the transaction is over: use its ports only inside the work");
        }
        return statements;
    }

    @Override
    public EvidenceStore evidence() {
        return new SqliteEvidenceStore(current());
    }

    @Override
    public RecordedDecisions decisions() {
        return new SqliteRecordedDecisions(current());
    }

    @Override
    public RecordedAmendments amendments() {
        return new SqliteRecordedAmendments(current());
    }

    @Override
    public StampSightings stamps() {
        return new SqliteStampSightings(current());
    }

    @Override
    public Baselines baselines() {
        return new SqliteBaselines(current());
    }

    @Override
    public VerdictStore verdicts() {
        return new SqliteVerdictStore(current());
    }

    @Override
    public IncidentStore incidents() {
        return new SqliteIncidentStore(current(), policy.limits(), policy.counters());
    }

    @Override
    public FirstSights firstSights() {
        return new SqliteFirstSights(current());
    }

    @Override
    public Gaps gaps() {
        return new SqliteGaps(current());
    }

    @Override
    public Outbox outbox() {
        return new SqliteOutbox(current(), policy);
    }
}
