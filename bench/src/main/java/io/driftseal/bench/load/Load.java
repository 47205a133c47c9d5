package io.driftseal.bench.load;

import io.vertx.core.Context;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
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

    private final Context context;

    /**
     * @param context of the event loop on which operations are started
     */
    public Load(Context context) {
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
        context.runOnContext(nothing -> run.clients = 1);
        Thread.ofPlatform().name("pace").start(() -> pace(run, gapNanos, operation));
        return run.await();
    }

    /**
     * On a thread of its own: timers of the event loop tick in milliseconds, and a task that puts
     * itself behind keeps it from its sockets for as long as a second.
     */
    private void pace(Run run, long gapNanos, Operation operation) {
        long due = System.nanoTime();
        while (due < run.end) {
            long wait = due - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            } else {
                long dueThen = due;
                context.runOnContext(nothing -> send(run, dueThen, operation));
                due += gapNanos;
            }
        }
        context.runOnContext(nothing -> run.leave());
    }

    private static void send(Run run, long due, Operation operation) {
        run.clients++;
        var _ =
                operation
                        .once()
                        .onComplete(done -> {
                            run.record(due, done.succeeded());
                            run.leave();
                        });
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
