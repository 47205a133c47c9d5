package io.driftseal.scanner.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.driftseal.evidence.BaselineRecord;
import io.driftseal.evidence.EvidenceLine;
import io.driftseal.evidence.MalformedRecordException;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordType;
import io.driftseal.scanner.check.Baselines;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Which record of the chain is the baseline of which live workload. */
record SqliteBaselines(Statements statements) implements Baselines {

    @Override
    public Optional<BaselineRecord> of(String workloadUid) {
        return statements.first(
                "SELECT e.line FROM baseline b JOIN evidence e ON e.record_key = b.record_key"
                        + " WHERE b.workload_uid = ?",
                SqliteBaselines::baseline,
                workloadUid);
    }

    @Override
    public void keep(BaselineRecord record) {
        statements.change(
                "INSERT OR REPLACE INTO baseline (workload_uid, record_key) VALUES (?, ?)",
                record.workload().uid(),
                record.id());
    }

    @Override
    public void forget(String workloadUid) {
        statements.change("DELETE FROM baseline WHERE workload_uid = ?", workloadUid);
    }

    @Override
    public List<String> workloads() {
        return statements.list("SELECT workload_uid FROM baseline", row -> row.getString(1));
    }

    private static BaselineRecord baseline(ResultSet row) throws SQLException {
        try {
            if (EvidenceLine.read(row.getString(1)) instanceof EvidenceLine.Entry(var entry)
                    && RecordCodec.readBody(RecordType.BASELINE, entry.body().getBytes(UTF_8))
                            instanceof BaselineRecord baseline) {
                return baseline;
            }
        } catch (MalformedRecordException e) {
            throw StoreFailure.CORRUPT.exception(e);
        }
        throw StoreFailure.CORRUPT.exception(
                new IllegalStateException("a baseline's entry is another record"));
    }
}
