package io.driftseal.bench.measured;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A flight recording of a JVM that is measured: samples by processor time, which sees threads in
 * native code as well, and samples of allocations. Off until it is asked for, so that the warm-up
 * is not in it.
 */
public final class Recording {
    private static final String SETTINGS =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <configuration version="2.0">
              <event name="jdk.CPUTimeSample">
                <setting name="enabled">true</setting>
                <setting name="throttle">500/s</setting>
                <setting name="stackTrace">true</setting>
              </event>
              <event name="jdk.ObjectAllocationSample">
                <setting name="enabled">true</setting>
                <setting name="throttle">1000/s</setting>
                <setting name="stackTrace">true</setting>
              </event>
            </configuration>
            """;

    private final long pid;
    private final Path directory;

    private Recording(long pid, Path directory) {
        this.pid = pid;
        this.directory = directory;
    }

    /** Starts it. */
    public static Recording start(MeasuredProcess process, Path directory)
            throws IOException, InterruptedException {
        Path settings = directory.resolve("recording.jfc");
        Files.writeString(settings, SETTINGS);
        var recording = new Recording(process.pid(), directory);
        recording.tell("JFR.start", "name=bench", "settings=" + settings);
        return recording;
    }

    /** Stops it; the file it has filled. */
    public Path stop() throws IOException, InterruptedException {
        Path file = directory.resolve("recording.jfr");
        tell("JFR.stop", "name=bench", "filename=" + file);
        return file;
    }

    private void tell(String... words) throws IOException, InterruptedException {
        Path log = directory.resolve("jcmd.log");
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(pid));
        command.addAll(java.util.List.of(words));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (process.waitFor() != 0) {
            throw new IOException(words[0] + ": " + Files.readString(log));
        }
    }
}
