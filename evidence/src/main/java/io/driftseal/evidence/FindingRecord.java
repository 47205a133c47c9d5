package io.driftseal.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One deviation.
 *
 * @param findingId {@code fnd-} and 32 hex characters made of stable content: the same deviation
 *     has the same id
 * @param reasonCode public contract of alerts and metrics
 * @param evidence named facts, sorted by name
 * @param difference what changed, in sentences
 */
public record FindingRecord(
        String findingId,
        Instant time,
        String reasonCode,
        String message,
        WorkloadReference workload,
        Map<String, String> evidence,
        List<String> difference)
        implements EvidenceRecord {

    public FindingRecord {
        Bounds.id("findingId", "fnd", findingId);
        Bounds.required("reasonCode", reasonCode, 63);
        Bounds.atMost("message", message, Bounds.LONG);
        evidence = Bounds.texts("evidence", evidence);
        difference = Bounds.texts("difference", difference);
    }

    @Override
    public String id() {
        return findingId;
    }
}
