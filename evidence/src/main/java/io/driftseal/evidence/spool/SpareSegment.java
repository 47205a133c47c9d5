package io.driftseal.evidence.spool;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segment that comes next, made while the one before is filled: the zeros ahead of its records
 * take ten times what a record takes, and would hold up one admission of seventy. At most one, and
 * only where half of a segment was written since the last, so a quiet spool has none. Every method
 * wants the spool's lock held, which is not held while the disk works.
 */
final class SpareSegment {
    private static final Logger LOG = LoggerFactory.getLogger(SpareSegment.class);

    private final SegmentStore store;
    private final ReentrantLock lock;
    private final Condition changed;
    private @Nullable Segment ready;
    private boolean making;

    /** The disk has no room for it; not tried again before the next segment. */
    private boolean failed;

    /**
     * @param changed of the lock, signalled when one was made or could not be
     */
    SpareSegment(SegmentStore store, ReentrantLock lock, Condition changed) {
        this.store = store;
        this.lock = lock;
        this.changed = changed;
    }

    boolean isMaking() {
        return making;
    }

    boolean isReady() {
        return ready != null;
    }

    /** Begins to make one, if there is none and one will be wanted soon. */
    void makeInTime() {
        if (ready == null && !making && !failed && store.isHalfFull()) {
            making = true;
            SegmentStore.NextSegment next = store.next();
            Thread.ofVirtual().name("spool-spare").start(() -> make(next));
        }
    }

    private void make(SegmentStore.NextSegment next) {
        Segment made = null;
        try {
            made = next.prepare();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("no segment made ahead");
        } finally {
            lock.lock();
            try {
                ready = made;
                failed = made == null;
                making = false;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** What was made, or nothing; from now on the next one may be made. */
    @Nullable Segment take() {
        Segment taken = ready;
        ready = null;
        failed = false;
        return taken;
    }

    /**
     * Waits for one that is being made, and leaves no file behind that has no record. Another is
     * made when the next segment is in use.
     */
    void discard() throws IOException {
        while (making) {
            changed.awaitUninterruptibly();
        }
        Segment unused = ready;
        ready = null;
        failed = true;
        if (unused != null) {
            unused.delete();
        }
    }
}
