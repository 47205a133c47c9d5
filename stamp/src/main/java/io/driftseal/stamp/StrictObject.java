package io.driftseal.stamp;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonBoolean;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the fields of an object one by one and then insists that there are no others. Messages name
 * fields of our own formats, never values: what is read may be an attacker's.
 */
final class StrictObject {

    private final JsonObject object;
    private final String what;
    private final Set<String> read = new HashSet<>();

    private StrictObject(JsonObject object, String what) {
        this.object = object;
        this.what = what;
    }

    static StrictObject of(JsonObject object, String what) {
        return new StrictObject(object, what);
    }

    /** The sentence of an exception that this class or a record's constructor threw. */
    static String reason(IllegalArgumentException exception) {
        String message = exception.getMessage();
        return message == null ? "a field has an invalid value" : message;
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    Optional<String> optionalText(String name) {
        return optional(name, JsonString.class, "a text").map(JsonString::value);
    }

    Instant time(String name) {
        String text = text(name);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    field(name) + " is not a time such as 2026-01-31T08:00:00Z", e);
        }
    }

    int smallNumber(String name) {
        long value =
                optional(name, JsonNumber.class, "a number")
                        .orElseThrow(() -> missing(name))
                        .whole()
                        .orElse(-1);
        if (value < 0 || value > 1_000_000) {
            throw new IllegalArgumentException(field(name) + " is not a small whole number");
        }
        return (int) value;
    }

    boolean flag(String name) {
        return optional(name, JsonBoolean.class, "true or false")
                .map(JsonBoolean::value)
                .orElse(false);
    }

    StrictObject object(String name) {
        return optionalObject(name).orElseThrow(() -> missing(name));
    }

    Optional<StrictObject> optionalObject(String name) {
        return optional(name, JsonObject.class, "an object")
                .map(child -> new StrictObject(child, name));
    }

    StrictObject onlyObjectOf(String name) {
        List<StrictObject> objects = objects(name);
        if (objects.size() != 1) {
            throw new IllegalArgumentException(field(name) + " does not have exactly one entry");
        }
        return objects.getFirst();
    }

    List<StrictObject> objects(String name) {
        var objects = new ArrayList<StrictObject>();
        for (JsonValue item : array(name).orElseThrow(() -> missing(name)).items()) {
            if (!(item instanceof JsonObject child)) {
                throw new IllegalArgumentException(field(name) + " holds an entry of another type");
            }
            objects.add(new StrictObject(child, name));
        }
        return objects;
    }

    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (JsonValue item : array(name).orElse(JsonArray.EMPTY).items()) {
            if (!(item instanceof JsonString text)) {
                throw new IllegalArgumentException(field(name) + " holds an entry of another type");
            }
            texts.add(text.value());
        }
        return texts;
    }

    /** Refuses fields that were not asked for. */
    void nothingElse() {
        for (String name : object.members().keySet()) {
            if (!read.contains(name)) {
                throw new IllegalArgumentException(what + " has a field that is not known here");
            }
        }
    }

    private Optional<JsonArray> array(String name) {
        return optional(name, JsonArray.class, "a list");
    }

    private <T extends JsonValue> Optional<T> optional(String name, Class<T> type, String shape) {
        read.add(name);
        Optional<JsonValue> value = object.find(name);
        if (value.isPresent() && !type.isInstance(value.get())) {
            throw new IllegalArgumentException(field(name) + " is not " + shape);
        }
        return value.map(type::cast);
    }

    private IllegalArgumentException missing(String name) {
        return new IllegalArgumentException(field(name) + " is missing");
    }

    private String field(String name) {
        return what + "'s " + name;
    }
}
