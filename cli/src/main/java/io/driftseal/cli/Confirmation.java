package io.driftseal.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Asks before something is done. */
final class Confirmation {

    private Confirmation() {}

    /**
     * Whether the answer is yes; no answer is no.
     *
     * @param err standard error, so that standard output is the command's answer alone
     */
    static boolean given(String question, PrintWriter err, InputStream input)
            throws CommandFailedException {
        err.print(question + " [y/N] ");
        err.flush();
        try {
            byte[] line = input.readNBytes(2);
            return new String(line, StandardCharsets.UTF_8).strip().equalsIgnoreCase("y");
        } catch (IOException e) {
            throw new CommandFailedException("the answer cannot be read", e);
        }
    }
}
