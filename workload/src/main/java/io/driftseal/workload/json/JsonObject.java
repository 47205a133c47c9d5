package io.driftseal.workload.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Named values in the order they were read; two objects with the same members in different order
 * are equal. The path methods walk nested objects and answer "absent" wherever a step is missing or
 * has another type; use {@link #find} where the difference matters.
 *
 * @param members unmodifiable, iterates in order
 */
public record JsonObject(Map<String, JsonValue> members) implements JsonValue {

    public static final JsonObject EMPTY = new JsonObject(Members.EMPTY);

    public JsonObject {
        members = Members.copyOf(members);
    }

    public static JsonObject of() {
        return EMPTY;
    }

    @SuppressWarnings("ReferenceEquality") // there is one empty object, and its members are one
    static JsonObject of(Members members) {
        return members == Members.EMPTY ? EMPTY : new JsonObject(members);
    }

    public static JsonObject of(String name, JsonValue value) {
        return builder().put(name, value).build();
    }

    public static JsonObject of(String name1, JsonValue value1, String name2, JsonValue value2) {
        return builder().put(name1, value1).put(name2, value2).build();
    }

    /** Members in order of the calls; later calls replace nothing: a name may be put once. */
    public static Builder builder() {
        return new Builder();
    }

    /** Texts by name, such as labels. */
    public static JsonObject ofStrings(Map<String, String> texts) {
        var builder = builder();
        texts.forEach(builder::put);
        return builder.build();
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    public boolean has(String name) {
        return members.get(name) != null;
    }

    /** The value at the end of a path of nested objects. */
    public Optional<JsonValue> find(String first, String... rest) {
        return Optional.ofNullable(at(first, rest));
    }

    /** The object at the path, empty if absent or of another type. */
    public JsonObject object(String first, String... rest) {
        return at(first, rest) instanceof JsonObject object ? object : EMPTY;
    }

    public Optional<String> string(String first, String... rest) {
        return at(first, rest) instanceof JsonString text
                ? Optional.of(text.value())
                : Optional.empty();
    }

    public Optional<Boolean> bool(String first, String... rest) {
        return at(first, rest) instanceof JsonBoolean flag
                ? Optional.of(flag.value())
                : Optional.empty();
    }

    public Optional<JsonNumber> number(String first, String... rest) {
        return at(first, rest) instanceof JsonNumber number
                ? Optional.of(number)
                : Optional.empty();
    }

    /** The items at the path, empty if absent or of another type. */
    public List<JsonValue> array(String first, String... rest) {
        return at(first, rest) instanceof JsonArray array ? array.items() : List.of();
    }

    /** Those items at the path that are objects. */
    public List<JsonObject> objects(String first, String... rest) {
        var objects = new ArrayList<JsonObject>();
        for (JsonValue item : array(first, rest)) {
            if (item instanceof JsonObject object) {
                objects.add(object);
            }
        }
        return objects;
    }

    /** The member replaced in its place, or added at the end. */
    public JsonObject with(String name, JsonValue value) {
        var builder = new Members.Builder(members.size() + 1);
        members.forEach((key, old) -> builder.add(key, key.equals(name) ? value : old));
        builder.add(name, value);
        return new JsonObject(builder.build());
    }

    public JsonObject with(String name, String value) {
        return with(name, new JsonString(value));
    }

    /**
     * Each member's value as the step has it, in the same order, and without those of which it has
     * none; this very object where the step gives every value back as it was.
     */
    @SuppressWarnings("ReferenceEquality") // unchanged means the same object, not an equal one
    public JsonObject withEach(MemberStep step) {
        Members changed = ((Members) members).withEach(step);
        return changed == members ? this : new JsonObject(changed);
    }

    /**
     * Members in the order of their names by UTF-16 code units, as {@link String#compareTo}; this
     * very object where they stand so already.
     */
    @SuppressWarnings("ReferenceEquality") // as above
    public JsonObject sorted() {
        Members sorted = ((Members) members).sorted();
        return sorted == members ? this : new JsonObject(sorted);
    }

    public JsonObject without(String name) {
        if (!has(name)) {
            return this;
        }
        var builder = new Members.Builder(members.size());
        members.forEach((key, value) -> {
            if (!key.equals(name)) {
                builder.add(key, value);
            }
        });
        return new JsonObject(builder.build());
    }

    @Override
    public String toString() {
        return JsonWriter.writeString(this);
    }

    private @Nullable JsonValue at(String first, String... rest) {
        JsonValue value = members.get(first);
        for (String name : rest) {
            if (!(value instanceof JsonObject object)) {
                return null;
            }
            value = object.members.get(name);
        }
        return value;
    }

    /** What becomes of a member; null leaves it out. */
    @FunctionalInterface
    public interface MemberStep {
        @Nullable JsonValue of(String name, JsonValue value);
    }

    /** Collects members; a second value for one name is a mistake in the program and refused. */
    public static final class Builder {
        private final Members.Builder members = new Members.Builder(8);

        private Builder() {}

        public Builder put(String name, JsonValue value) {
            if (!members.add(name, value)) {
                throw new IllegalArgumentException("member put twice: " + name);
            }
            return this;
        }

        public Builder put(String name, String value) {
            return put(name, new JsonString(value));
        }

        public Builder put(String name, long value) {
            return put(name, JsonNumber.of(value));
        }

        public Builder put(String name, boolean value) {
            return put(name, JsonBoolean.of(value));
        }

        public JsonObject build() {
            return new JsonObject(members.build());
        }

        /**
         * The members in the order of their names by UTF-16 code units, as {@link
         * String#compareTo}.
         */
        public JsonObject buildSorted() {
            members.sort();
            return build();
        }
    }
}
