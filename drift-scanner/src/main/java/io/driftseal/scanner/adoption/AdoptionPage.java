package io.driftseal.scanner.adoption;

import io.driftseal.evidence.WorkloadReference;
import java.util.List;
import java.util.Map;

/**
 * What came of one page of workloads.
 *
 * @param counts by namespace and standing
 * @param named workloads that are new, drifted or not signed
 * @param next where the next page begins, empty after the last
 */
public record AdoptionPage(
        Map<String, Map<Standing, Integer>> counts, List<Named> named, String next) {

    public AdoptionPage {
        counts = Map.copyOf(counts);
        named = List.copyOf(named);
    }

    /**
     * @param detail why it was not signed, empty otherwise
     */
    public record Named(WorkloadReference workload, Standing standing, String detail) {}
}
