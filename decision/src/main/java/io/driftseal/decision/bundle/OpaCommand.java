package io.driftseal.decision.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of the program to its end, without our environment, with bounded time and output. */
public final class OpaCommand {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int MAXIMUM_OUTPUT = 8 * 1024 * 1024;

    private final Path program;
    private final Path workingDirectory;
    private final int maximumOutput;

    public OpaCommand(Path program, Path workingDirectory) {
        this(program, workingDirectory, MAXIMUM_OUTPUT);
    }

    /**
     * @param maximumOutput bytes that are read; what comes behind them is lost
     */
    public OpaCommand(Path program, Path workingDirectory, int maximumOutput) {
        this.program = program;
        this.workingDirectory = workingDirectory;
        this.maximumOutput = maximumOutput;
    }

    /** Exit code, and both outputs as text. */
    public record Result(int exitCode, String output) {}

    public Result run(String... arguments) throws EngineStartException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(workingDirectory.toFile())
                        .redirectErrorStream(true);
        builder.environment().clear();
        Process process = start(builder);
        try (InputStream output = process.getInputStream()) {
            process.getOutputStream().close();
            CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> readAll(output));
            byte[] bytes = read.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            return new Result(process.waitFor(), new String(bytes, StandardCharsets.UTF_8));
        } catch (TimeoutException | ExecutionException | IOException e) {
            throw new EngineStartException("opa " + arguments[0] + " did not end well", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineStartException("interrupted while opa " + arguments[0] + " ran", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(ProcessBuilder builder) throws EngineStartException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new EngineStartException("opa cannot be run: " + e.getMessage(), e);
        }
    }

    private byte[] readAll(InputStream output) {
        try {
            return output.readNBytes(maximumOutput);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
