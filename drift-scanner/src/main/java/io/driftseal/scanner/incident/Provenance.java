package io.driftseal.scanner.incident;

/**
 * Who asked for what is running, as the decision on it says. A requester is never shown as
 * approver.
 *
 * @param decisionId the decision the live stamp or record names; empty if none is known
 * @param requester user name of the request; empty if none is known
 * @param approver verified external approval; empty if there is none (shown as {@code none})
 * @param runtimePolicy assigned tier; empty if none is known
 */
public record Provenance(
        String decisionId, String requester, String approver, String runtimePolicy) {

    /** Nothing is known. */
    public static Provenance unknown() {
        return new Provenance("", "", "", "");
    }
}
