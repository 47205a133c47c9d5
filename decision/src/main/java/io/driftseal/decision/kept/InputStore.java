package io.driftseal.decision.kept;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.driftseal.decision.AskedQuestion;
import io.driftseal.decision.document.CanonicalDocument;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kept inputs in segments of one directory, for this user alone (0700, files 0600). Nothing is
 * forced to disk and nothing depends on an input being there: what is not found is said to be no
 * longer kept. One writer, any number of readers; one process per directory.
 */
public final class InputStore implements Closeable {

    private static final Pattern NAME = Pattern.compile("inputs-(\\d{12})\\.jsonl");
    private static final int READ_BUFFER = 256 * 1024;

    private final Path directory;
    private final InputStoreSettings settings;
    private final InstantSource clock;
    private final TreeMap<Long, Long> sizes = new TreeMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong evicted = new AtomicLong();
    private final AtomicLong damaged = new AtomicLong();
    private @Nullable FileChannel active;

    private InputStore(Path directory, InputStoreSettings settings, InstantSource clock) {
        this.directory = directory;
        this.settings = settings;
        this.clock = clock;
    }

    /** Opens what is there; new inputs always go to a new segment. */
    public static InputStore open(Path directory, InputStoreSettings settings, InstantSource clock)
            throws IOException {
        Files.createDirectories(directory, permissions("rwx------"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        var store = new InputStore(directory, settings, clock);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    store.sizes.put(Long.parseLong(name.group(1)), Files.size(file));
                }
            }
        }
        store.bytes.set(store.sizes.values().stream().mapToLong(Long::longValue).sum());
        return store;
    }

    /**
     * Writes one input and removes what no longer has room.
     *
     * @param input of the question
     */
    synchronized void append(AskedQuestion asked, CanonicalDocument input) throws IOException {
        ByteBuffer[] parts = KeptLine.write(asked, input);
        long length = 0;
        for (ByteBuffer part : parts) {
            length += part.remaining();
        }
        FileChannel channel = channel(length);
        long left = length;
        try {
            while (left > 0) {
                left -= channel.write(parts);
            }
        } catch (IOException e) {
            // What was written of the line is damaged, and the end of its segment.
            roll();
            throw e;
        } finally {
            grown(length - left);
        }
    }

    private void grown(long length) {
        if (!sizes.isEmpty() && length > 0) {
            sizes.merge(sizes.lastKey(), length, Long::sum);
            bytes.addAndGet(length);
        }
    }

    private FileChannel channel(long length) throws IOException {
        FileChannel current = active;
        if (current != null && sizes.lastEntry().getValue() + length > settings.segmentBytes()) {
            roll();
            current = null;
        }
        while (!sizes.isEmpty() && bytes.get() + length > settings.maximumBytes()) {
            if (sizes.size() == 1) {
                roll();
                current = null;
            }
            evict(sizes.firstKey());
        }
        if (current == null) {
            long number = sizes.isEmpty() ? nextNumber() : sizes.lastKey() + 1;
            current =
                    FileChannel.open(
                            file(number),
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            permissions("rw-------"));
            sizes.put(number, 0L);
            active = current;
        }
        return current;
    }

    /** Numbers go up also over an empty directory: a reader's place must not mean another file. */
    private long nextNumber() {
        return clock.instant().getEpochSecond();
    }

    private void roll() throws IOException {
        FileChannel current = active;
        active = null;
        if (current != null) {
            current.close();
        }
    }

    /** Removes the segments whose newest input is older than inputs may be. */
    synchronized void forgetOld() throws IOException {
        Instant oldest = clock.instant().minus(settings.maximumAge());
        for (long number : List.copyOf(sizes.keySet())) {
            if (!Files.getLastModifiedTime(file(number)).toInstant().isBefore(oldest)) {
                return;
            }
            if (active != null && number == sizes.lastKey()) {
                roll();
            }
            evict(number);
        }
    }

    private void evict(long number) throws IOException {
        evicted.addAndGet(lines(file(number)));
        Files.deleteIfExists(file(number));
        Long size = sizes.remove(number);
        bytes.addAndGet(size == null ? 0 : -size);
    }

    private static long lines(Path file) throws IOException {
        long lines = 0;
        byte[] buffer = new byte[READ_BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
            }
        } catch (NoSuchFileException e) {
            return 0;
        }
        return lines;
    }

    /**
     * Some of what is kept, from a place on.
     *
     * @param from an earlier page's {@code next}; empty for the oldest
     * @param since older segments are passed over; single older inputs may be among the first
     * @param maximumBytes of the page; the line that goes over it is the last
     * @throws IllegalArgumentException where {@code from} is no such place
     */
    public InputPage page(String from, Instant since, int maximumBytes) throws IOException {
        Place place = Place.of(from);
        var page = new PageLines(maximumBytes);
        for (Map.Entry<Long, Long> segment : segments().tailMap(place.segment()).entrySet()) {
            long number = segment.getKey();
            if (page.next.isEmpty() && !isOlder(number, since)) {
                page.segment = number;
                long begin = number == place.segment() ? place.offset() : 0;
                lost(page, SegmentLines.read(file(number), begin, segment.getValue(), page));
            }
        }
        damaged.addAndGet(page.damaged);
        return new InputPage(page.lines.toByteArray(), page.next, page.damaged);
    }

    private static void lost(PageLines page, boolean readable) {
        if (!readable) {
            page.damaged++;
        }
    }

    /** The input of a decision, as its line without the end. */
    public Optional<byte[]> find(String decisionId) throws IOException {
        byte[] wanted = ("\"decisionId\":\"" + decisionId + "\"").getBytes(UTF_8);
        List<byte[]> found = new ArrayList<>();
        for (Map.Entry<Long, Long> segment : segments().descendingMap().entrySet()) {
            SegmentLines.read(
                    file(segment.getKey()),
                    0,
                    segment.getValue(),
                    (line, end) -> {
                        if (SegmentLines.begins(line, wanted)) {
                            found.add(line);
                        }
                        return found.isEmpty();
                    });
            if (!found.isEmpty()) {
                return Optional.of(found.getFirst()).filter(this::isWhole);
            }
        }
        return Optional.empty();
    }

    private boolean isWhole(byte[] line) {
        boolean whole = KeptLine.isWhole(line);
        if (!whole) {
            damaged.incrementAndGet();
        }
        return whole;
    }

    private boolean isOlder(long number, Instant since) throws IOException {
        try {
            return Files.getLastModifiedTime(file(number)).toInstant().isBefore(since);
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    private synchronized NavigableMap<Long, Long> segments() {
        return new TreeMap<>(sizes);
    }

    /** Bytes on disk. */
    public long bytes() {
        return bytes.get();
    }

    /** Inputs that went to make room, or of age, since the start. */
    public long evicted() {
        return evicted.get();
    }

    /** Lines that were met and were not what was written, since the start; never used. */
    public long damaged() {
        return damaged.get();
    }

    @Override
    public synchronized void close() throws IOException {
        roll();
    }

    /** The lines of one page. */
    private static final class PageLines implements SegmentLines.Lines {
        private final int maximumBytes;
        private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
        private long segment;
        private Optional<String> next = Optional.empty();
        private int damaged;

        PageLines(int maximumBytes) {
            this.maximumBytes = maximumBytes;
        }

        @Override
        public boolean line(byte[] line, long end) {
            if (!KeptLine.isWhole(line)) {
                damaged++;
                return true;
            }
            lines.writeBytes(line);
            lines.write('\n');
            if (lines.size() < maximumBytes) {
                return true;
            }
            next = Optional.of(new Place(segment, end).text());
            return false;
        }
    }

    /** Where a page begins. */
    private record Place(long segment, long offset) {
        private static final Pattern SHAPE = Pattern.compile("(\\d{1,12})-(\\d{1,15})");

        static Place of(String text) {
            if (text.isEmpty()) {
                return new Place(0, 0);
            }
            Matcher place = SHAPE.matcher(text);
            if (!place.matches()) {
                throw new IllegalArgumentException("no place in kept inputs");
            }
            return new Place(Long.parseLong(place.group(1)), Long.parseLong(place.group(2)));
        }

        String text() {
            return segment + "-" + offset;
        }
    }

    private Path file(long number) {
        return directory.resolve("inputs-%012d.jsonl".formatted(number));
    }

    private static FileAttribute<?> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
