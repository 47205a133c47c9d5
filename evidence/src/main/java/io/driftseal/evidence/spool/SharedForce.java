package io.driftseal.evidence.spool;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One force to disk for all who wrote until then: the first to come forces, the others wait for it.
 * Every method wants the spool's lock held; it is given up while the disk works.
 */
final class SharedForce {

    private final SegmentStore store;
    private final ReentrantLock lock;
    private final Condition changed;

    /** Records written, and how many of them the disk took, or refused. */
    private long written;

    private long durable;
    private long failed;
    private boolean forcing;

    /**
     * @param changed of the lock, signalled at the end of every force
     */
    SharedForce(SegmentStore store, ReentrantLock lock, Condition changed) {
        this.store = store;
        this.lock = lock;
        this.changed = changed;
    }

    void wrote() {
        written++;
    }

    boolean isForcing() {
        return forcing;
    }

    /** Forces what is not on disk yet without giving up the lock; no force may run. */
    void forceNow() throws IOException {
        Segment segment = store.active();
        if (segment != null && durable < written) {
            try {
                segment.force();
            } catch (IOException e) {
                refused();
                throw e;
            }
        }
        durable = written;
    }

    /**
     * Returns when all that is written now is on disk.
     *
     * @throws IOException if the disk did not take it
     */
    void awaitDurable() throws IOException {
        long ticket = written;
        while (durable < ticket || ticket <= failed) {
            if (ticket <= failed) {
                throw new IOException("the disk did not take what was written");
            }
            if (forcing) {
                changed.awaitUninterruptibly();
            } else {
                force();
            }
        }
    }

    /** Returns when no force runs: a segment must not go while it is forced. */
    void awaitEnd() {
        while (forcing) {
            changed.awaitUninterruptibly();
        }
    }

    private void force() throws IOException {
        Segment segment = store.active();
        long target = written;
        if (segment == null) {
            durable = target;
            return;
        }
        forcing = true;
        boolean forced = false;
        lock.unlock();
        try {
            segment.force();
            forced = true;
        } finally {
            lock.lock();
            forcing = false;
            if (forced) {
                durable = target;
            } else {
                refused();
            }
            changed.signalAll();
        }
    }

    /**
     * Whatever the segment has, also from those who wrote while the disk worked: it goes with it.
     */
    private void refused() {
        failed = written;
        store.abandonActive();
    }
}
