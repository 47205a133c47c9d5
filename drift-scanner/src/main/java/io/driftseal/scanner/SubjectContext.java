package io.driftseal.scanner;

import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.ExemptionEntry;
import io.driftseal.evidence.RecordGap;
import io.driftseal.scanner.check.BaselineSight;
import io.driftseal.scanner.check.EarlierLooks.Inherited;
import io.driftseal.scanner.check.Finding;
import io.driftseal.scanner.check.OwnerSight;
import io.driftseal.scanner.check.ReasonCode;
import io.driftseal.scanner.check.StampSightings.Sighting;
import io.driftseal.scanner.check.Subject;
import io.driftseal.scanner.incident.Provenance;
import io.driftseal.scanner.judge.Conclusion;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.stamp.StampStatement;
import io.driftseal.stamp.Verification;
import io.driftseal.workload.Derived;
import io.driftseal.workload.OwnerReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What policy, people and the next look want to know of a workload besides its findings. */
final class SubjectContext {

    private SubjectContext() {}

    static Case.Context of(Subject subject) {
        return new Case.Context(
                provenance(subject), ownerKind(subject.owner()), subject.place().namespaceLabels());
    }

    /**
     * The signed statement says it; without one, the newest record about this uid does. Of a child,
     * requester and approver are those of the root it descends from, where that decision is on
     * record.
     */
    private static Provenance provenance(Subject subject) {
        Optional<DecisionRecord> root = subject.records().root();
        Optional<Provenance> signed =
                subject.ownStatement()
                        .map(s ->
                                new Provenance(
                                        s.decisionId(),
                                        root.map(DecisionRecord::requester).orElse(s.requester()),
                                        root.map(DecisionRecord::approver).orElse(s.approver()),
                                        s.runtimePolicy(),
                                        exemptions(subject.records())));
        return signed.or(() ->
                        subject.records().ofWorkload().stream()
                                .filter(r -> r.door().isEmpty())
                                .findFirst()
                                .map(SubjectContext::provenance))
                .orElseGet(Provenance::unknown);
    }

    private static Provenance provenance(DecisionRecord record) {
        return new Provenance(
                record.decisionId(),
                record.requester(),
                record.approver(),
                record.runtimePolicy(),
                exemptions(Stream.of(record)));
    }

    /** Of the decision on the root, where it is on record: a child is judged by no rule. */
    private static List<ExemptionEntry> exemptions(Subject.Records records) {
        return exemptions(Stream.concat(records.root().stream(), records.ofDecision().stream()));
    }

    private static List<ExemptionEntry> exemptions(Stream<DecisionRecord> records) {
        return records.flatMap(record -> record.reasons().stream())
                .flatMap(reason -> reason.exemption().stream())
                .toList();
    }

    /** Kept only where the template as it is now explains it, and nothing else was found. */
    static Optional<Inherited> inherited(Subject subject, Conclusion conclusion) {
        return conclusion instanceof Conclusion.Adopted
                        && subject.baseline() instanceof BaselineSight.OfAncestor(var record)
                        && subject.owner() instanceof OwnerSight.Present present
                        && present.derived() instanceof Derived.Explained
                ? Optional.of(new Inherited(record.baselineId(), subject.form().hash().hex()))
                : Optional.empty();
    }

    /** Names what is missing once per decision and uid, however often it is looked for. */
    static Optional<RecordGap> gap(Subject subject) {
        if (!subject.records().overdue()) {
            return Optional.empty();
        }
        StampStatement stamp = subject.stamp().signed().orElseThrow();
        String about = stamp.decisionId() + "/" + subject.reference().uid();
        return Optional.of(
                new RecordGap(
                        "gap-" + StampAnnotations.digest(about).substring(0, 32),
                        stamp.issuedAt(),
                        stamp.issuedAt(),
                        1,
                        List.of(subject.reference()),
                        List.of(),
                        false));
    }

    private static String ownerKind(OwnerSight owner) {
        return switch (owner) {
            case OwnerSight.None none -> "";
            case OwnerSight.Unsupported unsupported -> unsupported.reference().kind();
            case OwnerSight.Missing missing -> missing.reference().kind();
            case OwnerSight.OtherUid other -> other.reference().kind();
            case OwnerSight.NotRead notRead -> notRead.reference().kind();
            case OwnerSight.Present present ->
                    present.owner()
                            .controllerOwner()
                            .map(OwnerReference::kind)
                            .orElse(present.owner().kind().kind());
        };
    }

    /**
     * The sighting to keep: the first of a pod, and of an object that may be stamped again each
     * newer one. A stamp that was copied or edited is never what the next look compares with.
     */
    static Optional<Sighting> sighting(Subject subject, List<Finding> findings, Instant now) {
        boolean holds =
                subject.stamp().verification() instanceof Verification.Verified
                        || subject.stamp().verification() instanceof Verification.HashMismatch;
        boolean foreign =
                findings.stream()
                        .map(Finding::reason)
                        .anyMatch(
                                r -> r == ReasonCode.STAMP_COPIED || r == ReasonCode.STAMP_EDITED);
        boolean same =
                subject.stamp()
                        .earlier()
                        .map(Sighting::stampSha256)
                        .filter(subject.stamp().sha256()::equals)
                        .isPresent();
        if (!holds || foreign || same) {
            return Optional.empty();
        }
        StampStatement statement = subject.ownStatement().orElseThrow();
        return Optional.of(
                new Sighting(
                        subject.reference().uid(),
                        statement.decisionId(),
                        subject.stamp().sha256(),
                        statement.issuedAt(),
                        now));
    }
}
