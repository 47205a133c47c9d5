package io.driftseal.system.installation;

import io.driftseal.system.cluster.CommandResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The {@code driftseal} command as a user runs it: a process with arguments and an exit code. */
public final class CommandLineProgram {

    private final ShortLivedJava java;

    /** The command as it was built in this repository. */
    public static CommandLineProgram of(Path projectRoot) {
        return new CommandLineProgram(new ShortLivedJava(projectRoot));
    }

    CommandLineProgram(ShortLivedJava java) {
        this.java = java;
    }

    /** Runs the command with no input. */
    public CommandResult run(String... arguments) {
        List<String> line = new ArrayList<>(java.command(ServiceProgram.COMMAND));
        line.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(line).start();
            process.getOutputStream().close();
            CompletableFuture<byte[]> errors =
                    CompletableFuture.supplyAsync(() -> {
                        try {
                            return process.getErrorStream().readAllBytes();
                        } catch (IOException e) {
                            return new byte[0];
                        }
                    });
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            return new CommandResult(
                    List.of(arguments),
                    exitCode,
                    output,
                    new String(errors.join(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new InstallationException("cannot run driftseal", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InstallationException("interrupted while running driftseal", e);
        }
    }
}
