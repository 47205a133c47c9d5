package io.driftseal.workload.json;

/**
 * A text of whole Unicode characters. A lone surrogate has no UTF-8 form: two different values
 * would be written as the same bytes, so it is refused here.
 */
public record JsonString(String value) implements JsonValue {

    public JsonString {
        int lone = loneSurrogate(value);
        if (lone >= 0) {
            throw new IllegalArgumentException(
                    "text holds half of a surrogate pair at character " + lone);
        }
    }

    @Override
    public String toString() {
        return JsonWriter.writeString(this);
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
