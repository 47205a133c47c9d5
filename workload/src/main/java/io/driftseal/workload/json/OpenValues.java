package io.driftseal.workload.json;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Members and items of all objects and arrays that are open while a document is read, one behind
 * the other: each of them takes what is its own from the end when it is closed, in arrays of
 * exactly its size. Nothing is made for an empty one, of which managed fields have hundreds.
 */
final class OpenValues {

    private String[] names = new String[64];
    private JsonValue[] values = new JsonValue[64];
    private int size;

    /** Where an object or array begins that is opened now. */
    int mark() {
        return size;
    }

    void addItem(JsonValue value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
            names = Arrays.copyOf(names, size * 2);
        }
        values[size++] = value;
    }

    /**
     * @param index of the members since the mark, as the last call gave it back
     * @return what finds members where they are too many to scan
     * @throws DuplicateName if there is a member of this name since the mark
     */
    @Nullable Map<String, JsonValue> addMember(
            int mark, String name, JsonValue value, @Nullable Map<String, JsonValue> index)
            throws DuplicateName {
        Map<String, JsonValue> found = index;
        if (found == null && size - mark == Members.LARGEST_SCANNED) {
            found = indexFrom(mark);
        }
        if (found == null ? isNamed(mark, name) : found.putIfAbsent(name, value) != null) {
            throw new DuplicateName();
        }
        addItem(value);
        names[size - 1] = name;
        return found;
    }

    /** All since the mark, which are open no longer. */
    Members closeMembers(int mark, @Nullable Map<String, JsonValue> index) {
        if (size == mark) {
            return Members.EMPTY;
        }
        var members =
                Members.owning(
                        Arrays.copyOfRange(names, mark, size),
                        Arrays.copyOfRange(values, mark, size),
                        index);
        size = mark;
        return members;
    }

    /** All since the mark, which are open no longer. */
    JsonArray closeItems(int mark) {
        if (size == mark) {
            return JsonArray.EMPTY;
        }
        var array = new JsonArray(Arrays.asList(values).subList(mark, size));
        size = mark;
        return array;
    }

    private boolean isNamed(int mark, String name) {
        for (int i = mark; i < size; i++) {
            if (names[i].equals(name)) {
                return true;
            }
        }
        return false;
    }

    private Map<String, JsonValue> indexFrom(int mark) {
        Map<String, JsonValue> index = new HashMap<>(4 * Members.LARGEST_SCANNED);
        for (int i = mark; i < size; i++) {
            index.put(names[i], values[i]);
        }
        return index;
    }

    /** An object has two members of one name. */
    static final class DuplicateName extends Exception {
        private static final long serialVersionUID = 1;
    }
}
