package io.driftseal.scanner.check;

import io.driftseal.decision.BreakGlass;
import io.driftseal.decision.Mode;
import io.driftseal.evidence.BaselineRecord;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.stamp.Verification;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A workload without a stamp where there should be one: policy said no to it, or its namespace
 * warns or enforces and it came after the installation. Elsewhere it is unknown, not a finding.
 */
final class UnstampedCheck implements Check {

    @Override
    public List<Finding> findings(Subject subject) {
        if (!(subject.stamp().verification() instanceof Verification.Missing)
                || subject.stamp().earlier().isPresent()) {
            return List.of();
        }
        Optional<DecisionRecord> refused =
                subject.records().ofWorkload().stream()
                        .filter(r -> r.outcome() == Outcome.WOULD_REFUSE)
                        .filter(r -> r.door().isEmpty())
                        .filter(r -> isAbout(subject, r))
                        .findFirst();
        if (refused.isPresent()) {
            return List.of(refusedByPolicy(refused.get()));
        }
        boolean expected =
                subject.place().mode() != Mode.OBSERVE && !subject.place().presentAtInstallation();
        if (!expected
                || BaselineChecks.adopted(subject)
                || subject.live().isMirrorPod()
                || subject.owner() instanceof OwnerSight.Unsupported) {
            return List.of();
        }
        return List.of(
                Finding.of(
                        ReasonCode.UNSTAMPED,
                        "It carries no stamp: it was admitted while the webhook was away, or written"
                                + " behind admission"
                                + breakGlass(subject)
                                + ".",
                        Map.of("admission", "webhook-away-or-bypassed")));
    }

    /**
     * What was adopted and changed back is not what a refusal of the change was about, nor one of
     * the change back.
     */
    private static boolean isAbout(Subject subject, DecisionRecord record) {
        if (subject.baseline() instanceof BaselineSight.Own(BaselineRecord adopted)
                && adopted.configurationHash().equals(subject.form().hash().hex())) {
            return false;
        }
        return !BaselineChecks.adopted(subject)
                || record.configurationHash().equals(subject.form().hash().hex());
    }

    /** The label as it is now: whoever reads the finding wants to know who opened the door. */
    private static String breakGlass(Subject subject) {
        String until = subject.place().namespaceLabels().get(BreakGlass.LABEL);
        return until == null ? "" : ", in a namespace whose glass is broken until " + until;
    }

    private static Finding refusedByPolicy(DecisionRecord record) {
        String why =
                record.reasons().isEmpty()
                        ? "no reason given"
                        : record.reasons().getFirst().message();
        String glass =
                record.reasons().stream()
                        .filter(reason -> reason.code().equals("break-glass"))
                        .findFirst()
                        .map(reason -> ", but " + reason.message())
                        .orElse("");
        return Finding.of(
                ReasonCode.UNSTAMPED,
                "It carries no stamp: policy would have refused it (" + why + ")" + glass + ".",
                Map.of("admission", "would-refuse", "decisionId", record.decisionId()));
    }
}
