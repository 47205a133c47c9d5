package io.driftseal.evidence;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a record's fields may hold. Messages name the field and the rule, never the value. */
final class Bounds {

    static final int SHORT = 256;
    static final int LONG = 4096;
    static final int MANY = 256;

    private static final Pattern ID = Pattern.compile("[a-z]{3}-[0-9a-f-]{32,36}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private Bounds() {}

    /** An id with its prefix: {@code dec-}, {@code fnd-}, {@code inc-}, {@code pln-} ... */
    static void id(String field, String prefix, String id) {
        if (!id.startsWith(prefix + "-") || !ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    field + " must be " + prefix + "- and 32 to 36 characters of 0-9a-f and -");
        }
    }

    static void required(String field, String text, int maximum) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(field + " must not be empty");
        }
        atMost(field, text, maximum);
    }

    static void atMost(String field, String text, int maximum) {
        if (text.length() > maximum) {
            throw new IllegalArgumentException(
                    field + " must have at most " + maximum + " characters");
        }
    }

    static void digest(String field, String text) {
        if (!isDigest(text)) {
            throw new IllegalArgumentException(field + " must be 64 characters of 0-9a-f");
        }
    }

    static void digestOrEmpty(String field, String text) {
        if (!text.isEmpty()) {
            digest(field, text);
        }
    }

    static boolean isDigest(String text) {
        return DIGEST.matcher(text).matches();
    }

    static List<String> texts(String field, List<String> texts) {
        List<String> copy = List.copyOf(texts);
        count(field, copy.size());
        copy.forEach(text -> atMost(field, text, LONG));
        return copy;
    }

    static Map<String, String> texts(String field, Map<String, String> texts) {
        var copy = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(texts));
        count(field, copy.size());
        copy.forEach((name, text) -> {
            required(field, name, SHORT);
            atMost(field, text, LONG);
        });
        return copy;
    }

    static void count(String field, int size) {
        if (size > MANY) {
            throw new IllegalArgumentException(field + " must have at most " + MANY + " entries");
        }
    }
}
