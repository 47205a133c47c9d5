package io.driftseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import picocli.CommandLine;

/** One run of the command with its output. */
record CommandRun(int code, String out, String err) {

    /** Commands make certificates, which peers hold against the real time. */
    static final Clock CLOCK = Clock.systemUTC();

    static CommandRun of(String... arguments) {
        return at(CLOCK, "", arguments);
    }

    static CommandRun withInput(String input, String... arguments) {
        return at(CLOCK, input, arguments);
    }

    static CommandRun at(Instant time, String... arguments) {
        return at(Clock.fixed(time, ZoneOffset.UTC), "", arguments);
    }

    private static CommandRun at(Clock clock, String input, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var surroundings =
                new Surroundings(
                        clock, new SecureRandom(), new ByteArrayInputStream(input.getBytes(UTF_8)));
        CommandLine command =
                DriftsealCommand.create(surroundings)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true));
        int code = command.execute(arguments);
        return new CommandRun(code, out.toString(), err.toString());
    }
}
