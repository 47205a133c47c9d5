package io.driftseal.system.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** One short program run to its end, with a limit on its time. */
public final class ProgramRun {
    private ProgramRun() {}

    /**
     * Runs it; a failure is an answer.
     *
     * @throws ClusterException if it cannot be started or does not end in time
     */
    public static CommandResult run(
            List<String> command, Map<String, String> environment, String input, Duration limit) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            try {
                return finish(command, process, input, limit);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException notStarted) {
            throw new ClusterException(String.join(" ", command) + " cannot run", notStarted);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ClusterException(String.join(" ", command) + " was interrupted", stopped);
        }
    }

    private static CommandResult finish(
            List<String> command, Process process, String input, Duration limit)
            throws IOException, InterruptedException {
        // Both outputs are drained at once: a full pipe would stop the program.
        FutureTask<String> stdout = read(process.getInputStream());
        FutureTask<String> stderr = read(process.getErrorStream());
        write(input, process.getOutputStream());
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new ClusterException(
                    "%s did not end within %s".formatted(String.join(" ", command), limit));
        }
        try {
            return new CommandResult(command, process.exitValue(), stdout.get(), stderr.get());
        } catch (ExecutionException unreadable) {
            throw new ClusterException("output of " + command.getFirst() + " was lost", unreadable);
        }
    }

    private static void write(String input, OutputStream stdin) {
        try (stdin) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException programDidNotWantIt) {
            // It says why on its own outputs, if there is a why.
            return;
        }
    }

    private static FutureTask<String> read(InputStream stream) {
        FutureTask<String> task =
                new FutureTask<>(() -> {
                    try {
                        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException closed) {
                        throw new UncheckedIOException(closed);
                    }
                });
        Thread.ofVirtual().start(task);
        return task;
    }
}
