package io.driftseal.bench.engines;

import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.workload.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What an engine did in some time.
 *
 * @param perSecond evaluations
 * @param cpuMicros of each, of this process and its children
 * @param allocatedBytes of each, in this process
 * @param failures evaluations without an answer
 */
record EngineWindow(
        double perSecond, double cpuMicros, double allocatedBytes, Histogram nanos, int failures) {

    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

    /** Cost and latency of one evaluation after another; how many with two threads. */
    static EngineWindow both(PolicyEngine engine, JsonObject input, Duration each)
            throws InterruptedException {
        EngineWindow alone = run(engine, input, 1, each);
        EngineWindow two = run(engine, input, 2, each);
        return new EngineWindow(
                two.perSecond,
                alone.cpuMicros,
                alone.allocatedBytes,
                alone.nanos,
                alone.failures + two.failures);
    }

    static EngineWindow run(PolicyEngine engine, JsonObject input, int threads, Duration length)
            throws InterruptedException {
        EngineUsage before = EngineUsage.now();
        long began = System.nanoTime();
        long end = began + length.toNanos();
        List<Asker> askers = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            var asker = new Asker(engine, input, end);
            askers.add(asker);
            running.add(Thread.ofPlatform().daemon().start(asker));
        }
        for (Thread thread : running) {
            thread.join();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        EngineUsage used = EngineUsage.now().since(before);
        int failures = 0;
        var all = new Histogram(LONGEST_NANOS, DIGITS);
        for (Asker asker : askers) {
            failures += asker.failures;
            all.add(asker.nanos);
        }
        double count = all.getTotalCount();
        return new EngineWindow(
                count / seconds,
                used.cpuMicros() / count,
                used.allocatedBytes() / count,
                all,
                failures);
    }

    double microsAt(double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1000.0;
    }

    /** Asks one after another until the time is over, once at least. */
    private static final class Asker implements Runnable {
        private final PolicyEngine engine;
        private final JsonObject input;
        private final long end;
        private final Histogram nanos = new Histogram(LONGEST_NANOS, DIGITS);
        private int failures;

        Asker(PolicyEngine engine, JsonObject input, long end) {
            this.engine = engine;
            this.input = input;
            this.end = end;
        }

        @Override
        public void run() {
            long before = System.nanoTime();
            do {
                if (!(engine.evaluate(EntryPoint.ADMISSION, input)
                        instanceof Evaluation.Answered)) {
                    failures++;
                }
                long now = System.nanoTime();
                nanos.recordValue(Math.min(now - before, LONGEST_NANOS));
                before = now;
            } while (before < end);
        }
    }
}
