package io.driftseal.scanner;

import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.incident.RecordKeeper;
import io.driftseal.scanner.incident.ScannerStore;
import io.driftseal.scanner.observe.LiveWorkload;
import io.driftseal.scanner.observe.Observatory;
import io.driftseal.scanner.observe.WorkKey;
import io.driftseal.scanner.observe.WorkQueue;
import io.driftseal.service.health.ProgressCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes keys from the queue and has them looked at. Before each, whatever the queue or a watch lost
 * makes the workloads concerned unknown, so that no old verdict outlives the knowledge it rests on.
 */
final class ScannerWorkers {

    /** A worker without work comes back this often; well below the progress limit. */
    private static final long IDLE_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(ScannerWorkers.class);

    private final WorkQueue queue;
    private final ScannerPipeline pipeline;
    private final Losses losses;
    private final Rounds rounds;
    private final ScannerMeters meters;
    private volatile boolean stopping;

    ScannerWorkers(
            WorkQueue queue,
            ScannerPipeline pipeline,
            Losses losses,
            Rounds rounds,
            ScannerMeters meters) {
        this.queue = queue;
        this.pipeline = pipeline;
        this.losses = losses;
        this.rounds = rounds;
        this.meters = meters;
    }

    /** Every worker ends after the key in its hand; the rest is listed again at the next start. */
    void stop() {
        stopping = true;
        queue.close();
    }

    /** Works until stopped or interrupted. */
    void run(ProgressCheck progress) {
        try {
            while (!stopping && !Thread.currentThread().isInterrupted()) {
                progress.returned();
                settleLosses();
                Optional<WorkKey> key = queue.take(IDLE_MILLIS);
                if (key.isPresent()) {
                    look(key.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(WorkKey key) {
        try {
            if (pipeline.look(key) == ScannerPipeline.Followup.SOON) {
                rounds.soon(key);
            }
        } catch (RuntimeException e) {
            // Whatever it was, this key must not stop the others, and is looked at again.
            meters.failed();
            rounds.soon(key);
            unknown(key);
            LOG.atError()
                    .addKeyValue("kind", key.kind())
                    .addKeyValue("identity", key.identity())
                    .setCause(e)
                    .log("a look failed and is repeated");
        } finally {
            queue.done(key);
        }
    }

    private void unknown(WorkKey key) {
        try {
            pipeline.failed(key);
        } catch (RuntimeException e) {
            // Most likely what the look failed of: a state that cannot be written.
            LOG.atError()
                    .addKeyValue("reason", e.getMessage())
                    .log("a workload could not be marked as unknown");
        }
    }

    private void settleLosses() {
        WorkQueue.Drops drops = queue.takeDrops();
        Set<String> gaps = losses.observatory().takeGaps();
        if (drops.none() && gaps.isEmpty()) {
            return;
        }
        try {
            losses.settle(drops, gaps);
        } catch (RuntimeException e) {
            meters.failed();
            LOG.atError().setCause(e).log("lost keys could not be marked");
        }
        rounds.requestSweep();
    }

    /** Marks what was lost as unknown. */
    record Losses(ScannerStore store, Observatory observatory, RecordKeeper keeper) {

        void settle(WorkQueue.Drops drops, Set<String> gapKinds) {
            List<WorkloadReference> concerned = new ArrayList<>();
            for (WorkKey key : observatory.workloadKeys()) {
                boolean lost =
                        drops.more() || drops.keys().contains(key) || gapKinds.contains(key.kind());
                if (lost) {
                    observatory.live(key).map(LiveWorkload::reference).ifPresent(concerned::add);
                }
            }
            store.write(transaction -> {
                concerned.forEach(
                        w -> keeper.unknown(transaction, w, "changes to it may have been missed"));
                return concerned.size();
            });
        }
    }
}
