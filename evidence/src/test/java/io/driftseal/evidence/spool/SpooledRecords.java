package io.driftseal.evidence.spool;

import io.driftseal.evidence.MalformedRecordException;
import io.driftseal.evidence.RecordEnvelope;
import java.util.ArrayList;
import java.util.List;

/** A batch as its receiver reads it. */
final class SpooledRecords {
    private SpooledRecords() {}

    static List<RecordEnvelope> read(List<SpooledRecord> batch) {
        var records = new ArrayList<RecordEnvelope>();
        try {
            for (SpooledRecord record : batch) {
                records.add(record.envelope());
            }
        } catch (MalformedRecordException e) {
            throw new AssertionError("a spooled record is malformed", e);
        }
        return records;
    }
}
