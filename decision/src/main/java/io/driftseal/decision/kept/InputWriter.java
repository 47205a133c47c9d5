package io.driftseal.decision.kept;

import static java.util.Objects.requireNonNull;

import io.driftseal.decision.AskedQuestion;
import io.driftseal.decision.InputKeeper;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.document.CanonicalDocument;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes inputs to their store by one thread of its own, so that no request waits for a disk; it
 * looks for them a few times a second, because to wake it for each would cost the request more than
 * the write. What the queue has no room for is dropped and counted: that decision can be explained
 * by its record alone.
 */
public final class InputWriter implements InputKeeper, AutoCloseable {

    /** Inputs that wait for the disk; a second's worth. */
    static final int MAXIMUM_WAITING = 1024;

    /** Of the inputs that wait. */
    static final long MAXIMUM_WAITING_BYTES = 8L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(InputWriter.class);
    private static final Duration GATHERING = Duration.ofMillis(50);
    private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(2);

    /** Why an input was not kept. */
    public enum Drop {
        /** The queue was full. */
        QUEUE,
        /** Larger than an input may be; it was not evaluated either. */
        SIZE,
        /** The disk refused. */
        DISK;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Waiting(AskedQuestion asked, CanonicalDocument input) {}

    private final InputStore store;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MAXIMUM_WAITING);
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final Map<Drop, AtomicLong> dropped =
            Arrays.stream(Drop.values())
                    .collect(Collectors.toUnmodifiableMap(cause -> cause, c -> new AtomicLong()));
    private final Thread thread;
    private volatile boolean stopping;
    private boolean failing;

    private InputWriter(InputStore store) {
        this.store = store;
        this.thread = Thread.ofPlatform().daemon().name("kept-inputs").unstarted(this::write);
    }

    /** Starts the thread. */
    public static InputWriter start(InputStore store) {
        var writer = new InputWriter(store);
        writer.thread.start();
        return writer;
    }

    @Override
    public void keep(AskedQuestion asked) {
        Optional<CanonicalDocument> input = asked.evaluation().trace().input();
        if (input.isEmpty()) {
            return;
        }
        int size = input.get().size();
        if (size > PolicyEngine.MAXIMUM_INPUT_BYTES) {
            drop(Drop.SIZE);
            return;
        }
        long waiting = waitingBytes.addAndGet(size);
        if (waiting > MAXIMUM_WAITING_BYTES
                || stopping
                || !queue.offer(new Waiting(asked, input.get()))) {
            waitingBytes.addAndGet(-size);
            drop(Drop.QUEUE);
        }
        if (waiting > MAXIMUM_WAITING_BYTES / 4 || queue.size() > MAXIMUM_WAITING / 4) {
            LockSupport.unpark(thread);
        }
    }

    private void drop(Drop cause) {
        requireNonNull(dropped.get(cause)).incrementAndGet();
    }

    private void write() {
        long lastLook = System.nanoTime();
        while (!isInterrupted() && (!stopping || !queue.isEmpty())) {
            while (!isInterrupted() && queue.peek() != null) {
                Waiting next = queue.remove();
                waitingBytes.addAndGet(-next.input().size());
                write(next);
            }
            if (System.nanoTime() - lastLook > BETWEEN_LOOKS.toNanos()) {
                lastLook = System.nanoTime();
                forgetOld();
            }
            if (!stopping) {
                LockSupport.parkNanos(this, GATHERING.toNanos());
            }
        }
    }

    /** A write would close its file then. */
    private static boolean isInterrupted() {
        return Thread.currentThread().isInterrupted();
    }

    private void forgetOld() {
        try {
            store.forgetOld();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("old inputs of decisions cannot be removed");
        }
    }

    private void write(Waiting next) {
        try {
            store.append(next.asked(), next.input());
            written.incrementAndGet();
            failing = false;
        } catch (IOException e) {
            drop(Drop.DISK);
            if (!failing) {
                LOG.atWarn().setCause(e).log("inputs of decisions cannot be kept");
            }
            failing = true;
        }
    }

    /** Inputs written since the start. */
    public long written() {
        return written.get();
    }

    /** Inputs that were not kept since the start, by cause. */
    public long dropped(Drop cause) {
        return requireNonNull(dropped.get(cause)).get();
    }

    /** Writes what waits, for at most two seconds, and closes the store. */
    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(thread);
        try {
            if (!thread.join(STOP_DEADLINE)) {
                thread.interrupt();
            }
            store.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("kept inputs cannot be closed");
        }
    }
}
