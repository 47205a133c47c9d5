package io.driftseal.scanner.check;

import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.check.StampSightings.Sighting;
import io.driftseal.stamp.StampStatement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stamp that is not the one this uid had. A pod is never stamped again, so any other stamp on it
 * was put there; a root is, by a newer decision, so an older one on it was put back. A stamp that
 * cannot be verified is the matter of other checks.
 */
final class EditedStampCheck implements Check {

    @Override
    public List<Finding> findings(Subject subject) {
        Optional<Sighting> earlier = subject.stamp().earlier();
        if (earlier.isPresent() && subject.stamp().sha256().isEmpty()) {
            return List.of(removed(earlier.get()));
        }
        if (subject.ownStatement().isEmpty()) {
            return List.of();
        }
        StampStatement statement = subject.ownStatement().get();
        if (earlier.isPresent() && replaced(subject, statement, earlier.get())) {
            return List.of(
                    Finding.of(
                            ReasonCode.STAMP_EDITED,
                            "Its stamp is not the one it was admitted with: it was replaced by that"
                                    + " of another decision.",
                            Map.of(
                                    "decisionId",
                                    statement.decisionId(),
                                    "firstSeenDecisionId",
                                    earlier.get().decisionId())));
        }
        return recordedOtherwise(subject, statement);
    }

    private static boolean replaced(Subject subject, StampStatement now, Sighting before) {
        boolean same = before.stampSha256().equals(subject.stamp().sha256());
        boolean mayBeStampedAgain = !subject.live().kind().isPod();
        return !same && !(mayBeStampedAgain && !now.issuedAt().isBefore(before.issuedAt()));
    }

    private static Finding removed(Sighting earlier) {
        return Finding.of(
                ReasonCode.STAMP_EDITED,
                "Its stamp was removed.",
                Map.of("firstSeenDecisionId", earlier.decisionId()));
    }

    /** The webhook recorded another hash under this decision than the signed one. */
    private static List<Finding> recordedOtherwise(Subject subject, StampStatement statement) {
        WorkloadReference self = subject.reference();
        return subject.records().admissions().stream()
                .filter(r -> r.workload().kind().equals(self.kind()))
                .map(DecisionRecord::configurationHash)
                .filter(hash -> !hash.isEmpty() && !hash.equals(statement.hash().hex()))
                .findFirst()
                .map(hash ->
                        Finding.of(
                                ReasonCode.STAMP_EDITED,
                                "Its stamp states another configuration than the decision it names.",
                                Map.of("decisionId", statement.decisionId(), "recordedHash", hash)))
                .map(List::of)
                .orElse(List.of());
    }
}
