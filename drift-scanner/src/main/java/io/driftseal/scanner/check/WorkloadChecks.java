package io.driftseal.scanner.check;

import java.util.List;

/** Every check of a workload. */
public final class WorkloadChecks {

    private static final List<Check> ALL =
            List.of(
                    new UnstampedCheck(),
                    UnreadableStampChecks::malformed,
                    UnreadableStampChecks::forged,
                    UnreadableStampChecks::unknownKey,
                    new CopiedStampCheck(),
                    new EditedStampCheck(),
                    new FormChangedCheck(),
                    BaselineChecks::changed,
                    BaselineChecks::ownerChanged,
                    new PolicyLabelCheck(),
                    new DerivationCheck(),
                    new DoorCheck());

    private WorkloadChecks() {}

    /**
     * All findings of all checks, in the order of the checks; none in an exempt namespace, where no
     * stamp is promised.
     */
    public static List<Finding> findings(Subject subject) {
        if (subject.place().exempt()) {
            return List.of();
        }
        return ALL.stream().flatMap(check -> check.findings(subject).stream()).toList();
    }
}
