package io.driftseal.stamp;

import java.util.List;

/**
 * Which commands a grant allows, argument by argument. Four rules and no more, so that a pattern
 * means what it looks like:
 *
 * <ul>
 *   <li>an argument is matched as a whole, letter by letter;
 *   <li>{@code *} alone is any one argument;
 *   <li>{@code **} alone, as the last one, is any further arguments, also none;
 *   <li>a leading backslash takes the rest of the argument literally, for an argument that is
 *       {@code *}, {@code **} or itself begins with a backslash.
 * </ul>
 *
 * <p>The program is always literal. No regular expression, no shell: there is nothing to inject
 * into, and nothing that takes long.
 *
 * @param arguments program first; empty for a door that runs no command
 */
public record CommandPattern(List<String> arguments) {

    public static final int MAXIMUM_ARGUMENTS = 32;
    public static final int MAXIMUM_ARGUMENT_LENGTH = 256;

    private static final String ANY = "*";
    private static final String REST = "**";

    public CommandPattern {
        arguments = List.copyOf(arguments);
        if (arguments.size() > MAXIMUM_ARGUMENTS) {
            throw new IllegalArgumentException(
                    "a command pattern has at most " + MAXIMUM_ARGUMENTS + " arguments");
        }
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.length() > MAXIMUM_ARGUMENT_LENGTH
                    || argument.chars().anyMatch(c -> c == 0)) {
                throw new IllegalArgumentException(
                        "an argument of a command pattern has at most "
                                + MAXIMUM_ARGUMENT_LENGTH
                                + " characters and no NUL");
            }
            if (i == 0 && (argument.isEmpty() || argument.equals(ANY) || argument.equals(REST))) {
                throw new IllegalArgumentException(
                        "a command pattern names its program; only arguments may be * or **");
            }
            if (argument.equals(REST) && i != arguments.size() - 1) {
                throw new IllegalArgumentException(
                        "** stands at the end of a command pattern only");
            }
        }
    }

    public boolean matches(List<String> command) {
        boolean open = openEnded();
        int fixed = open ? arguments.size() - 1 : arguments.size();
        if (open ? command.size() < fixed : command.size() != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            String pattern = arguments.get(i);
            if (!pattern.equals(ANY) && !literal(pattern).equals(command.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** How many arguments may be anything. */
    public int wildcards() {
        return (int) arguments.stream().filter(ANY::equals).count();
    }

    /** Whether any number of arguments may follow. */
    public boolean openEnded() {
        return !arguments.isEmpty() && arguments.getLast().equals(REST);
    }

    private static String literal(String pattern) {
        return pattern.startsWith("\\") ? pattern.substring(1) : pattern;
    }
}
