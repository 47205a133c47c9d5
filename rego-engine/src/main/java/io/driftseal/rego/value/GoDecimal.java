package io.driftseal.rego.value;

import java.math.BigDecimal;

/**
 * Significant digits and the place of the decimal point, as Go's formatting of floating-point
 * numbers sees them: {@code 0.d1d2d3... * 10^exponent}.
 *
 * @param digits without leading or trailing zeros; empty for zero
 */
record GoDecimal(String digits, int exponent) {

    private static final int LOWEST_PLAIN_EXPONENT = -4;

    static GoDecimal of(BigDecimal value) {
        if (value.signum() == 0) {
            return new GoDecimal("", 0);
        }
        BigDecimal plain = value.abs().stripTrailingZeros();
        String digits = plain.unscaledValue().toString();
        return new GoDecimal(digits, digits.length() - plain.scale());
    }

    /** Digit at that index as a character; zero beyond the last. */
    char at(int index) {
        return index < digits.length() ? digits.charAt(index) : '0';
    }

    /** The first {@code count} digits, the last rounded half to even. */
    GoDecimal round(int count) {
        if (count >= digits.length()) {
            return this;
        }
        boolean half = digits.charAt(count) == '5' && count + 1 == digits.length();
        boolean up =
                half
                        ? count > 0 && (digits.charAt(count - 1) - '0') % 2 != 0
                        : digits.charAt(count) >= '5';
        return up ? roundUp(count) : roundDown(count);
    }

    GoDecimal roundDown(int count) {
        return trimmed(digits.substring(0, Math.min(count, digits.length())), exponent);
    }

    GoDecimal roundUp(int count) {
        int last = Math.min(count, digits.length());
        while (last > 0 && digits.charAt(last - 1) == '9') {
            last--;
        }
        if (last == 0) {
            return new GoDecimal("1", exponent + 1);
        }
        return new GoDecimal(
                digits.substring(0, last - 1) + (char) (digits.charAt(last - 1) + 1), exponent);
    }

    private static GoDecimal trimmed(String digits, int exponent) {
        int end = digits.length();
        while (end > 0 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return new GoDecimal(digits.substring(0, end), end == 0 ? 0 : exponent);
    }

    /** {@code %g}: with an exponent where it is below -4 or not below {@code threshold}. */
    String general(int threshold) {
        int shown = exponent - 1;
        return !digits.isEmpty() && (shown < LOWEST_PLAIN_EXPONENT || shown >= threshold)
                ? scientific(Math.max(digits.length() - 1, 0), 'e')
                : fixed(Math.max(digits.length() - exponent, 0));
    }

    /** {@code %e} with that many digits behind the point; not rounded. */
    String scientific(int fraction, char letter) {
        var out = new StringBuilder();
        out.append(at(0));
        if (fraction > 0) {
            out.append('.');
            for (int i = 1; i <= fraction; i++) {
                out.append(at(i));
            }
        }
        int shown = digits.isEmpty() ? 0 : exponent - 1;
        out.append(letter).append(shown < 0 ? '-' : '+');
        if (Math.abs(shown) < 10) {
            out.append('0');
        }
        return out.append(Math.abs(shown)).toString();
    }

    /** {@code %f} with that many digits behind the point; not rounded. */
    String fixed(int fraction) {
        var out = new StringBuilder();
        if (exponent > 0) {
            for (int i = 0; i < exponent; i++) {
                out.append(at(i));
            }
        } else {
            out.append('0');
        }
        if (fraction > 0) {
            out.append('.');
            for (int i = 0; i < fraction; i++) {
                int index = exponent + i;
                out.append(index < 0 ? '0' : at(index));
            }
        }
        return out.toString();
    }
}
