package io.driftseal.evidence;

import java.util.Optional;

/** The kinds of records by their wire names. */
public enum RecordType {
    DECISION("decision", DecisionRecord.class),
    AMENDMENT("amendment", AmendmentRecord.class),
    FINDING("finding", FindingRecord.class),
    RESPONSE_PLAN("response-plan", ResponsePlan.class),
    RESPONSE_OUTCOME("response-outcome", ResponseOutcome.class),
    GAP("gap", RecordGap.class),
    BASELINE("baseline", BaselineRecord.class);

    private final String wireName;
    private final Class<? extends EvidenceRecord> recordClass;

    RecordType(String wireName, Class<? extends EvidenceRecord> recordClass) {
        this.wireName = wireName;
        this.recordClass = recordClass;
    }

    public static Optional<RecordType> of(String wireName) {
        for (RecordType type : values()) {
            if (type.wireName.equals(wireName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    static RecordType of(EvidenceRecord record) {
        return switch (record) {
            case DecisionRecord _ -> DECISION;
            case AmendmentRecord _ -> AMENDMENT;
            case FindingRecord _ -> FINDING;
            case ResponsePlan _ -> RESPONSE_PLAN;
            case ResponseOutcome _ -> RESPONSE_OUTCOME;
            case RecordGap _ -> GAP;
            case BaselineRecord _ -> BASELINE;
        };
    }

    public String wireName() {
        return wireName;
    }

    Class<? extends EvidenceRecord> recordClass() {
        return recordClass;
    }
}
