package io.driftseal.rego.value;

import java.math.BigDecimal;

/** A float64 as Go writes it. */
public final class GoDouble {

    /** Where Go's {@code strconv} changes to exponents. */
    private static final int SHORTEST_THRESHOLD = 6;

    /** Where Go's {@code %v} does. */
    private static final int VALUE_THRESHOLD = 21;

    private GoDouble() {}

    /** {@code strconv.FormatFloat(f, 'g', -1, 64)}, which is how numbers are made. */
    static String format(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new NumberFormatException("not a number: " + value);
        }
        return sign(value) + shortest(value).general(SHORTEST_THRESHOLD);
    }

    /** {@code %v}. */
    public static String value(double value) {
        return sign(value) + shortest(value).general(VALUE_THRESHOLD);
    }

    /** {@code %g}, with {@code precision} significant digits, or the shortest form for -1. */
    public static String general(double value, int precision) {
        if (precision < 0) {
            return sign(value) + shortest(value).general(VALUE_THRESHOLD);
        }
        int digits = Math.max(precision, 1);
        GoDecimal decimal = exact(value).round(digits);
        int threshold =
                digits > decimal.digits().length()
                                && decimal.digits().length() >= decimal.exponent()
                        ? decimal.digits().length()
                        : digits;
        return sign(value) + decimal.general(threshold);
    }

    /** {@code %e}. */
    public static String scientific(double value, int precision, char letter) {
        GoDecimal decimal = precision < 0 ? shortest(value) : exact(value).round(precision + 1);
        return sign(value)
                + decimal.scientific(
                        precision < 0 ? Math.max(decimal.digits().length() - 1, 0) : precision,
                        letter);
    }

    /** {@code %f}. */
    public static String fixed(double value, int precision) {
        GoDecimal decimal = precision < 0 ? shortest(value) : exact(value);
        if (precision < 0) {
            return sign(value)
                    + decimal.fixed(Math.max(decimal.digits().length() - decimal.exponent(), 0));
        }
        int kept = decimal.exponent() + precision;
        GoDecimal rounded = kept < 0 ? new GoDecimal("", 0) : decimal.round(kept);
        return sign(value) + rounded.fixed(precision);
    }

    private static String sign(double value) {
        return value < 0 || (value == 0 && 1 / value < 0) ? "-" : "";
    }

    private static GoDecimal shortest(double value) {
        return value == 0
                ? new GoDecimal("", 0)
                : GoDecimal.of(new BigDecimal(Double.toString(value)));
    }

    private static GoDecimal exact(double value) {
        return GoDecimal.of(new BigDecimal(value));
    }
}
