package io.driftseal.workload.json;

import java.math.BigDecimal;
import java.util.OptionalLong;

/**
 * A number that keeps its literal and compares by value: {@code 1}, {@code 1.0} and {@code 1e0} are
 * equal. A literal has at most {@value #MAXIMUM_LENGTH} characters, and so has its plain form
 * without an exponent, which is what is hashed and kept: a number that could be read and then not
 * be written would be a way to end a review.
 */
public record JsonNumber(String literal) implements JsonValue {

    public static final int MAXIMUM_LENGTH = 128;
    private static final int MAXIMUM_EXPONENT = 400;

    public JsonNumber {
        if (literal.length() > MAXIMUM_LENGTH) {
            throw new IllegalArgumentException(
                    "number has "
                            + literal.length()
                            + " characters, at most "
                            + MAXIMUM_LENGTH
                            + " are read");
        }
        checkGrammar(literal);
        if (!isPlainInteger(literal) && plain(literal).length() > MAXIMUM_LENGTH) {
            throw new IllegalArgumentException(
                    "number has more than " + MAXIMUM_LENGTH + " characters without an exponent");
        }
    }

    public static JsonNumber of(long value) {
        return new JsonNumber(Long.toString(value));
    }

    public BigDecimal decimal() {
        return new BigDecimal(literal);
    }

    /** The value as a whole number, or empty if it has a fraction or does not fit. */
    public OptionalLong whole() {
        try {
            return OptionalLong.of(
                    isPlainInteger() ? Long.parseLong(literal) : decimal().longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * The one literal that all equal numbers share: plain decimal, no exponent, no trailing zeros.
     */
    public String canonicalLiteral() {
        if (isPlainInteger()) {
            return "-0".equals(literal) ? "0" : literal;
        }
        return plain(literal);
    }

    private static String plain(String literal) {
        BigDecimal value = new BigDecimal(literal);
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof JsonNumber number
                && (literal.equals(number.literal)
                        || canonicalLiteral().equals(number.canonicalLiteral()));
    }

    @Override
    public int hashCode() {
        return canonicalLiteral().hashCode();
    }

    @Override
    public String toString() {
        return literal;
    }

    private boolean isPlainInteger() {
        return isPlainInteger(literal);
    }

    private static boolean isPlainInteger(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == '.' || c == 'e' || c == 'E') {
                return false;
            }
        }
        return true;
    }

    private static void checkGrammar(String text) {
        int at = text.startsWith("-") ? 1 : 0;
        int afterWhole = digits(text, at);
        boolean valid = afterWhole > at && (text.charAt(at) != '0' || afterWhole == at + 1);
        at = afterWhole;
        if (valid && at < text.length() && text.charAt(at) == '.') {
            int afterFraction = digits(text, at + 1);
            valid = afterFraction > at + 1;
            at = afterFraction;
        }
        if (valid && at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            at = checkExponent(text, at + 1);
        }
        if (!valid || at != text.length()) {
            throw new IllegalArgumentException("not a JSON number: " + text);
        }
    }

    private static int checkExponent(String text, int start) {
        int at = start;
        if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
            at++;
        }
        int end = digits(text, at);
        if (end == at) {
            throw new IllegalArgumentException("not a JSON number: " + text);
        }
        int exponent = 0;
        for (int i = at; i < end; i++) {
            exponent = Math.min(exponent * 10 + (text.charAt(i) - '0'), MAXIMUM_EXPONENT + 1);
        }
        if (exponent > MAXIMUM_EXPONENT) {
            throw new IllegalArgumentException(
                    "number has an exponent beyond " + MAXIMUM_EXPONENT + ": " + text);
        }
        return end;
    }

    private static int digits(String text, int start) {
        int at = start;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
