package io.driftseal.decision.wasm;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EntryPoint;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread and an instance for each place. After an exception or at the deadline both are thrown
 * away, and others are made beside those that answer: an instance that stopped in the middle gives
 * wrong answers afterwards, and nothing but the thread's own attention ends a loop in it.
 */
final class WasmWorkers implements AutoCloseable {

    /** Threads that were left behind and have not ended. Beyond it nothing is evaluated. */
    static final int MAXIMUM_ABANDONED = 4;

    private static final Logger LOG = LoggerFactory.getLogger(WasmWorkers.class);

    private final WasmPolicy policy;
    private final BlockingQueue<Worker> idle = new LinkedBlockingQueue<>();
    private final AtomicInteger abandoned = new AtomicInteger();
    private final AtomicLong replaced = new AtomicLong();
    private volatile boolean broken;
    private volatile boolean closed;

    /** What came of one evaluation. */
    sealed interface Outcome {}

    /** The module's text, UTF-8. A class, because records do not keep arrays to themselves. */
    static final class Text implements Outcome {
        private final byte[] utf8;

        Text(byte[] utf8) {
            this.utf8 = utf8;
        }

        byte[] utf8() {
            return utf8;
        }
    }

    record Failed(Cause cause, String detail) implements Outcome {}

    /** A thread of its own, and the instance that it made. */
    private record Worker(ExecutorService thread, WasmInstance instance) {}

    /** Makes the others while the first one, which is made already, answers. */
    WasmWorkers(WasmPolicy policy, WasmInstance first, int places) {
        this.policy = policy;
        idle.add(new Worker(newThread(), first));
        for (int i = 1; i < places; i++) {
            make();
        }
    }

    Outcome evaluate(EntryPoint entryPoint, byte[] input, Duration left) {
        long end = System.nanoTime() + left.toNanos();
        if (closed || failed()) {
            return down(closed ? "engine is closed" : "too many evaluations do not end");
        }
        try {
            Worker worker = idle.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            return worker == null
                    ? down("no instance became ready within the deadline")
                    : on(worker, entryPoint, input, end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return late();
        }
    }

    private Outcome on(Worker worker, EntryPoint entryPoint, byte[] input, long end) {
        Future<byte[]> asked =
                worker.thread().submit(() -> worker.instance().evaluate(entryPoint, input));
        try {
            byte[] text = asked.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            giveBack(worker);
            return new Text(text);
        } catch (TimeoutException e) {
            throwAway(worker);
            return late();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throwAway(worker);
            return late();
        } catch (ExecutionException e) {
            throwAway(worker);
            Throwable cause = e.getCause() == null ? e : e.getCause();
            // Its message may quote the input.
            return new Failed(
                    Cause.SERVER_ERROR, "evaluation failed, " + cause.getClass().getSimpleName());
        }
    }

    private void giveBack(Worker worker) {
        idle.add(worker);
        if (closed) {
            endIdle();
        }
    }

    private void throwAway(Worker worker) {
        abandoned.incrementAndGet();
        worker.thread().shutdownNow();
        Thread.ofVirtual().name("policy-wasm-abandoned").start(() -> awaitEnd(worker.thread()));
        replaced.incrementAndGet();
        make();
    }

    private void awaitEnd(ExecutorService thread) {
        try {
            while (!thread.awaitTermination(1, TimeUnit.DAYS)) {
                LOG.atError().log("an evaluation has not ended for a day");
            }
            abandoned.decrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void make() {
        if (closed) {
            return;
        }
        ExecutorService thread = newThread();
        var _ =
                thread.submit(() -> {
                    try {
                        giveBack(new Worker(thread, WasmInstance.compile(policy)));
                    } catch (RuntimeException | Error e) {
                        broken = true;
                        LOG.atError().setCause(e).log("no further instance can be made");
                    }
                });
    }

    private static ExecutorService newThread() {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("policy-wasm").factory());
    }

    /** Whether nothing is evaluated, and only a restart of the service is sure to change that. */
    boolean failed() {
        return broken || abandoned.get() >= MAXIMUM_ABANDONED;
    }

    /** How many instances were thrown away since the start. */
    long replacedTotal() {
        return replaced.get();
    }

    private static Failed down(String detail) {
        return new Failed(Cause.ENGINE_DOWN, detail);
    }

    private static Failed late() {
        return new Failed(Cause.TIMEOUT, "no answer within the deadline");
    }

    private void endIdle() {
        for (Worker each = idle.poll(); each != null; each = idle.poll()) {
            each.thread().shutdownNow();
        }
    }

    @Override
    public void close() {
        closed = true;
        endIdle();
    }
}
