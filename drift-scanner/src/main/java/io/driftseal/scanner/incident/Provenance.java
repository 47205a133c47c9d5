package io.driftseal.scanner.incident;

import io.driftseal.evidence.ExemptionEntry;
import java.util.List;
import java.util.Objects;

/**
 * Who asked for what is running, as the decision on it says. A requester is never shown as
 * approver.
 *
 * @param decisionId the decision the live stamp or record names; empty if none is known
 * @param requester user name of the request; empty if none is known
 * @param approver verified external approval; empty if there is none (shown as {@code none})
 * @param runtimePolicy assigned tier; empty if none is known
 * @param exemptions those that the decision rested on, at most {@link #MAXIMUM_EXEMPTIONS}
 */
public record Provenance(
        String decisionId,
        String requester,
        String approver,
        String runtimePolicy,
        List<ExemptionEntry> exemptions) {

    /** Each is from one rule; further ones are in the decision's record. */
    public static final int MAXIMUM_EXEMPTIONS = 16;

    public Provenance {
        // Incidents that were kept by the version before have no such list.
        exemptions =
                Objects.requireNonNullElse(exemptions, List.<ExemptionEntry>of()).stream()
                        .distinct()
                        .limit(MAXIMUM_EXEMPTIONS)
                        .toList();
    }

    /** Nothing is known. */
    public static Provenance unknown() {
        return new Provenance("", "", "", "", List.of());
    }
}
