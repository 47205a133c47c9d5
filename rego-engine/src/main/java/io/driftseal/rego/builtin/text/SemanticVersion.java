package io.driftseal.rego.builtin.text;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A semantic version as OPA reads it: a leading {@code v} is left out.
 *
 * @param major the first number
 * @param minor the second number
 * @param patch the third number
 * @param preRelease the identifiers before {@code +}, none where it is a release
 */
record SemanticVersion(long major, long minor, long patch, List<String> preRelease)
        implements Comparable<SemanticVersion> {

    private static final Pattern IDENTIFIERS =
            Pattern.compile("[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*+");

    /** The version, or null where the text is none. */
    static @Nullable SemanticVersion parse(String text) {
        String version = text.startsWith("v") ? text.substring(1) : text;
        int plus = version.indexOf('+');
        if (plus >= 0) {
            if (!IDENTIFIERS.matcher(version.substring(plus + 1)).matches()) {
                return null;
            }
            version = version.substring(0, plus);
        }
        List<String> preRelease = List.of();
        int dash = version.indexOf('-');
        if (dash >= 0) {
            Matcher identifiers = IDENTIFIERS.matcher(version.substring(dash + 1));
            if (!identifiers.matches()) {
                return null;
            }
            preRelease = List.of(identifiers.group().split("\\.", -1));
            version = version.substring(0, dash);
        }
        if (preRelease.stream().anyMatch(SemanticVersion::leadingZero)) {
            return null;
        }
        String[] numbers = version.split("\\.", -1);
        if (numbers.length != 3) {
            return null;
        }
        long[] parsed = new long[3];
        for (int i = 0; i < 3; i++) {
            parsed[i] = number(numbers[i]);
            if (parsed[i] < 0) {
                return null;
            }
        }
        return new SemanticVersion(parsed[0], parsed[1], parsed[2], preRelease);
    }

    private static boolean leadingZero(String identifier) {
        return identifier.length() > 1 && identifier.charAt(0) == '0' && decimal(identifier);
    }

    private static boolean decimal(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static long number(String text) {
        if (!decimal(text) || leadingZero(text)) {
            return -1;
        }
        return text.length() < 19
                        || (text.length() == 19 && text.compareTo("9223372036854775807") <= 0)
                ? Long.parseLong(text)
                : -1;
    }

    @Override
    public int compareTo(SemanticVersion other) {
        int order = Long.compare(major, other.major);
        order = order != 0 ? order : Long.compare(minor, other.minor);
        order = order != 0 ? order : Long.compare(patch, other.patch);
        if (order != 0 || preRelease.equals(other.preRelease)) {
            return order;
        }
        // A release comes after its pre-releases.
        if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
            return preRelease.isEmpty() ? 1 : -1;
        }
        int length = Math.min(preRelease.size(), other.preRelease.size());
        for (int i = 0; i < length; i++) {
            order = identifiers(preRelease.get(i), other.preRelease.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    private static int identifiers(String one, String two) {
        if (decimal(one) != decimal(two)) {
            return decimal(one) ? -1 : 1;
        }
        if (decimal(one)) {
            return Long.compare(capped(one), capped(two));
        }
        return Integer.signum(one.compareTo(two));
    }

    /** OPA takes numbers beyond 64 bits for equal. */
    private static long capped(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        long number = number(significant);
        return number < 0 ? Long.MAX_VALUE : number;
    }
}
