package io.driftseal.rego.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A number of any size and precision. It prints as it was written ({@code 1.0} stays {@code 1.0})
 * and is equal to every number of the same value.
 */
public final class RegoNumber implements RegoValue {

    public static final RegoNumber ZERO;
    public static final RegoNumber ONE;

    /** Characters of a literal: what is longer is refused before anything computes with it. */
    public static final int MAXIMUM_LENGTH = 40_000;

    /** Powers of two beyond which OPA refuses a number. */
    private static final int MAXIMUM_BINARY_EXPONENT = 100_000;

    private static final double LOG_2_OF_10 = 3.321928094887362;
    private static final int LOWEST_SHARED = -1;
    private static final int HIGHEST_SHARED = 1_024;
    private static final RegoNumber[] SHARED = new RegoNumber[HIGHEST_SHARED - LOWEST_SHARED + 1];

    static {
        for (int i = 0; i < SHARED.length; i++) {
            SHARED[i] = new RegoNumber(i + LOWEST_SHARED, true, null, null);
        }
        ZERO = of(0);
        ONE = of(1);
    }

    /** The value where {@link #whole}; only what is written as an integer counts as whole. */
    private final long value;

    private final boolean whole;

    /** As written; null where it is the plain decimal form of {@link #value}. */
    private final @Nullable String literal;

    private @Nullable BigDecimal exact;
    private int hash;

    private RegoNumber(
            long value, boolean whole, @Nullable String literal, @Nullable BigDecimal exact) {
        this.value = value;
        this.whole = whole;
        this.literal = literal;
        this.exact = exact;
    }

    public static RegoNumber of(long value) {
        return value >= LOWEST_SHARED && value <= HIGHEST_SHARED
                ? SHARED[(int) (value - LOWEST_SHARED)]
                : new RegoNumber(value, true, null, null);
    }

    public static RegoNumber of(BigInteger value) {
        return value.bitLength() < Long.SIZE
                ? of(value.longValue())
                : new RegoNumber(0, false, value.toString(), new BigDecimal(value));
    }

    /** As Go prints a float64 in its shortest form: {@code 1e+21}, {@code 0.1}, {@code 3}. */
    public static RegoNumber of(double value) {
        return parse(GoDouble.format(value));
    }

    /**
     * A number as JSON writes it, or with a leading plus or zeros as Go's parsers tolerate it.
     *
     * @throws NumberFormatException if it is none, is longer than {@link #MAXIMUM_LENGTH} or beyond
     *     2^100000, where OPA refuses it, too
     */
    public static RegoNumber parse(String literal) {
        if (literal.length() > MAXIMUM_LENGTH) {
            throw new NumberFormatException("number of " + literal.length() + " characters");
        }
        if (isInteger(literal)) {
            return parseInteger(literal);
        }
        BigDecimal exact = new BigDecimal(literal);
        if (exact.signum() != 0) {
            long leading = (long) exact.precision() - exact.scale();
            if (Math.abs(leading) * LOG_2_OF_10 > MAXIMUM_BINARY_EXPONENT + 4.0) {
                throw new NumberFormatException("number too big");
            }
        } else if (Math.abs((long) exact.scale()) > MAXIMUM_LENGTH) {
            exact = BigDecimal.ZERO;
        }
        return new RegoNumber(0, false, literal, exact);
    }

    private static RegoNumber parseInteger(String literal) {
        if (literal.length() <= 18) {
            long value = Long.parseLong(literal);
            char first = literal.charAt(0);
            boolean plain =
                    value == 0
                            ? literal.length() == 1
                            : first != '+' && literal.charAt(first == '-' ? 1 : 0) != '0';
            return plain ? of(value) : new RegoNumber(value, true, literal, null);
        }
        BigInteger value = new BigInteger(literal);
        if (value.bitLength() >= Long.SIZE) {
            return new RegoNumber(0, false, literal, new BigDecimal(value));
        }
        return new RegoNumber(value.longValue(), true, literal, null);
    }

