package io.driftseal.rego.builtin.core;

import io.driftseal.rego.value.GoDouble;
import io.driftseal.rego.value.GoQuote;
import io.driftseal.rego.value.RegoString;
import java.math.BigInteger;
import java.util.Locale;

/** Go's formatting verbs over strings, integers and float64. */
final class GoVerbs {

    /** What stands between the percent sign and the verb. */
    static final class Flags {
        boolean sharp;
        boolean zero;
        boolean plus;
        boolean minus;
        boolean space;
        int width;
        int precision = -1;
    }

    private static final String HEXADECIMAL = "0123456789abcdef";
    private static final int LAST_CODE_POINT = 0x10FFFF;

    private final Flags flags;
    private final StringBuilder out;

    GoVerbs(Flags flags, StringBuilder out) {
        this.flags = flags;
        this.out = out;
    }

    static String typeName(Object value) {
        return switch (value) {
            case String _ -> "string";
            case Long _ -> "int64";
            case Double _ -> "float64";
            default -> "*big.Int";
        };
    }

    void print(Object value, int verb) {
        if (verb == 'T') {
            pad(typeName(value), false);
            return;
        }
        switch (value) {
            case String text -> text(text, verb);
            case Long number -> integer(number, verb);
            case Double number -> real(number, verb);
            case BigInteger number -> bigInteger(number, verb);
            default -> throw new IllegalStateException("no verbs for " + value.getClass());
        }
    }

    private void bad(Object value, int verb) {
        out.append("%!").appendCodePoint(verb).append('(').append(typeName(value)).append('=');
        // The value keeps the width and the precision of the verb that it does not fit.
        new GoVerbs(flags, out).print(value, 'v');
        out.append(')');
    }

    private void text(String text, int verb) {
        switch (verb) {
            case 'v' -> {
                if (flags.sharp) {
                    quoted(text);
                } else {
                    pad(truncated(text), flags.zero);
                }
            }
            case 's' -> pad(truncated(text), flags.zero);
            case 'q' -> quoted(truncated(text));
            case 'x' -> bytes(text, HEXADECIMAL);
            case 'X' -> bytes(text, HEXADECIMAL.toUpperCase(Locale.ROOT));
            default -> bad(text, verb);
        }
    }

    private String truncated(String text) {
        return flags.precision >= 0 && flags.precision < text.codePointCount(0, text.length())
                ? text.substring(0, text.offsetByCodePoints(0, flags.precision))
                : text;
    }

    private void quoted(String text) {
        boolean raw = flags.sharp && text.indexOf('`') < 0 && text.chars().allMatch(c -> c >= ' ');
        if (raw) {
            pad('`' + text + '`', flags.zero);
            return;
        }
        var quoted = new StringBuilder();
        if (flags.plus) {
            GoQuote.quoteAscii(text, quoted);
        } else {
            GoQuote.quote(text, quoted);
        }
        pad(quoted.toString(), flags.zero);
    }

    private void bytes(String text, String digits) {
        byte[] bytes = RegoString.of(text).utf8();
        int length = flags.precision >= 0 ? Math.min(flags.precision, bytes.length) : bytes.length;
        var hexadecimal = new StringBuilder();
        for (int i = 0; i < length; i++) {
            boolean first = i == 0;
            if (flags.space && !first) {
                hexadecimal.append(' ');
            }
            if (flags.sharp && (first || flags.space)) {
                hexadecimal.append('0').append(digits.charAt(10) == 'a' ? 'x' : 'X');
            }
            hexadecimal
                    .append(digits.charAt((bytes[i] >> 4) & 0xF))
                    .append(digits.charAt(bytes[i] & 0xF));
        }
        pad(hexadecimal.toString(), flags.zero);
    }

