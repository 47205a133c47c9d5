package io.driftseal.scanner;

import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.incident.ScannerStore;
import io.driftseal.scanner.incident.StoreException;
import io.driftseal.scanner.judge.Verdict;
import io.driftseal.scanner.observe.Observatory;
import io.driftseal.scanner.observe.WorkKey;
import io.driftseal.scanner.observe.WorkQueue;
import io.driftseal.service.health.ProgressCheck;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers keys that no event offers: all of them on a period and after losses, those that are kept
 * but no longer live, and single ones that need another look soon. A round waits for room in the
 * queue, so that it never causes a drop.
 */
final class Rounds {

    /** Keys waiting for another look; past it the periodic round has to do. */
    private static final int MAXIMUM_SOON = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private static final Duration TICK = Duration.ofMillis(200);

    private final WorkQueue queue;
    private final Observatory observatory;
    private final ScannerStore store;
    private final ScannerMeters meters;
    private final Settings settings;
    private final Clock clock;
    private final Map<WorkKey, Instant> soon = new LinkedHashMap<>();
    private long dropsSoon;
    private volatile boolean sweepRequested;
    private volatile Instant lastSweep;

    /** What rounds go through, and where to. */
    record Scope(WorkQueue queue, Observatory observatory, ScannerStore store) {}

    /**
     * @param period between two full rounds
     * @param delay before another look at a key that needs one
     * @param roomFor keys that the queue may hold before a round waits
     */
    record Settings(Duration period, Duration delay, int roomFor) {}

    Rounds(Scope scope, ScannerMeters meters, Settings settings, Clock clock) {
        this.queue = scope.queue();
        this.observatory = scope.observatory();
        this.store = scope.store();
        this.meters = meters;
        this.settings = settings;
        this.clock = clock;
        this.lastSweep = clock.instant();
    }

    /** Another look at this key after the delay. */
    void soon(WorkKey key) {
        synchronized (soon) {
            if (soon.size() < MAXIMUM_SOON || soon.containsKey(key)) {
                soon.putIfAbsent(key, clock.instant().plus(settings.delay()));
            } else {
                dropsSoon++;
            }
        }
    }

    /** A full round as soon as the queue has room. */
    void requestSweep() {
        sweepRequested = true;
    }

    /** Keys that wait for another look. */
    int waitingSoon() {
        synchronized (soon) {
            return soon.size();
        }
    }

    /** Keys that did not find room to wait; the periodic round looks at them. */
    long dropsSoon() {
        synchronized (soon) {
            return dropsSoon;
        }
    }

    /** When the last full round ended. */
    Instant lastSweep() {
        return lastSweep;
    }

    /** Runs until interrupted. */
    void run(ProgressCheck progress) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                progress.returned();
                round(progress);
                Thread.sleep(TICK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round(ProgressCheck progress) throws InterruptedException {
        offerDue();
        try {
            meters.refresh(store);
            boolean due = !clock.instant().isBefore(lastSweep.plus(settings.period()));
            if (due || sweepRequested) {
                sweep(progress);
            }
        } catch (StoreException e) {
            LOG.atError()
                    .addKeyValue("reason", e.getMessage())
                    .log("a round cannot read the state");
        }
    }

    /** Offers every key there is, waiting for room. */
    void sweep(ProgressCheck progress) throws InterruptedException {
        sweepRequested = false;
        for (WorkKey key : everything()) {
            while (queue.depth() >= settings.roomFor()) {
                progress.returned();
                Thread.sleep(TICK);
            }
            queue.offer(key);
        }
        lastSweep = clock.instant();
    }

    /** What is live, and what is kept although it may be gone. */
    private Set<WorkKey> everything() {
        Set<WorkKey> keys = new LinkedHashSet<>(observatory.workloadKeys());
        keys.addAll(observatory.admissionKeys());
        for (Verdict verdict : store.read(t -> t.verdicts().list(Optional.empty()))) {
            keys.add(keyOf(verdict.workload()));
        }
        return keys;
    }

    private static WorkKey keyOf(WorkloadReference workload) {
        WorkKey byName = new WorkKey(workload.kind(), workload.name());
        return AdmissionBaseline.covers(byName)
                ? byName
                : new WorkKey(workload.kind(), workload.uid());
    }

    private void offerDue() {
        List<WorkKey> due = new ArrayList<>();
        Instant now = clock.instant();
        synchronized (soon) {
            soon.entrySet()
                    .removeIf(entry -> {
                        boolean ripe = !now.isBefore(entry.getValue());
                        if (ripe) {
                            due.add(entry.getKey());
                        }
                        return ripe;
                    });
        }
        due.forEach(queue::offer);
    }
}
