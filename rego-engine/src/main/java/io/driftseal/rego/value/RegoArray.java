package io.driftseal.rego.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sequence of values. */
public final class RegoArray implements RegoValue {

    public static final RegoArray EMPTY = new RegoArray(new RegoValue[0], 0);

    private RegoValue[] items;
    private int size;
    private int depth;
    private int hash;

    private RegoArray(RegoValue[] items, int size) {
        this.items = items;
        this.size = size;
        int inner = 0;
        for (int i = 0; i < size; i++) {
            inner = Math.max(inner, items[i].depth());
        }
        this.depth = ValueTooDeepException.around(inner);
    }

    public static RegoArray of(RegoValue... items) {
        return items.length == 0 ? EMPTY : new RegoArray(items.clone(), items.length);
    }

    public static RegoArray copyOf(List<? extends RegoValue> items) {
        return items.isEmpty() ? EMPTY : owning(items.toArray(new RegoValue[0]), items.size());
    }

    /** The first {@code size} of {@code items}, which the caller never touches again. */
    static RegoArray owning(RegoValue[] items, int size) {
        return new RegoArray(items, size);
    }

    /** An empty one that {@link Construction} fills. */
    static RegoArray growing(int capacity) {
        return new RegoArray(new RegoValue[Math.max(capacity, 4)], 0);
    }

    void append(RegoValue item) {
        depth = Math.max(depth, ValueTooDeepException.around(item.depth()));
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
        hash = 0;
    }

    public int size() {
        return size;
    }

    /** The element at {@code index}, 0 to size - 1. */
    public RegoValue get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return items[index];
    }

    /** The element at that number, or null if there is none: {@code array[1.5]} is undefined. */
    public @Nullable RegoValue find(RegoValue key) {
        if (key instanceof RegoNumber number) {
            long index = number.index();
            if (index >= 0 && index < size) {
                return items[(int) index];
            }
        }
        return null;
    }

    /** Elements {@code from} to {@code to} - 1. */
    public RegoArray slice(int from, int to) {
        return from >= to ? EMPTY : owning(Arrays.copyOfRange(items, from, to), to - from);
    }

    /** The elements as an unmodifiable list. */
    public List<RegoValue> items() {
        return Collections.unmodifiableList(Arrays.asList(items).subList(0, size));
    }

    /** The elements as a list of the caller's own. */
    public List<RegoValue> toList() {
        return new ArrayList<>(items());
    }

    @Override
    public ValueType type() {
        return ValueType.ARRAY;
    }

    @Override
    public int depth() {
        return depth;
    }

    @Override
    public int compareTo(RegoValue other) {
        if (!(other instanceof RegoArray array)) {
            return type().compareTo(other.type());
        }
        int length = Math.min(size, array.size);
        for (int i = 0; i < length; i++) {
            int order = items[i].compareTo(array.items[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(size, array.size);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof RegoArray array) || size != array.size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (!items[i].equals(array.items[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int known = hash;
        if (known == 0) {
            known = 1;
            for (int i = 0; i < size; i++) {
                known = 31 * known + items[i].hashCode();
            }
            hash = known;
        }
        return known;
    }

    @Override
    public void print(StringBuilder out) {
        out.append('[');
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                out.append(", ");
            }
            items[i].print(out);
        }
        out.append(']');
    }

    @Override
    public String toString() {
        var out = new StringBuilder();
        print(out);
        return out.toString();
    }
}
