package io.driftseal.cli.policy;

import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.PolicyVerdict;
import io.driftseal.decision.kept.KeptInput;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Collectors;

/**
 * Decisions about one workload that would change alike.
 *
 * @param newest of them; the verdicts are its
 */
record RehearsedGroup(
        int decisions, Instant time, String newest, PolicyVerdict then, PolicyVerdict now) {

    /** What decisions are grouped by. */
    record Key(RehearsedChange change, EntryPoint question, RehearsedWorkload workload)
            implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::change)
                        .thenComparing(key -> key.workload().label(key.question()))
                        .thenComparing(Key::question);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    static RehearsedGroup of(KeptInput kept, PolicyVerdict then, PolicyVerdict now) {
        return new RehearsedGroup(1, kept.time(), kept.decisionId(), then, now);
    }

    RehearsedGroup and(RehearsedGroup other) {
        RehearsedGroup newer = other.time.isAfter(time) ? other : this;
        return new RehearsedGroup(
                decisions + other.decisions, newer.time, newer.newest, newer.then, newer.now);
    }

    /** What is said now that was not said then, else what is no longer said. */
    String why() {
        String reasons = missing(now, then);
        if (!reasons.isEmpty()) {
            return reasons;
        }
        return then.grade().equals(now.grade())
                ? "no longer: " + missing(then, now)
                : grade(then) + " -> " + grade(now);
    }

    private static String missing(PolicyVerdict one, PolicyVerdict other) {
        return one.reasons().stream()
                .filter(reason -> !other.reasons().contains(reason))
                .collect(Collectors.joining("; "));
    }

    /** A plan may have no action. */
    private static String grade(PolicyVerdict verdict) {
        return verdict.grade().isEmpty() ? "none" : verdict.grade();
    }
}
