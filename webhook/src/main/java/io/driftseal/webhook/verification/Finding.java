package io.driftseal.webhook.verification;

import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.ReasonEntry;
import java.util.List;
import java.util.Optional;

/**
 * What holding an object against its stamp came to.
 *
 * @param word closed set, for metrics
 * @param outcome ADMITTED if the stamp holds; else what is recorded where the mode lets it through
 * @param decisionId of the stamp, or of the decision by which it has none; empty if unknown
 * @param explanation what to change; empty if the stamp holds
 */
record Finding(
        String word,
        Outcome outcome,
        Optional<String> decisionId,
        String runtimePolicy,
        String explanation,
        List<ReasonEntry> reasons) {
    Finding {
        reasons = List.copyOf(reasons);
    }

    boolean holds() {
        return outcome == Outcome.ADMITTED;
    }
}