    private void integer(long value, int verb) {
        switch (verb) {
            case 'c' -> pad(Character.toString(codePoint(value)), flags.zero);
            case 'q' -> {
                var quoted = new StringBuilder("'");
                GoQuote.escape(codePoint(value), '\'', flags.plus, quoted);
                pad(quoted.append('\'').toString(), flags.zero);
            }
            case 'U' -> unicode(value);
            default -> {
                if (!digits(BigInteger.valueOf(value), verb)) {
                    bad(value, verb);
                }
            }
        }
    }

    private static int codePoint(long value) {
        boolean character =
                value >= 0
                        && value <= LAST_CODE_POINT
                        && !(value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE);
        return character ? (int) value : 0xFFFD;
    }

    private void unicode(long value) {
        String hexadecimal = Long.toHexString(value).toUpperCase(Locale.ROOT);
        int width = Math.max(flags.precision, 4);
        var text = new StringBuilder("U+");
        text.repeat('0', Math.max(width - hexadecimal.length(), 0)).append(hexadecimal);
        if (flags.sharp && value >= 0 && value <= LAST_CODE_POINT && GoQuote.isPrint((int) value)) {
            text.append(" '").appendCodePoint((int) value).append('\'');
        }
        pad(text.toString(), false);
    }

    private void bigInteger(BigInteger value, int verb) {
        if (verb == 's') {
            digits(value, 'd');
        } else if (!digits(value, verb)) {
            out.append("%!").appendCodePoint(verb).append("(big.Int=").append(value).append(')');
        }
    }

    /** The integer in the base of the verb; false if the verb is for no integer. */
    private boolean digits(BigInteger value, int verb) {
        switch (verb) {
            case 'v', 'd' -> based(value, 10, "", false);
            case 'b' -> based(value, 2, flags.sharp ? "0b" : "", false);
            case 'o' -> based(value, 8, flags.sharp ? "0" : "", false);
            case 'O' -> based(value, 8, "0o", false);
            case 'x' -> based(value, 16, flags.sharp ? "0x" : "", false);
            case 'X' -> based(value, 16, flags.sharp ? "0X" : "", true);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void based(BigInteger value, int base, String prefix, boolean upper) {
        String digits = value.abs().toString(base);
        if (upper) {
            digits = digits.toUpperCase(Locale.ROOT);
        }
        if (flags.precision == 0 && value.signum() == 0) {
            out.repeat(' ', flags.width);
            return;
        }
        String sign = value.signum() < 0 ? "-" : flags.plus ? "+" : flags.space ? " " : "";
        int least = flags.precision;
        if (least < 0 && flags.zero && !flags.minus && flags.width > 0) {
            least = flags.width - sign.length();
        }
        String zeros = "0".repeat(Math.max(least - digits.length(), 0));
        boolean octal = "0".equals(prefix) && (zeros + digits).startsWith("0");
        pad(sign + (octal ? "" : prefix) + zeros + digits, false);
    }

    private void real(double value, int verb) {
        String text =
                switch (verb) {
                    case 'v' -> GoDouble.general(value, flags.precision);
                    case 'g' -> GoDouble.general(value, flags.precision);
                    case 'G' -> GoDouble.general(value, flags.precision).replace('e', 'E');
                    case 'e' -> GoDouble.scientific(value, precision(), 'e');
                    case 'E' -> GoDouble.scientific(value, precision(), 'E');
                    case 'f', 'F' -> GoDouble.fixed(value, precision());
                    default -> "";
                };
        if (text.isEmpty()) {
            bad(value, verb);
            return;
        }
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        String sign = negative ? "-" : flags.plus ? "+" : flags.space ? " " : "";
        if (flags.zero && !flags.minus && flags.width > sign.length() + digits.length()) {
            digits = "0".repeat(flags.width - sign.length() - digits.length()) + digits;
        }
        pad(sign + digits, false);
    }

    private int precision() {
        return flags.precision < 0 ? 6 : flags.precision;
    }

    private void pad(String text, boolean zeros) {
        int missing = flags.width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            out.append(text);
        } else if (flags.minus) {
            out.append(text).repeat(' ', missing);
        } else {
            out.repeat(zeros ? '0' : ' ', missing).append(text);
        }
    }
}
