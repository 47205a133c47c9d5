package io.driftseal.workload.json;

import org.jspecify.annotations.Nullable;

/**
 * A text of whole Unicode characters. A lone surrogate has no UTF-8 form: two different values
 * would be written as the same bytes, so it is refused here. Immutable.
 */
public final class JsonString implements JsonValue {

    private final String value;
    private final int width;

    /**
     * @throws IllegalArgumentException if the text holds half of a surrogate pair
     */
    public JsonString(String value) {
        this.value = value;
        this.width = width(value);
        if (width < 0) {
            throw new IllegalArgumentException(
                    "text holds half of a surrogate pair at character " + loneSurrogate(value));
        }
    }

    public String value() {
        return value;
    }

    /** Bytes of the text as it is written, without the quotes around it. */
    int width() {
        return width;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonString text && value.equals(text.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return JsonWriter.writeString(this);
    }

    /** As {@link #width()}, or -1 of a text with half of a surrogate pair. */
    private static int width(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (!JsonWriter.isPlain(text.charAt(i))) {
                return loneSurrogate(text) < 0 ? JsonWriter.width(text, i) : -1;
            }
        }
        return length;
    }

    /** Index of the first surrogate without its other half, or -1. */
    static int loneSurrogate(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == length
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
