package io.driftseal.evidence.spool;

import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.EvidenceRecord;
import io.driftseal.evidence.MalformedRecordException;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.evidence.RecordGap;
import io.driftseal.evidence.spool.AppendResult.Cause;
import io.driftseal.evidence.spool.AppendResult.Refused;
import io.driftseal.evidence.spool.AppendResult.Stored;
import io.driftseal.evidence.spool.Segment.Slot;
import io.driftseal.evidence.spool.SegmentStore.Location;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Records on disk until their receiver has them: at least once, oldest first, bounded in bytes. At
 * the bound the newest record is refused and counted, and the workload it concerned is named in a
 * {@link RecordGap}, which travels behind the records that were kept. Safe for several threads;
 * those that append at the same time share one force to disk.
 */
public final class RecordSpool implements AutoCloseable {

    private final SpoolSettings settings;
    private final Clock clock;
    private final FileChannel lockFile;
    private final SegmentStore store;
    private final GapLedger gaps;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final SharedForce force;
    private final PendingRecords pending;
    private final SpareSegment spare;
    private long refused;

    private RecordSpool(
            SpoolSettings settings,
            Clock clock,
            FileChannel lockFile,
            SegmentStore store,
            GapLedger gaps)
            throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.lockFile = lockFile;
        this.store = store;
        this.gaps = gaps;
        this.force = new SharedForce(store, lock, changed);
        this.pending = new PendingRecords(store, force);
        this.spare = new SpareSegment(store, lock, changed);
        if (store.isDamaged()) {
            gaps.addEverything(clock.instant());
        }
    }

    /**
     * Opens a directory, which is made if it is not there, with everything a process before left.
     *
     * @param gapIds new ids of gap records: {@code gap-} and 32 hex characters
     * @throws SpoolException if it cannot be read and written, or another process has it
     */
    public static RecordSpool open(
            Path directory, SpoolSettings settings, Clock clock, Supplier<String> gapIds)
            throws SpoolException {
        FileChannel lockFile = null;
        try {
            Files.createDirectories(directory);
            lockFile =
                    FileChannel.open(
                            directory.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!locked(lockFile)) {
                lockFile.close();
                throw new SpoolException(
                        "spool directory "
                                + directory
                                + " is in use by another process; give each process its own");
            }
            var store = SegmentStore.open(directory, settings.segmentBytes());
            var gaps = new GapLedger(directory, gapIds);
            return new RecordSpool(settings, clock, lockFile, store, gaps);
        } catch (IOException e) {
            throw new SpoolException(
                    "cannot open spool directory "
                            + directory
                            + ": "
                            + e.getMessage()
                            + "; check that it is writable and on a healthy disk",
                    e);
        }
    }

    private static boolean locked(FileChannel lockFile) throws IOException {
        try {
            return lockFile.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /**
     * Keeps a record. When this returns {@link Stored}, it is on disk. A decision that is too large
     * is kept without its form.
     */
    public AppendResult append(RecordEnvelope envelope) {
        Frame frame = Frame.of(envelope);
        if (frame.payloadLength() > RecordCodec.MAXIMUM_RECORD_BYTES
                && envelope.body() instanceof DecisionRecord decision) {
            frame = Frame.of(RecordEnvelope.of(decision.withoutForm()));
        }
        lock.lock();
        try {
            if (frame.payloadLength() > RecordCodec.MAXIMUM_RECORD_BYTES) {
                return refuse(envelope, Cause.TOO_LARGE);
            }
            if (!pending.contains(envelope.id())) {
                if (!hasRoom(frame.payloadLength())) {
                    return refuse(envelope, Cause.FULL);
                }
                write(envelope, frame);
            }
            force.awaitDurable();
            return new Stored();
        } catch (IOException e) {
            return refuse(envelope, Cause.DISK);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The oldest records, none if there are none.
     *
     * @param maximumBytes of the records together; the first one comes whatever its size
     */
    public List<SpooledRecord> peek(int maximumRecords, long maximumBytes) {
        var batch = new ArrayList<SpooledRecord>();
        for (Standing standing : standing(maximumRecords, maximumBytes)) {
            read(standing).ifPresent(batch::add);
        }
        return List.copyOf(batch);
    }

    /** Read without the lock: whoever appends meanwhile does not wait for a hundred reads. */
    private List<Standing> standing(int maximumRecords, long maximumBytes) {
        return locked(() -> {
            spoolGap();
            return pending.oldest(maximumRecords, maximumBytes).stream()
                    .map(location -> new Standing(location, store.segment(location)))
                    .toList();
        });
    }

    /** A record that waits, and where. */
    private record Standing(Location location, Segment segment) {}

    /** The receiver has these; ids that are not here are ignored. */
    public void acknowledge(Collection<String> ids) {
        lock.lock();
        try {
            ids.forEach(pending::release);
        } finally {
            lock.unlock();
        }
    }

    /** The receiver will never take this record: it waits no longer, and a gap names it. */
    public void reject(SpooledRecord record) {
        lock.lock();
        try {
            if (pending.contains(record.id())) {
                pending.release(record.id());
                refused++;
                addGap(record);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something to peek at, or the time is over. */
    public void awaitRecords(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (pending.isEmpty() && gaps.open().isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Records that wait. */
    public long depth() {
        return locked(() -> (long) pending.size() + (gaps.open().isPresent() ? 1 : 0));
    }

    /** On disk, delivered ones of unfinished segments included. */
    public long bytes() {
        return locked(store::bytes);
    }

    /** Records refused here or by the receiver since this spool was opened. */
    public long refused() {
        return locked(() -> refused);
    }

    /** How long ago the oldest record that waits happened; zero if none waits. */
    public Duration oldestAge() {
        return locked(() -> {
            Instant now = clock.instant();
            Duration age =
                    pending.oldestTime()
                            .map(time -> Duration.between(time, now))
                            .orElse(Duration.ZERO);
            return age.isNegative() ? Duration.ZERO : age;
        });
    }

    /** What waits stays on disk for the next process. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try (lockFile) {
            force.awaitEnd();
            spare.discard();
            store.close();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(int length) {
        return store.bytes() + Frame.HEADER_BYTES + length <= settings.maximumBytes();
    }

    private void write(RecordEnvelope envelope, Frame frame) throws IOException {
        try {
            place(envelope, frame);
        } catch (IOException e) {
            if (!spare.isMaking() && !spare.isReady()) {
                throw e;
            }
            // The disk's last room may be under a segment that has no record yet.
            spare.discard();
            place(envelope, frame);
        }
        spare.makeInTime();
        changed.signalAll();
    }

    /** Unless another thread brought the same while this one waited for the disk. */
    private void place(RecordEnvelope envelope, Frame frame) throws IOException {
        while (store.mustRoll(frame.payloadLength())
                || (spare.isReady() && store.mustGrow(frame.payloadLength()))) {
            if (!awaitIdleDisk()) {
                force.forceNow();
                store.roll(spare.take());
            }
        }
        String id = envelope.id();
        if (!pending.contains(id)) {
            pending.add(store.append(id, envelope.body().time(), frame));
            force.wrote();
        }
    }

    /** Whether there was something to wait for: the lock was given up then. */
    private boolean awaitIdleDisk() {
        boolean waited = false;
        while (force.isForcing() || spare.isMaking()) {
            changed.awaitUninterruptibly();
            waited = true;
        }
        return waited;
    }

    private Refused refuse(RecordEnvelope envelope, Cause cause) {
        refused++;
        gaps.add(envelope.body(), clock.instant());
        changed.signalAll();
        return new Refused(cause);
    }

    /**
     * Puts the open gap behind the records that were kept, as soon as there is room. The lock is
     * held from reading the gap until it is closed: a loss in between would be closed unsaid.
     */
    private void spoolGap() {
        if (gaps.open().isEmpty()) {
            return;
        }
        awaitIdleDisk();
        Optional<RecordGap> gap = gaps.open();
        if (gap.isEmpty()) {
            return;
        }
        var envelope = RecordEnvelope.of(gap.get());
        Frame frame = Frame.of(envelope);
        if (!pending.isEmpty() && !hasRoom(frame.payloadLength())) {
            return;
        }
        try {
            write(envelope, frame);
            force.forceNow();
            gaps.clear();
        } catch (IOException e) {
            // The gap stays open, shows in depth, and is tried again at the next peek.
            pending.release(envelope.id());
        }
    }

    private void addGap(SpooledRecord record) {
        try {
            EvidenceRecord body = record.envelope().body();
            if (!(body instanceof RecordGap)) {
                gaps.add(body, clock.instant());
            }
        } catch (MalformedRecordException e) {
            gaps.addEverything(clock.instant());
        }
    }

    private Optional<SpooledRecord> read(Standing standing) {
        Slot slot = standing.location().slot();
        try {
            return Optional.of(new SpooledRecord(slot.id(), standing.segment().read(slot)));
        } catch (IOException e) {
            lost(standing.location());
            return Optional.empty();
        }
    }

    /** One that was acknowledged meanwhile could not be read because it is gone: not lost. */
    private void lost(Location location) {
        lock.lock();
        try {
            if (pending.contains(location)) {
                pending.release(location.slot().id());
                refused++;
                gaps.addEverything(clock.instant());
            }
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> read) {
        lock.lock();
        try {
            return read.get();
        } finally {
            lock.unlock();
        }
    }
}
