package io.driftseal.scanner;

import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.check.Finding;
import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.incident.Memory;
import io.driftseal.scanner.incident.Provenance;
import io.driftseal.scanner.judge.Conclusion;
import io.driftseal.scanner.judge.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one look at one object came to, before anyone judged it.
 *
 * @param verdict about it
 * @param findings of this look, in the order of the verdict's finding ids
 * @param before what was remembered of it
 * @param context what policy and people want to know besides
 * @param memory for the next looks
 */
record Case(
        Verdict verdict, List<Finding> findings, Before before, Context context, Memory memory) {

    Case {
        findings = List.copyOf(findings);
    }

    /**
     * @param verdict the one kept last
     * @param open its open incidents, oldest first
     */
    record Before(Optional<Verdict> verdict, List<Incident> open) {
        Before {
            open = List.copyOf(open);
        }
    }

    /**
     * @param provenance who asked for what is running
     * @param ownerKind kind of the controller at the top, empty without one
     * @param namespaceLabels of its namespace
     */
    record Context(Provenance provenance, String ownerKind, Map<String, String> namespaceLabels) {
        Context {
            namespaceLabels = Map.copyOf(namespaceLabels);
        }
    }

    WorkloadReference workload() {
        return verdict.workload();
    }

    List<String> findingIds() {
        return verdict.conclusion() instanceof Conclusion.Drifted drifted
                ? drifted.findingIds()
                : List.of();
    }

    /** Whether this look found something that the last one did not: only that is judged. */
    boolean hasNews() {
        List<String> known =
                before.verdict()
                        .map(Verdict::conclusion)
                        .filter(Conclusion.Drifted.class::isInstance)
                        .map(Conclusion.Drifted.class::cast)
                        .map(Conclusion.Drifted::findingIds)
                        .orElse(List.of());
        return !new HashSet<>(known).containsAll(findingIds());
    }
}
