package io.driftseal.stamp;

import io.driftseal.workload.ConfigurationHash;
import io.driftseal.workload.Workload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether stamp and amendments together explain a live pod. Amendments are taken in the order of
 * the pod's generations, each from a form that stamp and earlier ones allow. One that never took
 * effect, because somebody else refused the request, does no harm; a form that an approved change
 * has left needs a new approval to come back.
 */
public final class AmendmentChain {

    private AmendmentChain() {}

    /**
     * The amendments that lead from the stamped form to the live one, in their order; empty if none
     * do.
     *
     * @param stamped hash of the pod's own verified stamp
     * @param live hash of the pod as it is, made by the same form version as the stamped one
     * @param statements verified ones, in any order, also of other pods and later generations
     */
    public static Optional<List<AmendmentStatement>> explaining(
            ConfigurationHash stamped,
            ConfigurationHash live,
            Workload pod,
            List<AmendmentStatement> statements) {
        long generation = generation(pod);
        List<AmendmentStatement> ordered =
                statements.stream()
                        .filter(statement -> statement.pod().is(pod))
                        .filter(statement -> statement.form().generation() <= generation)
                        .sorted(
                                Comparator.<AmendmentStatement>comparingLong(
                                                statement -> statement.form().generation())
                                        .thenComparing(AmendmentStatement::issuedAt))
                        .toList();
        Map<ConfigurationHash, Reached> reached = new HashMap<>();
        reached.put(stamped, new Reached(Optional.empty(), false));
        for (AmendmentStatement statement : ordered) {
            Reached from = reached.get(statement.form().from());
            if (from != null) {
                reached.put(statement.form().from(), new Reached(from.by(), true));
                reached.put(
                        statement.form().to(),
                        new Reached(Optional.of(new Step(statement, from.by())), false));
            }
        }
        Reached end = reached.get(live);
        return end == null || end.left() ? Optional.empty() : end.by().map(Step::all);
    }

    /** {@code metadata.generation}; 0 where the API server counts none for pods. */
    public static long generation(Workload pod) {
        return Math.max(
                0,
                pod.tree()
                        .number("metadata", "generation")
                        .map(number -> number.whole().orElse(0))
                        .orElse(0L));
    }

    /**
     * @param by the last step to this form; absent for the stamped one
     * @param left whether an approved change led on from here since
     */
    private record Reached(Optional<Step> by, boolean left) {}

    private record Step(AmendmentStatement statement, Optional<Step> before) {
        List<AmendmentStatement> all() {
            List<AmendmentStatement> steps = new ArrayList<>();
            for (Optional<Step> at = Optional.of(this); at.isPresent(); at = at.get().before()) {
                steps.add(at.get().statement());
            }
            Collections.reverse(steps);
            return List.copyOf(steps);
        }
    }
}
