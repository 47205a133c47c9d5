package io.driftseal.system.tools;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One child process that is run to its end, with no input and its two outputs read as one.
 *
 * @param arguments program and arguments
 * @param directory working directory
 * @param environment what is added to our own environment
 */
record Command(List<String> arguments, Path directory, Map<String, String> environment) {
    /** Lines kept of the output; a longer output keeps its end, where the error is. */
    private static final int KEPT_LINES = 200;

    Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    record Result(int exitCode, List<String> lastLines) {
        Result {
            lastLines = List.copyOf(lastLines);
        }

        String text() {
            return String.join("\n", lastLines) + "\n";
        }
    }

    /** Runs to the end, however long it takes; {@code eachLine} sees the output as it comes. */
    Result run(Consumer<String> eachLine) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(arguments);
        builder.directory(directory.toFile());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Process process = builder.start();
        ArrayDeque<String> kept = new ArrayDeque<>();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                eachLine.accept(line);
                if (kept.size() == KEPT_LINES) {
                    kept.removeFirst();
                }
                kept.addLast(line);
            }
            return new Result(process.waitFor(), new ArrayList<>(kept));
        } finally {
            process.destroy();
        }
    }

    /** The output of a short question to a program, or empty if it does not answer in time. */
    static Optional<String> ask(Path program, List<String> arguments) throws InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(program.toString());
        line.addAll(arguments);
        try {
            Process process =
                    new ProcessBuilder(line)
                            .redirectErrorStream(true)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .start();
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    return Optional.empty();
                }
                StringBuilder text = new StringBuilder();
                output.lines().limit(KEPT_LINES).forEach(l -> text.append(l).append('\n'));
                return Optional.of(text.toString());
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException notAProgram) {
            return Optional.empty();
        }
    }
}
