package io.driftseal.rego.builtin.encoding;

import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a plain scalar of YAML stands for, as the library that OPA uses decides. */
final class YamlScalar {

    /** A scalar without a Java class of its own. */
    enum Special {
        NULL
    }

    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
    private static final Pattern NOT_A_NUMBER = Pattern.compile("\\.(?:nan|NaN|NAN)");
    private static final Pattern INFINITY = Pattern.compile("([+-]?)\\.(?:inf|Inf|INF)");
    private static final Pattern FLOAT =
            Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
    private static final Pattern INTEGER =
            Pattern.compile(
                    "([+-]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");
    private static final BigInteger LOWEST = BigInteger.valueOf(Long.MIN_VALUE);

    private YamlScalar() {}

    /** A {@link String}, {@link Boolean}, {@link BigInteger}, {@link Double} or {@link Special}. */
    static Object resolve(String text) {
        if (NULLS.contains(text)) {
            return Special.NULL;
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return TRUE.contains(text);
        }
        if (NOT_A_NUMBER.matcher(text).matches()) {
            return Double.NaN;
        }
        Matcher infinity = INFINITY.matcher(text);
        if (infinity.matches()) {
            return infinity.group(1).equals("-")
                    ? Double.NEGATIVE_INFINITY
                    : Double.POSITIVE_INFINITY;
        }
        char first = text.charAt(0);
        boolean signOrDigit = first == '+' || first == '-' || (first >= '0' && first <= '9');
        if (!signOrDigit && first != '.') {
            return text;
        }
        String plain = signOrDigit ? text.replace("_", "") : text;
        BigInteger integer = signOrDigit ? integer(plain) : null;
        if (integer != null) {
            return integer;
        }
        if (FLOAT.matcher(plain).matches()) {
            double number = Double.parseDouble(plain);
            return Double.isFinite(number) ? (Object) number : text;
        }
        return text;
    }

    private static @Nullable BigInteger integer(String plain) {
        Matcher matcher = INTEGER.matcher(plain);
        if (!matcher.matches()) {
            return null;
        }
        int[] radixes = {16, 2, 8, 10};
        for (int i = 0; i < radixes.length; i++) {
            String digits = matcher.group(i + 2);
            if (digits != null) {
                BigInteger size = new BigInteger(digits, radixes[i]);
                BigInteger value = matcher.group(1).equals("-") ? size.negate() : size;
                // What fits neither a signed nor, without a sign, an unsigned 64-bit number is a
                // float.
                int bits = matcher.group(1).isEmpty() ? Long.SIZE : Long.SIZE - 1;
                return value.bitLength() <= bits && value.compareTo(LOWEST) >= 0 ? value : null;
            }
        }
        return null;
    }
}
