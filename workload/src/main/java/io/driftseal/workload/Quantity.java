package io.driftseal.workload;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The amounts of Kubernetes: {@code 1000m}, {@code 1}, {@code 1e0} are one amount, so are {@code
 * 1Gi} and {@code 1024Mi}. Grammar of {@code k8s.io/apimachinery/pkg/api/resource}: a signed
 * decimal and a suffix, binary, decimal or an exponent.
 */
final class Quantity {

    /**
     * The longest text read and the largest exponent; what is beyond is hashed as it is written.
     */
    private static final int LONGEST = 64;

    private static final int LARGEST_EXPONENT = 64;
    private static final BigInteger KIBI = BigInteger.valueOf(1024);

    private Quantity() {}

    /** The plain decimal that all texts of one amount share; empty if the text is not an amount. */
    static Optional<String> canonical(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        int end = numberEnd(text);
        if (end < 0) {
            return Optional.empty();
        }
        boolean plain = end == text.length() && text.charAt(0) != '+' && text.indexOf('.') < 0;
        if (plain && text.charAt(0) != '0' && text.charAt(0) != '-') {
            return Optional.of(text);
        }
        BigDecimal scale = scale(text.substring(end));
        if (scale == null) {
            return Optional.empty();
        }
        BigDecimal value = decimal(text.substring(0, end)).multiply(scale);
        return Optional.of(value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString());
    }

    /**
     * Index behind sign, digits and fraction; -1 if there is no digit. Kubernetes takes {@code .5}
     * and {@code 5.}.
     */
    private static int numberEnd(String text) {
        int at = text.charAt(0) == '+' || text.charAt(0) == '-' ? 1 : 0;
        int digits = 0;
        boolean fraction = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '.' && !fraction) {
                fraction = true;
            } else if (c >= '0' && c <= '9') {
                digits++;
            } else {
                break;
            }
        }
        return digits == 0 ? -1 : at;
    }

    private static BigDecimal decimal(String number) {
        String padded = number.endsWith(".") ? number.substring(0, number.length() - 1) : number;
        return new BigDecimal(padded);
    }

    private static @Nullable BigDecimal scale(String suffix) {
        return switch (suffix) {
            case "" -> BigDecimal.ONE;
            case "n" -> BigDecimal.ONE.movePointLeft(9);
            case "u" -> BigDecimal.ONE.movePointLeft(6);
            case "m" -> BigDecimal.ONE.movePointLeft(3);
            case "k" -> BigDecimal.TEN.pow(3);
            case "M" -> BigDecimal.TEN.pow(6);
            case "G" -> BigDecimal.TEN.pow(9);
            case "T" -> BigDecimal.TEN.pow(12);
            case "P" -> BigDecimal.TEN.pow(15);
            case "E" -> BigDecimal.TEN.pow(18);
            case "Ki" -> binary(1);
            case "Mi" -> binary(2);
            case "Gi" -> binary(3);
            case "Ti" -> binary(4);
            case "Pi" -> binary(5);
            case "Ei" -> binary(6);
            default -> exponent(suffix);
        };
    }

    private static BigDecimal binary(int power) {
        return new BigDecimal(KIBI.pow(power));
    }

    private static @Nullable BigDecimal exponent(String suffix) {
        if (suffix.length() < 2 || (suffix.charAt(0) | 0x20) != 'e') {
            return null;
        }
        boolean negative = suffix.charAt(1) == '-';
        int at = negative || suffix.charAt(1) == '+' ? 2 : 1;
        if (at == suffix.length()) {
            return null;
        }
        int exponent = 0;
        for (; at < suffix.length(); at++) {
            char c = suffix.charAt(at);
            if (c < '0' || c > '9') {
                return null;
            }
            exponent = exponent * 10 + (c - '0');
            if (exponent > LARGEST_EXPONENT) {
                return null;
            }
        }
        return BigDecimal.ONE.scaleByPowerOfTen(negative ? -exponent : exponent);
    }
}
