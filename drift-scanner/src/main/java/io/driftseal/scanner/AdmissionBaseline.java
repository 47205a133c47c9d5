package io.driftseal.scanner;

import io.driftseal.evidence.WorkloadReference;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.scanner.incident.Provenance;
import io.driftseal.scanner.incident.Transaction;
import io.driftseal.scanner.judge.Aspect;
import io.driftseal.scanner.judge.Conclusion;
import io.driftseal.scanner.judge.Coverage;
import io.driftseal.scanner.judge.Verdict;
import io.driftseal.scanner.observe.Observatory;
import io.driftseal.scanner.observe.WorkKey;
import io.driftseal.stamp.StampAnnotations;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What our own admission configuration was when it was first seen, or when an operator approved
 * what is there. Kept across restarts, so that a change while the scanner was away is found.
 */
final class AdmissionBaseline {

    /** The kinds that decide whether admission asks us, or what it denies for us. */
    static final List<ResourceType> TYPES =
            List.of(
                    ResourceType.MUTATING_WEBHOOK_CONFIGURATIONS,
                    ResourceType.VALIDATING_WEBHOOK_CONFIGURATIONS,
                    ResourceType.VALIDATING_ADMISSION_POLICIES,
                    ResourceType.VALIDATING_ADMISSION_POLICY_BINDINGS);

    private static final int MAXIMUM_UID = 64;

    private AdmissionBaseline() {}

    /** Whether the key names an object of our admission configuration. */
    static boolean covers(WorkKey key) {
        return TYPES.stream().anyMatch(type -> type.kind().equals(key.kind()));
    }

    /** The approved content; the first that is seen becomes it. Empty if none was ever seen. */
    static Optional<String> approved(Transaction transaction, WorkKey key, Optional<String> live) {
        String subject = subject(key);
        return live.map(content -> transaction.firstSights().keepFirst(subject, content))
                .or(() -> transaction.firstSights().of(subject));
    }

    /** An operator says that what is there now is right. */
    static void approveLive(Transaction transaction, Observatory observatory) {
        for (WorkKey key : observatory.admissionKeys()) {
            observatory
                    .admission(key)
                    .ifPresent(o -> transaction.firstSights().replace(subject(key), o.content()));
        }
    }

    /**
     * Cluster-scoped objects have no lasting uid of interest: deleted and made again is the same.
     */
    static WorkloadReference reference(WorkKey key) {
        String uid = key.kind() + "/" + key.identity();
        return new WorkloadReference(
                key.kind(),
                "",
                key.identity(),
                uid.length() <= MAXIMUM_UID ? uid : StampAnnotations.digest(uid));
    }

    static Verdict verdict(WorkKey key, List<String> findingIds, Instant time) {
        return new Verdict(
                reference(key),
                findingIds.isEmpty() ? new Conclusion.Clean() : new Conclusion.Drifted(findingIds),
                new Coverage(Set.of(Aspect.FORM)),
                time);
    }

    static Case.Context context() {
        return new Case.Context(Provenance.unknown(), "", Map.of());
    }

    private static String subject(WorkKey key) {
        return "admission-configuration/" + key.kind() + "/" + key.identity();
    }
}
