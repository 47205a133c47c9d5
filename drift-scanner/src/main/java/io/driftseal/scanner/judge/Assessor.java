package io.driftseal.scanner.judge;

import io.driftseal.decision.Mode;
import io.driftseal.evidence.AmendmentRecord;
import io.driftseal.scanner.check.AmendmentSight;
import io.driftseal.scanner.check.BaselineSight;
import io.driftseal.scanner.check.OwnerSight;
import io.driftseal.scanner.check.Subject;
import io.driftseal.stamp.Verification;
import io.driftseal.workload.Derived;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What may be said about a workload, given what was looked at. Pure. */
public final class Assessor {

    private Assessor() {}

    /**
     * The verdict. A finding always counts; without one, whatever could not be looked at makes it
     * unknown, and only a stamp that holds makes it clean.
     *
     * @param findingIds of this look
     * @param lostRecords whether records about this workload were lost on their way
     * @param time when its state was read
     */
    public static Verdict assess(
            Subject subject, List<String> findingIds, boolean lostRecords, Instant time) {
        Coverage coverage = coverage(subject, lostRecords);
        Conclusion conclusion =
                findingIds.isEmpty() ? withoutFinding(subject) : new Conclusion.Drifted(findingIds);
        return new Verdict(subject.reference(), conclusion, coverage, time);
    }

    private static Conclusion withoutFinding(Subject subject) {
        Optional<String> cause = unknownCause(subject);
        if (cause.isEmpty()) {
            return new Conclusion.Clean(amendments(subject));
        }
        boolean readable =
                !subject.place().exempt() && !(subject.owner() instanceof OwnerSight.NotRead);
        return subject.adoptedBy()
                .filter(_ -> readable)
                .<Conclusion>map(record -> new Conclusion.Adopted(record.baselineId()))
                .orElseGet(() -> new Conclusion.Unknown(cause.get()));
    }

    private static List<AmendmentRecord> amendments(Subject subject) {
        return subject.amendments() instanceof AmendmentSight.Explained(var amendments)
                ? amendments
                : List.of();
    }

    private static Coverage coverage(Subject subject, boolean lostRecords) {
        if (subject.place().exempt()) {
            return Coverage.none();
        }
        Set<Aspect> observed = EnumSet.noneOf(Aspect.class);
        if (subject.ownStatement().isPresent()) {
            observed.add(Aspect.ADMISSION);
            observed.add(Aspect.FORM);
        }
        if (subject.adoptedBy().isPresent()) {
            observed.add(Aspect.FORM);
        }
        if (subject.owner() instanceof OwnerSight.None
                || subject.owner() instanceof OwnerSight.Present) {
            observed.add(Aspect.OWNER);
        }
        // A record of its decision shows that the webhook's records reach us; a door used while
        // they
        // did not would be missing.
        if (!subject.records().none() && !subject.records().overdue() && !lostRecords) {
            observed.add(Aspect.DOOR);
        }
        return new Coverage(observed);
    }

    private static Optional<String> unknownCause(Subject subject) {
        if (subject.place().exempt()) {
            return Optional.of("its namespace is exempt");
        }
        if (subject.stamp().verification() instanceof Verification.Missing) {
            return Optional.of(withoutStamp(subject));
        }
        if (subject.owner() instanceof OwnerSight.NotRead notRead) {
            return Optional.of(
                    "its owner, "
                            + notRead.reference().kind()
                            + " "
                            + notRead.reference().name()
                            + ", could not be read yet");
        }
        if (subject.amendments() instanceof AmendmentSight.Awaited) {
            return Optional.of(
                    "it was changed as a debug container or a resize changes it, and no amendment"
                            + " that allows it has arrived yet");
        }
        if (subject.owner() instanceof OwnerSight.Unsupported unsupported) {
            return Optional.of(unstampedRoot(unsupported));
        }
        if (subject.records().overdue()) {
            return Optional.of(
                    "the record of its admission is missing: it was lost with a replica of the"
                            + " webhook, or still waits in its spool; who asked for it, and whether"
                            + " somebody entered it, cannot be said");
        }
        return subject.verified() ? Optional.empty() : Optional.of("its stamp could not be held");
    }

    /** Its own form may hold, but what it was made from is nobody's approved configuration. */
    private static String unstampedRoot(OwnerSight.Unsupported owner) {
        return "unstamped root: its owner, "
                + owner.reference().kind()
                + " "
                + owner.reference().name()
                + ", is of a kind that is not stamped";
    }

    private static String withoutStamp(Subject subject) {
        if (subject.baseline() instanceof BaselineSight.Unusable(String why)) {
            return why;
        }
        if (subject.baseline() instanceof BaselineSight.OfChangedOwner) {
            return "its owner was changed after it was adopted";
        }
        if (subject.live().isMirrorPod()) {
            return "it is a static pod, which no admission sees";
        }
        if (subject.place().presentAtInstallation()) {
            return "it was admitted before driftseal";
        }
        if (subject.owner() instanceof OwnerSight.Unsupported unsupported) {
            return unstampedRoot(unsupported);
        }
        if (subject.owner() instanceof OwnerSight.Present present
                && present.derived() instanceof Derived.Undecided undecided) {
            return "it carries no stamp, and whether its owner makes it cannot be said: "
                    + undecided.causes().getFirst();
        }
        return subject.place().mode() == Mode.OBSERVE
                ? "it carries no stamp: the webhook was away, or it was written behind admission"
                : "it carries no stamp";
    }
}
