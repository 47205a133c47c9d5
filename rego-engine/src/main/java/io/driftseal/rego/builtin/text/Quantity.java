package io.driftseal.rego.builtin.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * An amount and a unit, cut but not judged.
 *
 * @param amount the part that looks like a number, maybe empty
 * @param unit the rest
 */
record Quantity(String amount, String unit) {

    /** Digits of an exponent. */
    private static final int MAXIMUM_EXPONENT_DIGITS = 6;

    /** Bits that OPA computes with here. */
    private static final int PRECISION_BITS = 64;

    /** The quantity, or null where its exponent has more digits than allowed. */
    static @Nullable Quantity cut(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean exponent = c == 'e' || c == 'E';
            if (!exponent && !digit(c) && c != '.' && c != '+' && c != '-') {
                return new Quantity(text.substring(0, i), text.substring(i));
            }
            if (!exponent) {
                continue;
            }
            char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
            if (!digit(next) && next != '+' && next != '-') {
                return new Quantity(text.substring(0, i), text.substring(i));
            }
            i += digit(next) ? 0 : 1;
            int end = i + 1;
            while (end < text.length() && digit(text.charAt(end))) {
                end++;
            }
            if (end - i - 1 > MAXIMUM_EXPONENT_DIGITS) {
                return null;
            }
        }
        return new Quantity(text, "");
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The amount as a number, or null where it is none. */
    @Nullable BigDecimal number() {
        boolean digits = amount.chars().anyMatch(c -> c >= '0' && c <= '9');
        if (!digits || amount.endsWith("e") || amount.endsWith("+") || amount.endsWith("-")) {
            return null;
        }
        try {
            return new BigDecimal(amount);
        } catch (NumberFormatException malformed) {
            return null;
        }
    }

    /** The nearest number of 64 binary digits, ties to even. */
    static BigDecimal rounded(BigDecimal number) {
        if (number.signum() == 0) {
            return BigDecimal.ZERO;
        }
        BigInteger numerator = number.unscaledValue();
        BigInteger denominator = BigInteger.ONE;
        if (number.scale() > 0) {
            denominator = BigInteger.TEN.pow(number.scale());
        } else {
            numerator = numerator.multiply(BigInteger.TEN.pow(-number.scale()));
        }
        BigInteger size = numerator.abs();
        int shift = PRECISION_BITS - (size.bitLength() - denominator.bitLength());
        BigInteger mantissa = scaled(size, denominator, shift);
        if (mantissa.bitLength() > PRECISION_BITS) {
            shift--;
            mantissa = scaled(size, denominator, shift);
        }
        BigDecimal result =
                shift >= 0
                        ? new BigDecimal(mantissa)
                                .divide(
                                        new BigDecimal(BigInteger.TWO.pow(shift)),
                                        MathContext.UNLIMITED)
                        : new BigDecimal(mantissa.shiftLeft(-shift));
        return number.signum() < 0 ? result.negate() : result;
    }

    private static BigInteger scaled(BigInteger numerator, BigInteger denominator, int shift) {
        BigInteger top = shift >= 0 ? numerator.shiftLeft(shift) : numerator;
        BigInteger bottom = shift >= 0 ? denominator : denominator.shiftLeft(-shift);
        return new BigDecimal(top)
                .divide(new BigDecimal(bottom), 0, RoundingMode.HALF_EVEN)
                .toBigInteger();
    }
}
