package io.driftseal.decision.bundle;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One reason for which policies are not loaded.
 *
 * @param file below the policy directory; empty where no file is to blame
 * @param line from 1; 0 where it is unknown
 * @param sentence what is wrong, and what to change where that is not plain
 */
public record PolicyProblem(String file, int line, String sentence) {

    private static final Pattern PLACED =
            Pattern.compile("(?s)([^\\s:]+\\.(?:rego|json)):(\\d{1,9}): (.*)");

    /** Of a sentence that may begin with {@code file:line: }. */
    public static PolicyProblem of(String text) {
        Matcher placed = PLACED.matcher(text);
        return placed.matches()
                ? new PolicyProblem(
                        placed.group(1), Integer.parseInt(placed.group(2)), placed.group(3))
                : new PolicyProblem("", 0, text);
    }

    /** {@code file:line: sentence}. */
    @Override
    public String toString() {
        return file.isEmpty() ? sentence : file + ":" + (line == 0 ? "?" : line) + ": " + sentence;
    }
}
