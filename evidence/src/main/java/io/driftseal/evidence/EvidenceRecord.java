package io.driftseal.evidence;

import java.time.Instant;

/** What services keep and exchange. A record that exists is within its bounds. */
public sealed interface EvidenceRecord
        permits DecisionRecord,
                AmendmentRecord,
                FindingRecord,
                ResponsePlan,
                ResponseOutcome,
                RecordGap,
                BaselineRecord {

    /** Receivers know a record by it: the same id twice is the same record. */
    String id();

    Instant time();
}
