package io.driftseal.scanner.store;

import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.EvidenceLine;
import io.driftseal.evidence.MalformedRecordException;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordType;
import io.driftseal.scanner.check.RecordedDecisions;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Decisions, read from the chain by their index. */
record SqliteRecordedDecisions(Statements statements) implements RecordedDecisions {

    private static final String LINES =
            "SELECT e.line FROM decision d JOIN evidence e ON e.sequence = d.sequence ";

    /** A decision is told of a few times; more would be a flood with one id. */
    private static final int MAXIMUM_OF_ONE_DECISION = 64;

    @Override
    public List<DecisionRecord> byDecision(String decisionId) {
        return statements.list(
                LINES + "WHERE d.decision_id = ? ORDER BY d.time, d.sequence LIMIT ?",
                SqliteRecordedDecisions::decision,
                decisionId,
                MAXIMUM_OF_ONE_DECISION);
    }

    @Override
    public List<DecisionRecord> ofWorkload(String workloadUid, int limit) {
        if (workloadUid.isEmpty()) {
            return List.of();
        }
        return statements.list(
                LINES
                        + "WHERE d.workload_uid = ? AND d.workload_uid <> '' ORDER BY d.time DESC,"
                        + " d.sequence DESC LIMIT ?",
                SqliteRecordedDecisions::decision,
                workloadUid,
                limit);
    }

    @Override
    public Optional<DecisionRecord> withForm(String configurationHash) {
        return statements.first(
                LINES
                        + "WHERE d.configuration_hash = ? AND d.has_form = 1 ORDER BY d.time DESC,"
                        + " d.sequence DESC LIMIT 1",
                SqliteRecordedDecisions::decision,
                configurationHash);
    }

    private static DecisionRecord decision(ResultSet row) throws SQLException {
        try {
            if (EvidenceLine.read(row.getString(1)) instanceof EvidenceLine.Entry(var entry)
                    && RecordCodec.readBody(
                                    RecordType.DECISION,
                                    entry.body().getBytes(StandardCharsets.UTF_8))
                            instanceof DecisionRecord decision) {
                return decision;
            }
        } catch (MalformedRecordException e) {
            throw StoreFailure.CORRUPT.exception(e);
        }
        throw StoreFailure.CORRUPT.exception(
                new IllegalStateException("an indexed decision is another record"));
    }
}
