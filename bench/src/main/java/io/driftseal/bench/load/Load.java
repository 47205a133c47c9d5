package io.driftseal.bench.load;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.HdrHistogram.Histogram;

/**
 * Closed and open loops on one event loop. Closed: each client sends when it has its answer, which
 * finds the throughput. Open: requests are due at fixed times whether or not earlier ones were
 * answered, and are late from the moment they were due, so a stall counts for everybody it delays.
 */
public final class Load {
    private static final int DIGITS = 3;
    private static final long HIGHEST_MICROS = 60_000_000;

    /** How much longer a window may take for the sake of its operations. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final Context context;

    /**
     * @param context of the event loop on which operations are started
     */
    public Load(Vertx vertx, Context context) {
        this.vertx = vertx;
        this.context = context;
    }

    /**
     * So many clients, for so long and until there are enough operations to count processor time
     * by; on a machine that does other things as well the latter takes longer.
     */
    public Window closed(int clients, Extent extent, Operation operation)
            throws InterruptedException {
        var run = new Run(extent);
        context.runOnContext(nothing -> {
            for (int i = 0; i < clients; i++) {
                run.clients++;
                closedStep(run, operation);
            }
        });
        return run.await();
    }

    private static void closedStep(Run run, Operation operation) {
        long now = System.nanoTime();
        if (run.isOver(now)) {
            run.leave();
            return;
        }
        var _ =
                operation
                        .once()
                        .onComplete(done -> {
                            run.record(now, done.succeeded());
                            closedStep(run, operation);
                        });
    }

    /** So many requests a second, for so long. */
    public Window open(double perSecond, Duration duration, Operation operation)
            throws InterruptedException {
        var run = new Run(new Extent(duration, 0));
        long gapNanos = (long) (1e9 / perSecond);
        context.runOnContext(nothing -> {
            run.clients = 1;
            openStep(run, System.nanoTime(), gapNanos, operation);
        });
        return run.await();
    }

    private void openStep(Run run, long firstDue, long gapNanos, Operation operation) {
        long due = firstDue;
        long now = System.nanoTime();
        while (due <= now && due < run.end) {
            long dueThen = due;
            run.clients++;
            var _ =
                    operation
                            .once()
                            .onComplete(done -> {
                                run.record(dueThen, done.succeeded());
                                run.leave();
                            });
            due += gapNanos;
        }
        if (due >= run.end) {
            run.leave();
            return;
        }
        long next = due;
        long wait = next - System.nanoTime();
        if (wait < 1_500_000) {
            // Timers tick in milliseconds: the last of them is spent going round the event loop.
            context.runOnContext(nothing -> openStep(run, next, gapNanos, operation));
        } else {
            vertx.setTimer(
                    wait / 1_000_000 - 1 > 0 ? wait / 1_000_000 - 1 : 1,
                    id -> openStep(run, next, gapNanos, operation));
        }
    }

    /** How long a window is. */
    public record Extent(Duration atLeast, long atLeastOperations) {}

    /** The state of one window; only ever touched on the event loop. */
    private static final class Run {
        private final long begin = System.nanoTime();
        private final long end;
        private final long atLeastOperations;
        private final Histogram latencies = new Histogram(HIGHEST_MICROS, DIGITS);
        private final CompletableFuture<Window> result = new CompletableFuture<>();
        private int clients;
        private long failures;

        Run(Extent extent) {
            this.end = begin + extent.atLeast().toNanos();
            this.atLeastOperations = extent.atLeastOperations();
        }

        boolean isOver(long now) {
            boolean enough = latencies.getTotalCount() >= atLeastOperations;
            return now >= end && (enough || now >= end + PATIENCE.toNanos());
        }

        void record(long began, boolean succeeded) {
            long micros = (System.nanoTime() - began) / 1000;
            if (succeeded) {
                latencies.recordValue(Math.min(micros, HIGHEST_MICROS));
            } else {
                failures++;
            }
        }

        void leave() {
            if (--clients == 0) {
                result.complete(new Window((System.nanoTime() - begin) / 1e9, failures, latencies));
            }
        }

        Window await() throws InterruptedException {
            try {
                return result.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }
}
