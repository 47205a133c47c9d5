package io.driftseal.evidence.spool;

import io.driftseal.evidence.spool.Segment.Slot;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The segments of one directory in order. Not for several threads: the spool holds its lock. */
final class SegmentStore implements Closeable {

    /** Where one record stands. */
    record Location(long segment, Slot slot) {}

    /**
     * A file that is emptied saves the next restart from delivering its records again, and costs
     * what is written ahead in the next one.
     */
    private static final long WORTH_EMPTYING_BYTES = Segment.AHEAD_BYTES;

    private static final Pattern NAME = Pattern.compile("records-(\\d{12})\\.log");

    private final Path directory;
    private final long segmentBytes;

    /** Zeros ahead of the first record of a segment. */
    private final long aheadBytes;

    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    private final Map<Long, Integer> held = new HashMap<>();
    private final List<Location> recovered = new ArrayList<>();
    private boolean damaged;
    private long next = 1;
    private @Nullable Segment active;

    private SegmentStore(Path directory, long segmentBytes) {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        this.aheadBytes = Math.min(Segment.AHEAD_BYTES, segmentBytes);
    }

    /** Opens what is there; new records always go to a new segment. */
    static SegmentStore open(Path directory, long segmentBytes) throws IOException {
        var store = new SegmentStore(directory, segmentBytes);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    store.recover(Long.parseLong(name.group(1)), Segment.open(file, 0));
                }
            }
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
        return store;
    }

    /** What was found on opening, oldest first. */
    List<Location> recovered() {
        return List.copyOf(recovered);
    }

    boolean isDamaged() {
        return damaged;
    }

    long bytes() {
        return segments.values().stream().mapToLong(Segment::size).sum();
    }

    /** Whether a record of this length begins a new segment. */
    boolean mustRoll(int length) {
        Segment current = active;
        return current == null
                || (current.size() > 0
                        && current.size() + Frame.HEADER_BYTES + length > segmentBytes);
    }

    /** Whether the active segment would have to grow for a record of this length. */
    boolean mustGrow(int length) {
        Segment current = active;
        return current != null && !current.hasRoomAhead(Frame.HEADER_BYTES + length);
    }

    /** Whether another segment will be wanted soon. */
    boolean isHalfFull() {
        Segment current = active;
        return current != null && current.size() >= aheadBytes / 2;
    }

    /** The segment after the last; it is not part of the store until records begin to go there. */
    NextSegment next() {
        return new NextSegment(
                directory, directory.resolve("records-%012d.log".formatted(next)), aheadBytes);
    }

    /**
     * Begins a segment. What is in the one before must be on disk.
     *
     * @param spare of {@link #next()}, or nothing
     */
    void roll(@Nullable Segment spare) throws IOException {
        Segment current = active;
        if (current != null) {
            active = null;
            giveBack(current, segments.lastKey());
        }
        Segment opened = spare == null ? next().open() : spare;
        segments.put(next++, opened);
        active = opened;
    }

    private void giveBack(Segment segment, long number) {
        try {
            segment.seal();
            deleteIfEmpty(number);
        } catch (IOException e) {
            // Room that was not given back is less than what one spare takes, and goes with the
            // segment's last record.
            return;
        }
    }

    /** A segment's place. */
    record NextSegment(Path directory, Path file, long aheadBytes) {

        private Segment open() throws IOException {
            Segment segment = Segment.open(file, aheadBytes);
            forceDirectory(directory);
            return segment;
        }

        /**
         * With the zeros of its first records on disk.
         *
         * @throws IOException if the disk has no room; there is no file then
         */
        Segment prepare() throws IOException {
            Segment segment = open();
            try {
                segment.prepare();
                return segment;
            } catch (IOException e) {
                segment.delete();
                throw e;
            }
        }
    }

    Location append(String id, Instant time, Frame frame) throws IOException {
        Segment current = active;
        if (current == null) {
            throw new IllegalStateException("roll first");
        }
        long number = segments.lastKey();
        var location = new Location(number, current.append(id, time, frame));
        held.merge(number, 1, Integer::sum);
        return location;
    }

    /** The segment whose bytes are not known to be on disk yet. */
    @Nullable Segment active() {
        return active;
    }

    /** After a failed force nothing more may be added to a segment: its state is unknown. */
    void abandonActive() {
        active = null;
    }

    /** Where a record is to be read; for several threads, and refused when it is gone. */
    Segment segment(Location location) {
        Segment segment = segments.get(location.segment());
        if (segment == null) {
            throw new IllegalStateException("no segment for a record that waits");
        }
        return segment;
    }

    /** The record is no longer needed; its segment goes with the last of its records. */
    void release(Location location) throws IOException {
        held.merge(location.segment(), -1, Integer::sum);
        Segment current = active;
        boolean isActive = current != null && location.segment() == segments.lastKey();
        if (!isActive) {
            deleteIfEmpty(location.segment());
        } else if (current != null
                && held.getOrDefault(location.segment(), 0) == 0
                && current.size() >= Math.min(WORTH_EMPTYING_BYTES, segmentBytes)) {
            active = null;
            deleteIfEmpty(location.segment());
        }
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : segments.values()) {
            segment.close();
        }
    }

    static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void recover(long number, Segment segment) throws IOException {
        segments.put(number, segment);
        next = Math.max(next, number + 1);
        damaged |= segment.isDamaged();
        held.put(number, segment.recovered().size());
        segment.recovered().forEach(slot -> recovered.add(new Location(number, slot)));
        deleteIfEmpty(number);
    }

    private void deleteIfEmpty(long number) throws IOException {
        if (held.getOrDefault(number, 0) == 0) {
            held.remove(number);
            Segment segment = segments.remove(number);
            if (segment != null) {
                segment.delete();
            }
        }
    }
}
