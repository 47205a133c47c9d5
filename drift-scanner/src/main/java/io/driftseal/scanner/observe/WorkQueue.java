package io.driftseal.scanner.observe;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keys to work on: each at most once in the queue and never in two hands at once. A key offered
 * while it is being worked on comes again afterwards, because its state may have changed after it
 * was read.
 *
 * <p>At the bound a new key is dropped and remembered, up to the same bound; past that it is only
 * known that something was dropped. {@link #takeDrops} tells, and whoever works must then call
 * those workloads unknown until they were looked at.
 */
public final class WorkQueue {

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final ArrayDeque<WorkKey> order = new ArrayDeque<>();
    private final Set<WorkKey> waiting = new HashSet<>();
    private final Set<WorkKey> inWork = new HashSet<>();
    private final Set<WorkKey> again = new LinkedHashSet<>();
    private Set<WorkKey> dropped = new LinkedHashSet<>();
    private boolean droppedBeyondMemory;
    private long dropsTotal;
    private boolean closed;

    /**
     * @param capacity keys that wait at most
     */
    public WorkQueue(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a queue holds at least one key: " + capacity);
        }
        this.capacity = capacity;
    }

    /**
     * Adds the key unless it waits already; false if it was dropped at the bound or after closing.
     */
    public boolean offer(WorkKey key) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            if (inWork.contains(key)) {
                again.add(key);
                return true;
            }
            if (waiting.contains(key)) {
                return true;
            }
            if (order.size() >= capacity) {
                drop(key);
                return false;
            }
            add(key);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next key, waiting for at most the given time; hand it back with {@link #done}. */
    public Optional<WorkKey> take(long timeoutMillis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
            while (order.isEmpty()) {
                if (closed || nanos <= 0) {
                    return Optional.empty();
                }
                nanos = notEmpty.awaitNanos(nanos);
            }
            WorkKey key = order.removeFirst();
            waiting.remove(key);
            inWork.add(key);
            return Optional.of(key);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the work on a key; it comes again if it was offered meanwhile. */
    public void done(WorkKey key) {
        lock.lock();
        try {
            inWork.remove(key);
            // Never dropped: the bound is on what comes from outside, and this key had its place.
            if (again.remove(key) && !closed) {
                add(key);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What was dropped since the last call. */
    public Drops takeDrops() {
        lock.lock();
        try {
            Drops drops = new Drops(dropped, droppedBeyondMemory);
            dropped = new LinkedHashSet<>();
            droppedBeyondMemory = false;
            return drops;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more keys; {@link #take} hands out what still waits and then nothing. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            notEmpty.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Keys that wait now. */
    public int depth() {
        lock.lock();
        try {
            return order.size();
        } finally {
            lock.unlock();
        }
    }

    /** Keys dropped since the start. */
    public long dropsTotal() {
        lock.lock();
        try {
            return dropsTotal;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing waits and nobody works. */
    public boolean idle() {
        lock.lock();
        try {
            return order.isEmpty() && inWork.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Keys that are being worked on. */
    public int inWork() {
        lock.lock();
        try {
            return inWork.size();
        } finally {
            lock.unlock();
        }
    }

    private void add(WorkKey key) {
        order.addLast(key);
        waiting.add(key);
        notEmpty.signal();
    }

    private void drop(WorkKey key) {
        dropsTotal++;
        if (dropped.size() < capacity) {
            dropped.add(key);
        } else if (!dropped.contains(key)) {
            droppedBeyondMemory = true;
        }
    }

    /**
     * @param keys those that are known
     * @param more whether further keys were dropped whose names were not kept
     */
    public record Drops(Set<WorkKey> keys, boolean more) {
        public Drops {
            keys = Set.copyOf(keys);
        }

        public boolean none() {
            return keys.isEmpty() && !more;
        }
    }
}
