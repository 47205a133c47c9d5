package io.driftseal.decision.workbench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Times one thing again and again, in the calling thread. */
final class Stopwatch {

    private static final int MOST = 2_000_000;
    private static final double P99 = 0.99;
    private static final int ENOUGH = 10_000;
    private static final int PATIENCE = 10;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Runnable timed;

    Stopwatch(Runnable timed) {
        this.timed = timed;
    }

    /** Does it until the compiler of this process has seen it often, or for ten times as long. */
    long warm(Duration time) {
        long begun = System.nanoTime();
        long count = 0;
        long took = 0;
        while (took < time.toNanos() || (count < ENOUGH && took < time.toNanos() * PATIENCE)) {
            timed.run();
            count++;
            took = System.nanoTime() - begun;
        }
        return count;
    }

    EngineFigures measure(Duration time) {
        long[] took = new long[MOST];
        int count = 0;
        long processor = threads.getCurrentThreadCpuTime();
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        long before = begun;
        while (count == 0 || (before < end && count < MOST)) {
            timed.run();
            long now = System.nanoTime();
            took[count++] = now - before;
            before = now;
        }
        bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
        processor = threads.getCurrentThreadCpuTime() - processor;
        Arrays.sort(took, 0, count);
        return new EngineFigures(
                count,
                Duration.ofNanos((before - begun) / count),
                Duration.ofNanos(took[count / 2]),
                Duration.ofNanos(took[(int) ((count - 1) * P99)]),
                Optional.of(Duration.ofNanos(processor / count)),
                bytes / count);
    }
}
