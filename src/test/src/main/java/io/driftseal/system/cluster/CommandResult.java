package io.driftseal.system.cluster;

import java.util.List;

/** What a program answered. */
public record CommandResult(List<String> command, int exitCode, String stdout, String stderr) {
    public CommandResult {
        command = List.copyOf(command);
    }

    public boolean succeeded() {
        return exitCode == 0;
    }

    /**
     * Its output without surrounding white space.
     *
     * @throws ClusterException if it failed; the message has the command and what it said
     */
    public String require() {
        if (!succeeded()) {
            throw new ClusterException(
                    "%s ended with %d: %s%s"
                            .formatted(String.join(" ", command), exitCode, stderr, stdout));
        }
        return stdout.strip();
    }
}
