package io.driftseal.cli;

import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Why an exception is made, and for how long. */
final class ForAWhile {

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "A ticket, or why; it is on record.")
    private String reason = "";

    @Option(
            names = "--minutes",
            paramLabel = "N",
            required = true,
            description = "How long, 1 to 1440.")
    private int minutes;

    /** Refuses what is no reason or no time, before anything is asked or written. */
    ForAWhile checked(CommandLine command, Duration longest) {
        if (minutes < 1 || minutes > longest.toMinutes()) {
            throw new ParameterException(command, "--minutes must be 1 to " + longest.toMinutes());
        }
        if (reason.isBlank()) {
            throw new ParameterException(command, "--reason must say why");
        }
        return this;
    }

    String reason() {
        return reason;
    }

    Duration lasting() {
        return Duration.ofMinutes(minutes);
    }
}
