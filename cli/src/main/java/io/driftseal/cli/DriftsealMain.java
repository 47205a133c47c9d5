package io.driftseal.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import picocli.CommandLine;

/** Starts the command. */
public final class DriftsealMain {

    private DriftsealMain() {}

    public static void main(String[] arguments) {
        var surroundings = new Surroundings(Clock.systemUTC(), new SecureRandom(), System.in);
        CommandLine command =
                DriftsealCommand.create(surroundings)
                        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        int code = command.execute(arguments);
        command.getOut().flush();
        command.getErr().flush();
        System.exit(code);
    }
}
