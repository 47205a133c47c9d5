package io.driftseal.webhook.access;

import io.driftseal.decision.document.SecretRedaction;
import java.util.List;

/** A command as it may be kept: the program, and a digest of its arguments, which hold secrets. */
public final class RedactedCommand {
    private static final int PROGRAM_LENGTH = 128;

    private RedactedCommand() {}

    public static String of(List<String> command) {
        if (command.isEmpty()) {
            return "";
        }
        String program = command.getFirst().replaceAll("[\\p{Cntrl}]", "?");
        String shown =
                program.length() <= PROGRAM_LENGTH
                        ? program
                        : program.substring(0, PROGRAM_LENGTH) + "...";
        if (command.size() == 1) {
            return shown;
        }
        List<String> arguments = command.subList(1, command.size());
        return shown + " " + SecretRedaction.digest(String.join("\0", arguments));
    }
}
