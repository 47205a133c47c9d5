package io.driftseal.scanner.check;

import io.driftseal.evidence.BaselineRecord;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.workload.Derived;
import io.driftseal.workload.Difference;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was adopted is not what it was then. A stamp supersedes a baseline, so none is looked at.
 */
final class BaselineChecks {

    private BaselineChecks() {}

    /** The workload itself was changed. */
    static List<Finding> changed(Subject subject) {
        if (!(subject.baseline() instanceof BaselineSight.Own(BaselineRecord record))
                || subject.stamp().earlier().isPresent()
                || record.configurationHash().equals(subject.form().hash().hex())) {
            return List.of();
        }
        List<String> difference =
                record.redactedForm()
                        .map(form -> Difference.between(form, subject.form().redacted()))
                        .map(d -> d.sentences(Finding.MAXIMUM_SENTENCES))
                        .orElse(List.of());
        String message =
                difference.isEmpty()
                        ? "It was changed after it was adopted; the observed form is not on record,"
                                + " so the change cannot be named."
                        : "It was changed after it was adopted: " + difference.getFirst() + ".";
        return List.of(
                new Finding(
                        ReasonCode.BASELINE_CHANGED,
                        message + requestedBy(subject),
                        Map.of(
                                "baselineId", record.baselineId(),
                                "observedHash", record.configurationHash(),
                                "liveHash", subject.form().hash().hex()),
                        difference));
    }

    /**
     * It came later, made from an adopted owner that was changed without approval. What the changed
     * template does not explain was made before the change, and is not made to pay for it.
     */
    static List<Finding> ownerChanged(Subject subject) {
        if (!(subject.baseline() instanceof BaselineSight.OfChangedOwner(BaselineRecord record))
                || subject.stamp().earlier().isPresent()
                || subject.live().isTerminating()
                || !(subject.owner() instanceof OwnerSight.Present present)
                || !(present.derived() instanceof Derived.Explained)) {
            return List.of();
        }
        return List.of(
                Finding.of(
                        ReasonCode.NOT_DERIVED_FROM_OWNER,
                        record.workload().kind()
                                + " "
                                + record.workload().name()
                                + " was changed without approval after it was adopted, and this was"
                                + " made from it.",
                        Map.of(
                                "baselineId", record.baselineId(),
                                "ownerUid", record.workload().uid())));
    }

    private static String requestedBy(Subject subject) {
        return subject.records().ofWorkload().stream()
                .filter(r -> r.door().isEmpty())
                .filter(r -> r.configurationHash().equals(subject.form().hash().hex()))
                .findFirst()
                .map(DecisionRecord::requester)
                .filter(requester -> !requester.isEmpty())
                .map(requester -> " Requested by " + requester + ".")
                .orElse("");
    }

    /** Whether the workload was adopted, itself or by what it descends from. */
    static boolean adopted(Subject subject) {
        return adoptedBy(subject).isPresent();
    }

    /** The baseline that speaks for it. */
    static Optional<BaselineRecord> adoptedBy(Subject subject) {
        return switch (subject.baseline()) {
            case BaselineSight.Own(BaselineRecord record) -> Optional.of(record);
            case BaselineSight.OfAncestor(BaselineRecord record) -> Optional.of(record);
            case BaselineSight.OfEarlierOwner(BaselineRecord record) -> Optional.of(record);
            case BaselineSight.OfChangedOwner _ -> Optional.empty();
            case BaselineSight.Unusable _ -> Optional.empty();
            case BaselineSight.None _ -> Optional.empty();
        };
    }
}
