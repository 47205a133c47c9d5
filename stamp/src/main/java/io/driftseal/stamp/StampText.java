package io.driftseal.stamp;

import java.util.regex.Pattern;

/** Shapes of the texts in a stamp. Messages name the field and the rule, never the value. */
final class StampText {

    /** DNS subdomain characters; the API server holds names to stricter rules of its own. */
    private static final Pattern OBJECT_NAME = Pattern.compile("[a-z0-9]([-a-z0-9.:]*)");

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@/+-]*");

    private StampText() {}

    static void objectName(String field, String text, int maximumLength) {
        if (text.length() > maximumLength || !OBJECT_NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a stamp's "
                            + field
                            + " must be an object name of 1 to "
                            + maximumLength
                            + " characters");
        }
    }

    /** Ids, revisions and tier names: printable ASCII without spaces. */
    static void token(String field, String text, int maximumLength) {
        if (text.length() > maximumLength || !TOKEN.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a stamp's "
                            + field
                            + " must be 1 to "
                            + maximumLength
                            + " letters, digits or ._:@/+-");
        }
    }

    /** User names and image references: any text without control characters. */
    static void line(String field, String text, int maximumLength) {
        if (text.length() > maximumLength || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a stamp's "
                            + field
                            + " must be at most "
                            + maximumLength
                            + " characters without control characters");
        }
    }

    static void digest(String field, String text) {
        if (!Sha256.isHex(text)) {
            throw new IllegalArgumentException(
                    "a stamp's " + field + " must be 64 lower-case hex characters");
        }
    }
}
