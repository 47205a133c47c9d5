package io.driftseal.webhook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * What the JVM itself saw in the meantime: every call of some methods, and every wait. Nothing of
 * it is sampled, and nothing rests on how long something took.
 */
public final class Flight implements AutoCloseable {
    private static final String CALL = "jdk.MethodTrace";
    private static final List<String> WAITS =
            List.of(
                    "jdk.ThreadPark",
                    "jdk.ThreadSleep",
                    "jdk.JavaMonitorWait",
                    "jdk.JavaMonitorEnter",
                    "jdk.FileRead",
                    "jdk.FileWrite",
                    "jdk.FileForce");

    private final Recording recording = new Recording();

    /**
     * @param methods as {@code package.Class::method}
     */
    public static Flight of(String... methods) {
        var flight = new Flight();
        flight.recording
                .enable(CALL)
                .with("filter", String.join(";", methods))
                .withThreshold(Duration.ZERO)
                .withStackTrace();
        for (String wait : WAITS) {
            flight.recording
                    .enable(wait)
                    .withThreshold(Duration.ZERO)
                    .with("throttle", "off")
                    .withStackTrace();
        }
        flight.recording.start();
        return flight;
    }

    private Flight() {}

    /** Ends it and reads what was recorded. */
    public List<RecordedEvent> land() throws IOException {
        recording.stop();
        Path file = Files.createTempFile("flight", ".jfr");
        try {
            recording.dump(file);
            return RecordingFile.readAllEvents(file);
        } finally {
            Files.delete(file);
        }
    }

    public static boolean isCall(RecordedEvent event) {
        return event.getEventType().getName().equals(CALL);
    }

    public static String thread(RecordedEvent event) {
        return String.valueOf(event.getThread("eventThread").getJavaName());
    }

    /** Names of the classes on its stack, the innermost first. */
    public static List<String> stack(RecordedEvent event) {
        return Optional.ofNullable(event.getStackTrace()).stream()
                .flatMap(trace -> trace.getFrames().stream())
                .filter(RecordedFrame::isJavaFrame)
                .map(frame -> frame.getMethod().getType().getName())
                .toList();
    }

    @Override
    public void close() {
        recording.close();
    }
}
