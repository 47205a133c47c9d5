package io.driftseal.system.cluster;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.ObjectMapper;

/**
 * The API server's audit log: what really happened, whoever says otherwise. Events have their
 * bodies except where these are credentials; RequestReceived is not logged.
 *
 * <p>Every question reads from a {@link Position} on, so a test is not confused by what was before.
 */
public final class AuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    AuditLog(Path file) {
        this.file = file;
    }

    /** A place between two events. */
    public record Position(long offset) {
        /** Before the first event. */
        public static final Position START = new Position(0);
    }

    /** The place after everything that has been logged so far. */
    public Position now() {
        try {
            return new Position(Files.exists(file) ? Files.size(file) : 0);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Events after a position, oldest first. */
    public List<AuditEvent> since(Position position, Predicate<AuditEvent> wanted) {
        return read(position, wanted);
    }

    /**
     * The first event after a position that fits, waited for.
     *
     * @throws ClusterException if there is none within the limit
     */
    public AuditEvent await(
            Position position, Duration limit, String what, Predicate<AuditEvent> wanted) {
        List<AuditEvent> found = new ArrayList<>();
        boolean inTime =
                Await.until(
                        limit,
                        () -> {
                            found.addAll(read(position, wanted));
                            return !found.isEmpty();
                        });
        if (!inTime) {
            throw new ClusterException(
                    "no audit event within %s: %s; the log is %s".formatted(limit, what, file));
        }
        return found.getFirst();
    }

    private List<AuditEvent> read(Position position, Predicate<AuditEvent> wanted) {
        List<AuditEvent> events = new ArrayList<>();
        for (String line : completeLines(position)) {
            AuditEvent event = new AuditEvent(JSON.readTree(line));
            if (wanted.test(event)) {
                events.add(event);
            }
        }
        return events;
    }

    /** The last line may be half written: what follows the last line feed is for the next look. */
    private List<String> completeLines(Position position) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long length = log.length() - position.offset();
            if (length <= 0) {
                return List.of();
            }
            byte[] bytes = new byte[Math.toIntExact(length)];
            log.seek(position.offset());
            log.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n');
            return end < 0 ? List.of() : text.substring(0, end).lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
