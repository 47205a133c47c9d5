package io.driftseal.webhook.stamping;

import io.driftseal.decision.AdmissionDecision;
import io.driftseal.decision.AdmissionInput;
import io.driftseal.decision.AdmittedWorkload;
import io.driftseal.decision.DecisionReference;
import io.driftseal.decision.Mode;
import io.driftseal.decision.Operation;
import io.driftseal.decision.Origin;
import io.driftseal.decision.Reason;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.ReasonEntry;
import io.driftseal.stamp.StampNotIssuedException;
import io.driftseal.webhook.review.Decisions;
import io.driftseal.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A root: policy decides, and what it admits is stamped. */
final class RootStamping {
    private static final Logger LOG = LoggerFactory.getLogger(RootStamping.class);

    private final Decisions decisions;
    private final ApprovalDesk approvals;
    private final StampDesk desk;
    private final StampRecords records;

    RootStamping(
            Decisions decisions, ApprovalDesk approvals, StampDesk desk, StampRecords records) {
        this.decisions = decisions;
        this.approvals = approvals;
        this.desk = desk;
        this.records = records;
    }

    Ruling rule(Candidate unlooked) {
        Candidate candidate = unlooked.with(approvals.facts(unlooked));
        AdmissionDecision decision = decisions.decide(question(candidate));
        return switch (decision) {
            case AdmissionDecision.Admitted admitted -> admitted(candidate, admitted);
            case AdmissionDecision.Refused(var reference, var policy, var reasons) ->
                    refused(candidate, reference, policy, reasons);
            case AdmissionDecision.Undecided(var reference, var cause, var detail) ->
                    undecided(
                            candidate,
                            reference,
                            UnstampedReason.UNDECIDED,
                            "policy gave no answer (" + cause.wireName() + ")",
                            detail);
        };
    }

    private static AdmissionInput question(Candidate candidate) {
        return new AdmissionInput(
                candidate.old().isPresent() ? Operation.UPDATE : Operation.CREATE,
                Origin.ROOT,
                candidate.namespace(),
                candidate.request().requester(),
                candidate.approval(),
                new AdmittedWorkload(
                        candidate.kind().kindName().text(),
                        candidate.displayName(),
                        candidate.kind().podSpecPath(),
                        candidate.incoming().tree(),
                        candidate.old().map(Workload::tree)));
    }

    private Ruling admitted(Candidate candidate, AdmissionDecision.Admitted admitted) {
        DecisionReference reference = admitted.reference();
        var approval =
                new StampDesk.Approval(
                        reference.decisionId(),
                        admitted.runtimePolicy(),
                        reference.bundleRevision());
        try {
            String annotation = desk.issue(candidate, approval, Optional.empty());
            List<Reason> told = new ArrayList<>(admitted.warnings());
            told.addAll(admitted.recorded());
            DecisionRecord record =
                    records.of(
                            candidate,
                            reference,
                            Outcome.ADMITTED,
                            admitted.runtimePolicy(),
                            StampRecords.entries(told));
            return new Ruling.Stamped(
                    annotation, record, admitted.warnings().stream().map(Reason::message).toList());
        } catch (StampNotIssuedException | IllegalArgumentException e) {
            LOG.atError()
                    .addKeyValue("decisionId", reference.decisionId())
                    .addKeyValue("reason", e.getMessage())
                    .log("stamp cannot be issued");
            return undecided(
                    candidate,
                    reference,
                    UnstampedReason.NOT_ISSUED,
                    "the stamp cannot be issued",
                    String.valueOf(e.getMessage()));
        }
    }

    private Ruling refused(
            Candidate candidate, DecisionReference reference, String policy, List<Reason> reasons) {
        boolean enforced = candidate.namespace().mode() == Mode.ENFORCE;
        DecisionRecord record =
                records.of(
                        candidate,
                        reference,
                        enforced ? Outcome.REFUSED : Outcome.WOULD_REFUSE,
                        policy,
                        StampRecords.entries(reasons));
        String sentences = reasons.stream().map(Reason::message).collect(Collectors.joining("; "));
        return enforced
                ? new Ruling.Refused(sentences, record)
                : new Ruling.Unstamped(UnstampedReason.POLICY, sentences, record);
    }

    private Ruling undecided(
            Candidate candidate,
            DecisionReference reference,
            UnstampedReason reason,
            String explanation,
            String detail) {
        DecisionRecord record =
                records.of(
                        candidate,
                        reference,
                        Outcome.UNDECIDED,
                        "",
                        List.of(new ReasonEntry(reason.code(), explanation, detail)));
        return new Ruling.Unstamped(reason, explanation, record);
    }
}
