package io.driftseal.decision.workbench;

import io.driftseal.decision.EntryPoint;
import java.util.Comparator;
import java.util.List;

/**
 * What a decision costs.
 *
 * @param revision of the policies
 * @param inputBytes of the input as JSON
 * @param rounds in their order, one at least
 * @param rules of one more run, the slowest first
 * @param profiled evaluations in that run
 */
public record BenchReport(
        String revision,
        EntryPoint question,
        int inputBytes,
        List<BenchRound> rounds,
        List<RuleCost> rules,
        long profiled) {

    public BenchReport {
        rounds = List.copyOf(rounds);
        rules = List.copyOf(rules);
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("no round");
        }
    }

    /** The round whose ratio is in the middle; of an even number the lower one. */
    public BenchRound middle() {
        return rounds.stream()
                .sorted(Comparator.comparingDouble(BenchRound::ratio))
                .toList()
                .get((rounds.size() - 1) / 2);
    }
}
