package io.driftseal.scanner.store;

import io.driftseal.evidence.AmendmentRecord;
import io.driftseal.evidence.EvidenceLine;
import io.driftseal.evidence.MalformedRecordException;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordType;
import io.driftseal.scanner.check.RecordedAmendments;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Amendments, read from the chain by their index. */
record SqliteRecordedAmendments(Statements statements) implements RecordedAmendments {

    private static final String LINES =
            "SELECT e.line FROM amendment a JOIN evidence e ON e.sequence = a.sequence ";

    @Override
    public List<AmendmentRecord> ofWorkload(String workloadUid, int limit) {
        return statements
                .list(
                        LINES + "WHERE a.workload_uid = ? ORDER BY a.sequence DESC LIMIT ?",
                        SqliteRecordedAmendments::amendment,
                        workloadUid,
                        limit)
                .reversed();
    }

    Optional<AmendmentRecord> byId(String amendmentId) {
        return statements.first(
                LINES + "WHERE a.amendment_id = ? ORDER BY a.sequence LIMIT 1",
                SqliteRecordedAmendments::amendment,
                amendmentId);
    }

    private static AmendmentRecord amendment(ResultSet row) throws SQLException {
        try {
            if (EvidenceLine.read(row.getString(1)) instanceof EvidenceLine.Entry(var entry)
                    && RecordCodec.readBody(
                                    RecordType.AMENDMENT,
                                    entry.body().getBytes(StandardCharsets.UTF_8))
                            instanceof AmendmentRecord amendment) {
                return amendment;
            }
        } catch (MalformedRecordException e) {
            throw StoreFailure.CORRUPT.exception(e);
        }
        throw StoreFailure.CORRUPT.exception(
                new IllegalStateException("an indexed amendment is another record"));
    }
}
