package io.driftseal.cli;

import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Checks a namespace's name before it becomes part of a URL. */
final class NamespaceName {

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private NamespaceName() {}

    static void check(CommandLine command, String option, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new ParameterException(command, option + " must be a namespace's name");
        }
    }
}
