package io.driftseal.rego.value;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A binary floating-point number with 64 bits of mantissa, as OPA computes with where a number is
 * no integer: {@code 0.1 + 0.2} must come out with the same digits. What was made of a larger
 * integer has that integer's bits. Every operation rounds to nearest, half to even.
 */
public final class GoFloat {

    private static final int PRECISION = 64;
    private static final int PLAIN_THRESHOLD = 6;
    private static final int DOUBLE_PRECISION = 53;
    private static final GoFloat ZERO = new GoFloat(BigInteger.ZERO, 0, false);

    /** One, with the mantissa of a float64, which it hands on when multiplied. */
    public static final GoFloat DOUBLE_ONE =
            new GoFloat(BigInteger.ONE, 0, false, DOUBLE_PRECISION);

    /** Absolute value is {@code mantissa * 2^exponent}; never more bits than the precision. */
    private final BigInteger mantissa;

    private final int exponent;
    private final boolean negative;
    private final int precision;

    private GoFloat(BigInteger mantissa, int exponent, boolean negative) {
        this(mantissa, exponent, negative, PRECISION);
    }

    private GoFloat(BigInteger mantissa, int exponent, boolean negative, int precision) {
        this.precision = precision;
        this.mantissa = mantissa;
        this.exponent = exponent;
        this.negative = negative;
    }

    public static GoFloat of(RegoNumber number) {
        BigDecimal decimal = number.decimal();
        boolean negative = number.literal().startsWith("-");
        BigInteger unscaled = decimal.unscaledValue().abs();
        return decimal.scale() <= 0
                ? rounded(unscaled.multiply(BigInteger.TEN.pow(-decimal.scale())), 0, negative)
                : quotient(unscaled, BigInteger.TEN.pow(decimal.scale()), 0, negative);
    }

    /** Exactly: its precision is that of the integer, if that is larger. */
    public static GoFloat of(BigInteger integer) {
        int bits = Math.max(PRECISION, integer.abs().bitLength());
        return rounded(integer.abs(), 0, integer.signum() < 0, bits);
    }

    public GoFloat add(GoFloat other) {
        int common = Math.min(exponent, other.exponent);
        BigInteger sum = signed(common).add(other.signed(common));
        if (sum.signum() == 0) {
            return negative && other.negative ? new GoFloat(BigInteger.ZERO, 0, true) : ZERO;
        }
        int larger = Math.max(PRECISION, Math.max(precision, other.precision));
        return rounded(sum.abs(), common, sum.signum() < 0, larger);
    }

    public GoFloat subtract(GoFloat other) {
        return add(other.negate());
    }

    /** The product, in this number's precision. */
    public GoFloat multiply(GoFloat other) {
        return rounded(
                mantissa.multiply(other.mantissa),
                exponent + other.exponent,
                negative != other.negative,
                precision);
    }

    /** The quotient; {@code other} is not zero. */
    public GoFloat divide(GoFloat other) {
        return quotient(
                mantissa, other.mantissa, exponent - other.exponent, negative != other.negative);
    }

    public GoFloat negate() {
        return new GoFloat(mantissa, exponent, !negative, precision);
    }

    public GoFloat abs() {
        return new GoFloat(mantissa, exponent, false, precision);
    }

    public boolean isZero() {
        return mantissa.signum() == 0;
    }

    public boolean isNegative() {
        return negative;
    }

    /** Without the fraction. */
    public BigInteger truncated() {
        BigInteger whole =
                exponent >= 0 ? mantissa.shiftLeft(exponent) : mantissa.shiftRight(-exponent);
        return negative ? whole.negate() : whole;
    }

    public boolean isInteger() {
        return exponent >= 0 || mantissa.signum() == 0 || mantissa.getLowestSetBit() >= -exponent;
    }

    /** In the fewest digits that mean this number at this precision. */
    public RegoNumber number() {
        if (isZero()) {
            return RegoNumber.parse(negative ? "-0" : "0");
        }
        GoDecimal digits = shortest();
        String text = isInteger() ? digits.fixed(0) : digits.general(PLAIN_THRESHOLD);
        return RegoNumber.parse(negative ? "-" + text : text);
    }

    private BigInteger signed(int at) {
        BigInteger shifted = mantissa.shiftLeft(exponent - at);
        return negative ? shifted.negate() : shifted;
    }

    private static GoFloat quotient(
            BigInteger dividend, BigInteger divisor, int exponent, boolean negative) {
        if (dividend.signum() == 0) {
            return new GoFloat(BigInteger.ZERO, 0, negative);
        }
        int shift = Math.max(0, PRECISION + 2 - dividend.bitLength() + divisor.bitLength());
        BigInteger[] result = dividend.shiftLeft(shift).divideAndRemainder(divisor);
        // A remainder only says that there is more: one bit below is enough for rounding.
        BigInteger sticky = result[0].shiftLeft(1);
        if (result[1].signum() != 0) {
            sticky = sticky.setBit(0);
        }
        return rounded(sticky, exponent - shift - 1, negative);
    }

    private static GoFloat rounded(BigInteger mantissa, int exponent, boolean negative) {
        return rounded(mantissa, exponent, negative, PRECISION);
    }

    private static GoFloat rounded(
            BigInteger mantissa, int exponent, boolean negative, int precision) {
        int excess = mantissa.bitLength() - precision;
        if (excess <= 0) {
            return new GoFloat(
                    mantissa, mantissa.signum() == 0 ? 0 : exponent, negative, precision);
        }
        BigInteger kept = mantissa.shiftRight(excess);
        boolean half = mantissa.testBit(excess - 1);
        boolean beyond = mantissa.getLowestSetBit() < excess - 1;
        if (half && (beyond || kept.testBit(0))) {
            kept = kept.add(BigInteger.ONE);
        }
        return new GoFloat(kept, exponent + excess, negative, precision);
    }

    /** Go's search, digit by digit, between the halves of the last place below and above. */
    private GoDecimal shortest() {
        int shift = precision + 1 - mantissa.bitLength();
        BigInteger scaled = shift >= 0 ? mantissa.shiftLeft(shift) : mantissa.shiftRight(-shift);
        int at = exponent - shift;
        GoDecimal exact = decimal(scaled, at);
        GoDecimal lower = decimal(scaled.subtract(BigInteger.ONE), at);
        GoDecimal upper = decimal(scaled.add(BigInteger.ONE), at);
        boolean inclusive = !scaled.testBit(1);
        for (int i = 0; i < exact.digits().length(); i++) {
            char digit = exact.at(i);
            char above = upper.at(i);
            boolean down = lower.at(i) != digit || (inclusive && i + 1 == lower.digits().length());
            boolean up =
                    digit != above
                            && (inclusive || digit + 1 < above || i + 1 < upper.digits().length());
            if (down && up) {
                return exact.round(i + 1);
            }
            if (down) {
                return exact.roundDown(i + 1);
            }
            if (up) {
                return exact.roundUp(i + 1);
            }
        }
        return exact;
    }

    private static GoDecimal decimal(BigInteger mantissa, int exponent) {
        BigDecimal value =
                exponent >= 0
                        ? new BigDecimal(mantissa.shiftLeft(exponent))
                        : new BigDecimal(mantissa)
                                .divide(new BigDecimal(BigInteger.ONE.shiftLeft(-exponent)));
        return GoDecimal.of(value);
    }
}
