package io.driftseal.system.cluster;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /** The place after every event that has been logged so far. */
    public Position now() {
        return read(Position.START).end();
    }

    /** Events after a position, oldest first. */
    public List<AuditEvent> since(Position position, Predicate<AuditEvent> wanted) {
        return read(position).events().stream().filter(wanted).toList();
    }

    /**
     * The first event after a position that fits, waited for.
     *
     * @throws ClusterException if there is none within the limit
     */
    public AuditEvent await(
            Position position, Duration limit, String what, Predicate<AuditEvent> wanted) {
        Cursor cursor = new Cursor(position);
        boolean inTime = Await.until(limit, () -> cursor.advance(wanted));
        if (!inTime) {
            throw new ClusterException(
                    "no audit event within %s: %s; the log is %s".formatted(limit, what, file));
        }
        return cursor.found.orElseThrow();
    }

    /** Looks at every event once, however often it is asked. */
    private final class Cursor {
        private Position position;
        private Optional<AuditEvent> found = Optional.empty();

        Cursor(Position position) {
            this.position = position;
        }

        boolean advance(Predicate<AuditEvent> wanted) {
            Part part = read(position);
            position = part.end();
            found = part.events().stream().filter(wanted).findFirst();
            return found.isPresent();
        }
    }

    private record Part(List<AuditEvent> events, Position end) {}

    /** The last line may be half written: what follows the last line feed is for the next look. */
    private Part read(Position position) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long length = log.length() - position.offset();
            if (length < 0) {
                throw new ClusterException(
                        "the audit log was rotated since that position: " + file);
            }
            byte[] bytes = new byte[Math.toIntExact(length)];
            log.seek(position.offset());
            log.readFully(bytes);
            List<AuditEvent> events = new ArrayList<>();
            int start = 0;
            for (int index = 0; index < bytes.length; index++) {
                if (bytes[index] == '\n') {
                    String line = new String(bytes, start, index - start, StandardCharsets.UTF_8);
                    events.add(new AuditEvent(JSON.readTree(line)));
                    start = index + 1;
                }
            }
            return new Part(events, new Position(position.offset() + start));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
