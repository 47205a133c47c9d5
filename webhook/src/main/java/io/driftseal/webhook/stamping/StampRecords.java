package io.driftseal.webhook.stamping;

import io.driftseal.decision.DecisionReference;
import io.driftseal.decision.Reason;
import io.driftseal.decision.RuleExemption;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.DecisionRecord.Point;
import io.driftseal.evidence.ExemptionEntry;
import io.driftseal.evidence.ReasonEntry;
import io.driftseal.evidence.WorkloadReference;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Records of stamping reviews. */
final class StampRecords {
    private final InstantSource clock;

    StampRecords(InstantSource clock) {
        this.clock = clock;
    }

    DecisionRecord of(
            Candidate candidate,
            DecisionReference reference,
            Outcome outcome,
            String runtimePolicy,
            List<ReasonEntry> reasons) {
        return new DecisionRecord(
                reference.decisionId(),
                clock.instant(),
                Point.STAMP,
                candidate.request().operation().name(),
                new WorkloadReference(
                        candidate.kind().kindName().text(),
                        candidate.incoming().namespace(),
                        candidate.displayName(),
                        candidate.old().flatMap(old -> old.uid()).orElse("")),
                candidate.namespace().mode().wireName(),
                outcome,
                candidate.request().requester().username(),
                candidate.approval().approver(),
                candidate.hash().hex(),
                Optional.of(candidate.form().redacted()),
                runtimePolicy,
                reference.bundleRevision(),
                reference.inputDigest(),
                candidate.noted(reasons),
                Optional.empty());
    }

    static List<ReasonEntry> entries(List<Reason> reasons) {
        return reasons.stream()
                .map(reason ->
                        new ReasonEntry(
                                reason.code(),
                                reason.message(),
                                reason.field(),
                                reason.exemption().map(StampRecords::entry)))
                .toList();
    }

    private static ExemptionEntry entry(RuleExemption exemption) {
        return new ExemptionEntry(
                exemption.id(),
                exemption.rule(),
                exemption.owner(),
                exemption.reason(),
                exemption.expires());
    }
}
