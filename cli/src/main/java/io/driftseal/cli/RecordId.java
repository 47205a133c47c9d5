package io.driftseal.cli;

import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Ids on the command line: they become part of a URL, so nothing else may pass. */
final class RecordId {

    private static final Pattern SHAPE = Pattern.compile("[a-z]{3}-[0-9a-f-]{32,36}");

    private RecordId() {}

    static String checked(CommandLine command, String prefix, String id) {
        if (!id.startsWith(prefix + "-") || !SHAPE.matcher(id).matches()) {
            throw new ParameterException(
                    command,
                    "'"
                            + Outline.printable(id)
                            + "' is not an id such as "
                            + prefix
                            + "-01932c07-5f0e-7cc1-9f6a-3b8a1d7a2f11");
        }
        return id;
    }
}
