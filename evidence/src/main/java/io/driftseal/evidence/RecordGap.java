package io.driftseal.evidence;

import java.time.Instant;
import java.util.List;

/**
 * Records were lost on their way. The receiver marks what they were about as unknown, from {@code
 * time} on, until it has looked again.
 *
 * @param gapId {@code gap-} and 32 hex characters
 * @param time of the first loss
 * @param until time of the last loss
 * @param lost how many records
 * @param workloads those concerned, as far as they could be kept one by one
 * @param namespaces of which anything may be concerned
 * @param everything any workload may be concerned; the two lists are then empty
 */
public record RecordGap(
        String gapId,
        Instant time,
        Instant until,
        long lost,
        List<WorkloadReference> workloads,
        List<String> namespaces,
        boolean everything)
        implements EvidenceRecord {

    public RecordGap {
        Bounds.id("gapId", "gap", gapId);
        if (lost < 1) {
            throw new IllegalArgumentException("lost must be positive");
        }
        workloads = List.copyOf(workloads);
        Bounds.count("workloads", workloads.size());
        namespaces = Bounds.texts("namespaces", namespaces);
        if (everything && !(workloads.isEmpty() && namespaces.isEmpty())) {
            throw new IllegalArgumentException("everything leaves no workloads or namespaces");
        }
    }

    @Override
    public String id() {
        return gapId;
    }
}