    private static boolean isInteger(String literal) {
        int start = !literal.isEmpty() && "+-".indexOf(literal.charAt(0)) >= 0 ? 1 : 0;
        for (int i = start; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return start < literal.length();
    }

    /** True if it is written as an integer and fits: {@code 1.0} is none. */
    public boolean isLong() {
        return whole;
    }

    /** The value if {@link #isLong()}. */
    public long longValue() {
        if (!whole) {
            throw new ArithmeticException("not a long: " + this);
        }
        return value;
    }

    /**
     * Whether JSON has this literal: it has none with a plus or further zeros in front, or without
     * digits on both sides of the point, which texts become numbers with.
     */
    public boolean isJson() {
        String text = literal;
        if (text == null) {
            return true;
        }
        int start = text.startsWith("-") ? 1 : 0;
        int whole = digits(text, start);
        if (whole == start || (text.charAt(start) == '0' && whole > start + 1)) {
            return false;
        }
        int end = whole;
        if (end < text.length() && text.charAt(end) == '.') {
            end = digits(text, whole + 1);
            if (end == whole + 1) {
                return false;
            }
        }
        return end == text.length() || text.charAt(end) == 'e' || text.charAt(end) == 'E';
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /**
     * True if OPA takes it for an int: written as an integer, or with nothing but zeros behind a
     * point, in at most 19 characters.
     */
    public boolean isInt() {
        if (whole) {
            return true;
        }
        String text = literal();
        int point = text.indexOf('.');
        if (point < 0 || text.length() > 19) {
            return false;
        }
        for (int i = point + 1; i < text.length(); i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    /** The value if {@link #isInt()}. */
    public long intValue() {
        return whole ? value : decimal().longValueExact();
    }

    /** The value as an integer of any size, or null if it has a fraction: {@code 1.0} is 1. */
    public @Nullable BigInteger integer() {
        if (whole) {
            return BigInteger.valueOf(value);
        }
        try {
            return decimal().toBigIntegerExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /** The position in an array that it names, or -1. */
    long index() {
        if (whole) {
            return value;
        }
        BigInteger integer = integer();
        return integer == null || integer.bitLength() >= Integer.SIZE ? -1 : integer.longValue();
    }

    public BigDecimal decimal() {
        BigDecimal known = exact;
        if (known == null) {
            known = BigDecimal.valueOf(value);
            exact = known;
        }
        return known;
    }

    public double doubleValue() {
        return whole ? (double) value : decimal().doubleValue();
    }

    /** The text that it prints as. */
    public String literal() {
        return literal == null ? Long.toString(value) : literal;
    }

    @Override
    public ValueType type() {
        return ValueType.NUMBER;
    }

    @Override
    public int depth() {
        return 0;
    }

    @Override
    public int compareTo(RegoValue other) {
        if (!(other instanceof RegoNumber number)) {
            return type().compareTo(other.type());
        }
        if (whole && number.whole) {
            return Long.compare(value, number.value);
        }
        int order = decimal().compareTo(number.decimal());
        return order != 0 && sameFraction(number) ? 0 : order;
    }

    /**
     * OPA takes two numbers that are the same float64 for equal where both are written with a
     * fraction and with zeros at its end.
     */
    private boolean sameFraction(RegoNumber number) {
        return hasPaddedFraction()
                && number.hasPaddedFraction()
                && Double.compare(doubleValue(), number.doubleValue()) == 0;
    }

    private boolean hasPaddedFraction() {
        String text = literal();
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '0' || text.charAt(end - 1) == '.')) {
            end--;
        }
        int point = text.indexOf('.');
        return !whole && end < text.length() && point >= 0 && point < end && integer() == null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof RegoNumber number && compareTo(number) == 0);
    }

    @Override
    public int hashCode() {
        if (whole) {
            return Long.hashCode(value);
        }
        if (hash == 0) {
            BigInteger integer = integer();
            hash =
                    integer != null && integer.bitLength() < Long.SIZE
                            ? Long.hashCode(integer.longValue())
                            : Double.hashCode(doubleValue());
        }
        return hash;
    }

    @Override
    public void print(StringBuilder out) {
        out.append(literal());
    }

    @Override
    public String toString() {
        return literal();
    }
}
