package io.driftseal.rego.builtin.encoding;

import java.math.BigDecimal;

/** Floating-point numbers as Go's encoding/json writes them. */
final class GoJsonNumber {

    private static final double SMALLEST_PLAIN = 1e-6;
    private static final double LARGEST_PLAIN = 1e21;

    private GoJsonNumber() {}

    /** The shortest decimal that reads as the same number. */
    static String format(double number) {
        if (number == 0) {
            return 1 / number < 0 ? "-0" : "0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        double size = Math.abs(number);
        if (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN) {
            return shortest.toPlainString();
        }
        return scientific(shortest, 1);
    }

    /** As a key of an object, where the library takes it for a number of 32 bits. */
    static String formatSingle(double number) {
        if (Double.isNaN(number)) {
            return ".nan";
        }
        if (Double.isInfinite((float) number)) {
            return number > 0 ? ".inf" : "-.inf";
        }
        if ((float) number == 0) {
            return 1 / number < 0 ? "-0" : "0";
        }
        BigDecimal shortest = new BigDecimal(Float.toString((float) number)).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        return exponent < -4 || exponent >= 21 ? scientific(shortest, 2) : shortest.toPlainString();
    }

    /** As YAML writes it: with an exponent from a million on. */
    static String formatGeneral(double number) {
        if (number == 0) {
            return 1 / number < 0 ? "-0" : "0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        return exponent < -4 || exponent >= 6 ? scientific(shortest, 2) : shortest.toPlainString();
    }

    private static String scientific(BigDecimal number, int exponentDigits) {
        String digits = number.unscaledValue().abs().toString();
        int exponent = number.precision() - number.scale() - 1;
        StringBuilder out = new StringBuilder();
        out.append(number.signum() < 0 ? "-" : "").append(digits.charAt(0));
        if (digits.length() > 1) {
            out.append('.').append(digits, 1, digits.length());
        }
        String size = Integer.toString(Math.abs(exponent));
        out.append('e').append(exponent < 0 ? '-' : '+');
        return out.repeat("0", Math.max(0, exponentDigits - size.length())).append(size).toString();
    }
}
