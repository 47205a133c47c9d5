package io.driftseal.workload;

import io.driftseal.workload.json.JsonBoolean;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place in an object as kubectl users write it: {@code spec.containers[name=app].image}, {@code
 * metadata.labels[app.kubernetes.io/name]}. Names and keys come from the object, so they are shown
 * as {@link DisplayText}.
 */
record FieldPath(String text) {

    static final FieldPath ROOT = new FieldPath("");

    private static final int LONGEST_STEP = 80;

    FieldPath member(String name) {
        if (!isPlain(name)) {
            return new FieldPath(text + "[" + DisplayText.of(name, LONGEST_STEP) + "]");
        }
        return new FieldPath(text.isEmpty() ? name : text + "." + name);
    }

    FieldPath item(String key) {
        return new FieldPath(text + "[" + key + "]");
    }

    FieldPath item(int position) {
        return item(Integer.toString(position));
    }

    /**
     * {@code name=app}, {@code containerPort=80,protocol=TCP}; empty if the item has none of the
     * keys.
     */
    static Optional<String> key(JsonValue item, List<String> keys) {
        if (!(item instanceof JsonObject object)) {
            return Optional.empty();
        }
        var parts = new ArrayList<String>(keys.size());
        for (String key : keys) {
            switch (object.find(key).orElse(null)) {
                case JsonString value ->
                        parts.add(key + "=" + DisplayText.of(value.value(), LONGEST_STEP));
                case JsonNumber value -> parts.add(key + "=" + value.literal());
                case JsonBoolean value -> parts.add(key + "=" + value);
                case null, default -> {
                    // a part of a compound key may be absent, a port's protocol for one
                }
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(",", parts));
    }

    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '-'
                            || c == '_';
            if (!plain) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= LONGEST_STEP;
    }
}
