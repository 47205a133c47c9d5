package io.driftseal.scanner.check;

import io.driftseal.evidence.DecisionRecord;
import io.driftseal.stamp.StampStatement;
import io.driftseal.workload.Difference;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The object is not what its stamp approved. */
final class FormChangedCheck implements Check {

    @Override
    public List<Finding> findings(Subject subject) {
        Optional<StampStatement> statement = subject.ownStatement();
        if (statement.isEmpty()
                || statement.get().formVersion() != subject.form().version()
                || statement.get().hash().equals(subject.form().hash())
                || subject.amended()) {
            return List.of();
        }
        List<String> difference = difference(subject);
        String message =
                difference.isEmpty()
                        ? "It was changed after approval; the approved form is not on record, so the"
                                + " change cannot be named."
                        : "It was changed after approval: " + difference.getFirst() + ".";
        return List.of(
                new Finding(
                        ReasonCode.FORM_CHANGED,
                        message + requestedBy(subject),
                        Map.of(
                                "decisionId", statement.get().decisionId(),
                                "approvedHash", statement.get().hash().hex(),
                                "liveHash", subject.form().hash().hex()),
                        difference));
    }

    /**
     * Who made the change, where it passed admission and its record is here. Comes after the rest
     * of the message, because the record often arrives later than the change is seen.
     */
    private static String requestedBy(Subject subject) {
        return subject.records().ofWorkload().stream()
                .filter(r -> r.outcome() == DecisionRecord.Outcome.WOULD_REFUSE)
                .filter(r -> r.configurationHash().equals(subject.form().hash().hex()))
                .findFirst()
                .map(r -> " Requested by " + r.requester() + " (decision " + r.decisionId() + ").")
                .orElse("");
    }

    private static List<String> difference(Subject subject) {
        Optional<Difference> words =
                FormDifference.of(
                        subject.form(), subject.records().approvedForm(), subject.owner());
        return words.map(d -> d.sentences(Finding.MAXIMUM_SENTENCES)).orElse(List.of());
    }
}
