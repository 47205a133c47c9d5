package io.driftseal.scanner.check;

import io.driftseal.evidence.DecisionRecord;
import io.driftseal.scanner.check.StampSightings.Sighting;
import io.driftseal.stamp.StampStatement;
import io.driftseal.stamp.Verification;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A true stamp on an object it was not issued for. Where the name cannot tell (generated names),
 * the verified record's uid does; without that record the first object seen with a decision keeps
 * it.
 */
final class CopiedStampCheck implements Check {

    @Override
    public List<Finding> findings(Subject subject) {
        if (subject.stamp().verification() instanceof Verification.WrongSubject wrong) {
            return subject.ownStatement().isPresent()
                    ? List.of()
                    : List.of(ofAnother(wrong.statement(), wrong.reason()));
        }
        return subject.ownStatement()
                .flatMap(statement -> secondHolder(subject, statement))
                .map(List::of)
                .orElse(List.of());
    }

    private static Finding ofAnother(StampStatement statement, String reason) {
        return Finding.of(
                ReasonCode.STAMP_COPIED,
                "Its stamp belongs to another object: " + reason + ".",
                Map.of("decisionId", statement.decisionId()));
    }

    private static Optional<Finding> secondHolder(Subject subject, StampStatement statement) {
        String uid = subject.reference().uid();
        Optional<String> recorded =
                subject.records().admissions().stream()
                        .map(DecisionRecord::workload)
                        .filter(w -> w.kind().equals(subject.reference().kind()))
                        .map(w -> w.uid())
                        .filter(recordedUid -> !recordedUid.isEmpty())
                        .findFirst();
        Optional<String> holder =
                recorded.or(() ->
                        subject.stamp().sameDecision().stream()
                                .map(Sighting::workloadUid)
                                .findFirst());
        if (holder.isEmpty() || holder.get().equals(uid)) {
            return Optional.empty();
        }
        return Optional.of(
                Finding.of(
                        ReasonCode.STAMP_COPIED,
                        "Its stamp was issued for the object with uid " + holder.get() + ".",
                        Map.of("decisionId", statement.decisionId(), "holder", holder.get())));
    }
}
