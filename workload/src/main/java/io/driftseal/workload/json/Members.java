package io.driftseal.workload.json;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The members of one object in their order, immutable. Two arrays instead of a LinkedHashMap:
 * nearly all objects of Kubernetes have fewer than a dozen members, where a scan beats hashing and
 * costs a third of the memory. Larger ones get a HashMap, whose tree bins keep names that were
 * chosen to collide from costing quadratic time.
 */
final class Members extends AbstractMap<String, JsonValue> {

    static final Members EMPTY = new Members(new String[0], new JsonValue[0], 0, null);
    static final int LARGEST_SCANNED = 12;

    /** Of which a container has half; its names come nearly sorted. */
    private static final int LARGEST_INSERTED = 32;

    private final String[] names;
    private final JsonValue[] values;
    private final int size;
    private final @Nullable Map<String, JsonValue> index;

    /**
     * Names stand in order. Only ever set: threads that find it out at the same time find the same,
     * and one that does not see it yet looks once more.
     */
    private boolean ordered;

    private Members(
            String[] names, JsonValue[] values, int size, @Nullable Map<String, JsonValue> index) {
        this.names = names;
        this.values = values;
        this.size = size;
        this.index = index;
    }

    /**
     * Of arrays that are nobody else's from now on, and hold members of different names.
     *
     * @param index of all of them, if they are more than {@link #LARGEST_SCANNED}
     */
    static Members owning(
            String[] names, JsonValue[] values, @Nullable Map<String, JsonValue> index) {
        return new Members(names, values, names.length, index);
    }

    static Members copyOf(Map<String, JsonValue> source) {
        if (source instanceof Members members) {
            return members;
        }
        var builder = new Builder(source.size());
        source.forEach(builder::add);
        return builder.build();
    }

    String name(int position) {
        return names[position];
    }

    JsonValue value(int position) {
        return values[position];
    }

    /** Without the members of which the step has no value; this, if it changes none. */
    @SuppressWarnings("ReferenceEquality") // unchanged means the same value, not an equal one
    Members withEach(JsonObject.MemberStep step) {
        for (int i = 0; i < size; i++) {
            JsonValue value = step.of(names[i], values[i]);
            if (value != values[i]) {
                return changedFrom(i, value, step);
            }
        }
        return this;
    }

    private Members changedFrom(
            int first, @Nullable JsonValue firstValue, JsonObject.MemberStep step) {
        String[] keptNames = Arrays.copyOf(names, size);
        JsonValue[] kept = Arrays.copyOf(values, size);
        int count = first;
        for (int i = first; i < size; i++) {
            JsonValue value = i == first ? firstValue : step.of(names[i], values[i]);
            if (value != null) {
                keptNames[count] = names[i];
                kept[count] = value;
                count++;
            }
        }
        if (count == 0) {
            return EMPTY;
        }
        var changed = new Members(keptNames, kept, count, index(keptNames, kept, count));
        changed.ordered = ordered;
        return changed;
    }

    private static @Nullable Map<String, JsonValue> index(
            String[] names, JsonValue[] values, int size) {
        if (size <= LARGEST_SCANNED) {
            return null;
        }
        Map<String, JsonValue> index = new HashMap<>(size * 2);
        for (int i = 0; i < size; i++) {
            index.put(names[i], values[i]);
        }
        return index;
    }

    Members sorted() {
        if (ordered) {
            return this;
        }
        Members sorted = this;
        for (int i = 1; i < size; i++) {
            if (names[i - 1].compareTo(names[i]) > 0) {
                var builder = new Builder(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
                builder.sort();
                sorted = new Members(builder.names, builder.values, size, index);
                break;
            }
        }
        sorted.ordered = true;
        return sorted;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public @Nullable JsonValue get(@Nullable Object key) {
        if (index != null) {
            return index.get(key);
        }
        for (int i = 0; i < size; i++) {
            if (names[i].equals(key)) {
                return values[i];
            }
        }
        return null;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super JsonValue> action) {
        for (int i = 0; i < size; i++) {
            action.accept(names[i], values[i]);
        }
    }

    @Override
    public Set<Entry<String, JsonValue>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<Entry<String, JsonValue>> iterator() {
                return new EntryIterator();
            }
        };
    }

    private final class EntryIterator implements Iterator<Entry<String, JsonValue>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < size;
        }

        @Override
        public Entry<String, JsonValue> next() {
            if (next >= size) {
                throw new NoSuchElementException();
            }
            var entry = Map.entry(names[next], values[next]);
            next++;
            return entry;
        }
    }

    /** Collects members in order. */
    static final class Builder {
        private String[] names;
        private JsonValue[] values;
        private int size;
        private @Nullable Map<String, JsonValue> index;

        Builder(int expected) {
            names = new String[Math.max(expected, 4)];
            values = new JsonValue[names.length];
        }

        /** Of arrays that are full; they are this builder's own from now on. */
        private Builder(String[] names, JsonValue[] values) {
            this.names = names;
            this.values = values;
            this.size = names.length;
        }

        /**
         * False, and nothing is added, if there is a member of this name already.
         *
         * @throws IllegalArgumentException if the name holds half of a surrogate pair: no members
         *     have such a name
         */
        boolean add(String name, JsonValue value) {
            if (JsonString.loneSurrogate(name) >= 0) {
                throw new IllegalArgumentException("member name holds half of a surrogate pair");
            }
            if (contains(name)) {
                return false;
            }
            if (size == names.length) {
                names = Arrays.copyOf(names, Math.max(size * 2, 4));
                values = Arrays.copyOf(values, names.length);
            }
            names[size] = name;
            values[size] = value;
            size++;
            if (index != null) {
                index.put(name, value);
            } else {
                index = index(names, values, size);
            }
            return true;
        }

        private boolean contains(String name) {
            if (index != null) {
                return index.containsKey(name);
            }
            for (int i = 0; i < size; i++) {
                if (names[i].equals(name)) {
                    return true;
                }
            }
            return false;
        }

        /** Insertion sort for the usual dozen or two, which often come sorted; a tree beyond. */
        void sort() {
            if (size > LARGEST_INSERTED) {
                sortMany();
                return;
            }
            for (int i = 1; i < size; i++) {
                String name = names[i];
                JsonValue value = values[i];
                int at = i;
                while (at > 0 && names[at - 1].compareTo(name) > 0) {
                    names[at] = names[at - 1];
                    values[at] = values[at - 1];
                    at--;
                }
                names[at] = name;
                values[at] = value;
            }
        }

        private void sortMany() {
            var sorted = new TreeMap<String, JsonValue>();
            for (int i = 0; i < size; i++) {
                sorted.put(names[i], values[i]);
            }
            int at = 0;
            for (var member : sorted.entrySet()) {
                names[at] = member.getKey();
                values[at] = member.getValue();
                at++;
            }
        }

        /**
         * Hands the arrays over; the builder starts again empty and shares nothing with the result.
         */
        Members build() {
            Members built = size == 0 ? EMPTY : new Members(names, values, size, index);
            names = new String[0];
            values = new JsonValue[0];
            size = 0;
            index = null;
            return built;
        }
    }
}
