package io.driftseal.rego.builtin.core;

import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.math.BigInteger;
import java.util.Objects;

/**
 * Go's {@code fmt.Sprintf}: reads the format, hands each verb with its flags to {@link GoVerbs}.
 * What is wrong with a format is written into the text, {@code %!d(string=x)}, as Go does.
 */
final class GoFormat {

    /** Go ignores a width or precision above a million. */
    private static final int WIDEST = 1_000_000;

    /** Beyond it a number is not a float64, and is formatted as text. */
    private static final int LONGEST_LITERAL = 25;

    private final BuiltinContext context;
    private final String format;
    private final RegoArray arguments;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int argument;
    private boolean reordered;
    private boolean goodIndex;

    private GoFormat(BuiltinContext context, String format, RegoArray arguments) {
        this.context = context;
        this.format = format;
        this.arguments = arguments;
    }

    static String format(BuiltinContext context, String format, RegoArray arguments) {
        return new GoFormat(context, format, arguments).run();
    }

    private String run() {
        while (at < format.length()) {
            int percent = format.indexOf('%', at);
            if (percent < 0) {
                out.append(format, at, format.length());
                break;
            }
            out.append(format, at, percent);
            at = percent + 1;
            verb();
            context.step(1);
        }
        if (!reordered && argument < arguments.size()) {
            extra();
        }
        return out.toString();
    }

    private void verb() {
        var flags = new GoVerbs.Flags();
        goodIndex = true;
        flags(flags);
        boolean afterIndex = index(false);
        if (peek() == '*') {
            at++;
            int width = star("%!(BADWIDTH)");
            flags.width = Math.abs(width);
            flags.minus |= width < 0;
            flags.zero &= width >= 0;
            afterIndex = false;
        } else {
            int width = number();
            flags.width = width < 0 ? 0 : width;
            if (afterIndex && width >= 0) {
                goodIndex = false;
            }
        }
        precision(flags, afterIndex);
        finish(flags);
    }

    private void precision(GoVerbs.Flags flags, boolean indexed) {
        boolean afterIndex = indexed;
        if (peek() == '.') {
            at++;
            if (afterIndex) {
                goodIndex = false;
            }
            afterIndex = index(false);
            if (peek() == '*') {
                at++;
                int precision = star("%!(BADPREC)");
                flags.precision = precision < 0 ? -1 : precision;
                afterIndex = false;
            } else {
                flags.precision = Math.max(number(), 0);
            }
        }
        if (!afterIndex) {
            index(true);
        }
    }

    private void finish(GoVerbs.Flags flags) {
        if (at >= format.length()) {
            out.append("%!(NOVERB)");
            return;
        }
        int verb = format.codePointAt(at);
        at += Character.charCount(verb);
        context.allocate(2L * (flags.width + Math.max(flags.precision, 0)));
        if (verb == '%') {
            out.append('%');
        } else if (!goodIndex) {
            out.append("%!").appendCodePoint(verb).append("(BADINDEX)");
        } else if (argument >= arguments.size()) {
            out.append("%!").appendCodePoint(verb).append("(MISSING)");
        } else {
            Object value = value(arguments.get(argument++));
            new GoVerbs(flags, out).print(value, verb);
            if (out.length() > 64 << 20) {
                throw BuiltinException.halt("text of more than 64 Mi characters");
            }
        }
    }

    private void flags(GoVerbs.Flags flags) {
        while (at < format.length()) {
            switch (format.charAt(at)) {
                case '#' -> flags.sharp = true;
                case '0' -> flags.zero = true;
                case '+' -> flags.plus = true;
                case '-' -> flags.minus = true;
                case ' ' -> flags.space = true;
                default -> {
                    return;
                }
            }
            at++;
        }
    }

    private char peek() {
        return at < format.length() ? format.charAt(at) : 0;
    }

    /** A number in the format, or -1 if there is none. */
    private int number() {
        int value = -1;
        while (at < format.length() && peek() >= '0' && peek() <= '9') {
            if (value > WIDEST) {
                return -1;
            }
            value = Math.max(value, 0) * 10 + (peek() - '0');
            at++;
        }
        return value;
    }

    /** Width or precision from an argument. */
    private int star(String problem) {
        if (argument < arguments.size()
                && value(arguments.get(argument)) instanceof Long number
                && Math.abs(number) <= WIDEST) {
            argument++;
            return (int) (long) number;
        }
        argument++;
        out.append(problem);
        return 0;
    }

    /** {@code [3]} in front of a verb, a width or a precision. */
    private boolean index(boolean last) {
        if (peek() != '[') {
            return false;
        }
        reordered = true;
        int close = format.indexOf(']', at);
        if (close < 0) {
            goodIndex = false;
            at++;
            return false;
        }
        String digits = format.substring(at + 1, close);
        at = close + 1;
        if (!digits.matches("[0-9]{1,7}")
                || Integer.parseInt(digits) < 1
                || Integer.parseInt(digits) > arguments.size()) {
            goodIndex = false;
            return !last;
        }
        argument = Integer.parseInt(digits) - 1;
        return true;
    }

    private void extra() {
        out.append("%!(EXTRA ");
        for (int i = argument; i < arguments.size(); i++) {
            if (i > argument) {
                out.append(", ");
            }
            Object value = value(arguments.get(i));
            out.append(GoVerbs.typeName(value)).append('=');
            new GoVerbs(new GoVerbs.Flags(), out).print(value, 'v');
        }
        out.append(')');
    }

    /** What OPA hands to Go: a string, int64, big integer or float64; else the printed value. */
    private static Object value(RegoValue value) {
        return switch (value) {
            case RegoString string -> string.text();
            case RegoNumber number -> number(number);
            default -> value.toString();
        };
    }

    private static Object number(RegoNumber number) {
        String literal = number.literal();
        if (literal.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E')) {
            double value = number.doubleValue();
            return Double.isInfinite(value) ? (Object) literal : (Object) value;
        }
        if (number.isLong() && literal.length() < LONGEST_LITERAL) {
            return number.longValue();
        }
        BigInteger integer = number.integer();
        return Objects.requireNonNullElse(integer, literal);
    }
}
