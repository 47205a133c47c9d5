package io.driftseal.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only has subcommands: alone it prints its help and is a usage error. */
@SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
abstract class Group implements Callable<Integer> {

    static final String EXIT_CODES =
            "%nExit status: 0 done, or yes; 1 failed, or no; 2 wrong usage.";

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }
}
