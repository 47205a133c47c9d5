package io.driftseal.cli.policy;

import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.PolicyVerdict;
import io.driftseal.decision.RepeatingEngine;
import io.driftseal.decision.kept.KeptInput;
import io.driftseal.decision.kept.KeptInputRefusedException;
import io.driftseal.decision.kept.KeptLine;
import io.driftseal.workload.json.JsonObject;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Evaluates new policies over kept decisions, on all processors, with the clock and randomness that
 * each had, and groups what would come out otherwise by workload.
 */
public final class PolicyRehearsal implements AutoCloseable {

    /** Groups that are remembered; the decisions of further ones are counted. */
    private static final int MAXIMUM_GROUPS = 10_000;

    /**
     * Which decisions are rehearsed.
     *
     * @param namespace empty for all
     * @param question empty for all
     */
    public record Filter(
            Instant since, Optional<String> namespace, Optional<EntryPoint> question) {}

    private final RepeatingEngine engine;
    private final Filter filter;
    private final ExecutorService workers;
    private final Semaphore places;
    private final int processors = Runtime.getRuntime().availableProcessors();
    private final TreeMap<RehearsedGroup.Key, RehearsedGroup> groups = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();
    private long changed;
    private long unchanged;
    private long damaged;
    private long valuesMissing;
    private long ungrouped;
    private long failed;

    /**
     * @param engine with the new policies
     */
    public PolicyRehearsal(RepeatingEngine engine, Filter filter) {
        this.engine = engine;
        this.filter = filter;
        this.workers = Executors.newFixedThreadPool(processors);
        this.places = new Semaphore(processors * 4);
    }

    /** Takes one kept line; waits where the processors are behind. */
    public void rehearse(byte[] line) throws InterruptedException {
        places.acquire();
        workers.execute(() -> {
            try {
                evaluate(KeptLine.read(line));
            } catch (KeptInputRefusedException e) {
                damaged(1);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                // A fault of ours: a decision that nobody judged must not look like one that stays.
                failed();
            } finally {
                places.release();
            }
        });
    }

    /** Lines that a service left out because they are not what was written. */
    public synchronized void damaged(long lines) {
        damaged += lines;
    }

    private void evaluate(KeptInput kept) {
        RehearsedWorkload workload = RehearsedWorkload.of(kept);
        if (!first(kept.decisionId())
                || kept.time().isBefore(filter.since())
                || filter.namespace().filter(name -> !name.equals(workload.namespace())).isPresent()
                || filter.question().filter(one -> one != kept.entryPoint()).isPresent()) {
            return;
        }
        Optional<JsonObject> values = kept.nondeterminism();
        if (values.isEmpty()) {
            valueMissing();
            return;
        }
        PolicyVerdict then = PolicyVerdict.of(kept.entryPoint(), kept.evaluation());
        PolicyVerdict now;
        try {
            now =
                    PolicyVerdict.of(
                            kept.entryPoint(),
                            engine.again(kept.entryPoint(), kept.input(), values.get()));
        } catch (IllegalArgumentException e) {
            damaged(1);
            return;
        }
        record(kept, workload, then, now);
    }

    private synchronized boolean first(String decisionId) {
        return seen.add(decisionId);
    }

    private synchronized void valueMissing() {
        valuesMissing++;
    }

    private synchronized void failed() {
        failed++;
    }

    private synchronized void record(
            KeptInput kept, RehearsedWorkload workload, PolicyVerdict then, PolicyVerdict now) {
        Optional<RehearsedChange> change = RehearsedChange.of(kept.entryPoint(), then, now);
        if (change.isEmpty()) {
            unchanged++;
            return;
        }
        changed++;
        var key = new RehearsedGroup.Key(change.get(), kept.entryPoint(), workload);
        if (!groups.containsKey(key) && groups.size() >= MAXIMUM_GROUPS) {
            ungrouped++;
            return;
        }
        groups.merge(key, RehearsedGroup.of(kept, then, now), (one, other) -> one.and(other));
    }

    /** Waits for all that was taken, and says what came of it. */
    public PolicyRehearsalReport finish(String revision) throws InterruptedException {
        places.acquire(processors * 4);
        try {
            synchronized (this) {
                return new PolicyRehearsalReport(
                        revision,
                        groups,
                        new PolicyRehearsalReport.Counts(
                                changed, unchanged, damaged, valuesMissing, ungrouped, failed),
                        Set.copyOf(seen));
            }
        } finally {
            places.release(processors * 4);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
