package io.driftseal.rego.value;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The table under objects and sets: keys in the order of their arrival, found by hash, walked in
 * OPA's order. Up to {@value #SMALL} keys are searched one by one, which is faster than hashing.
 */
final class Entries {

    private static final int SMALL = 8;
    private static final int LARGEST_INSERTED = 32;

    /** The {@link #order} of keys that came in order. */
    private static final int[] IN_ORDER = new int[0];

    private RegoValue[] keys;
    private RegoValue @Nullable [] values;
    private int size;
    private int depth;

    /** Index into {@link #keys} plus one, or 0; null while small. */
    private int @Nullable [] slots;

    /**
     * Indices in sorted order, made at the first walk. Volatile because a shared value may be
     * walked by two threads at once: each may make it, both make the same.
     */
    private volatile int @Nullable [] order;

    Entries(int capacity, boolean withValues) {
        keys = new RegoValue[Math.max(capacity, 4)];
        values = withValues ? new RegoValue[keys.length] : null;
        depth = ValueTooDeepException.around(0);
    }

    private Entries(Entries other) {
        keys = Arrays.copyOf(other.keys, Math.max(other.size + 2, 4));
        values = other.values == null ? null : Arrays.copyOf(other.values, keys.length);
        size = other.size;
        depth = other.depth;
        slots = other.slots == null ? null : other.slots.clone();
    }

    Entries copy() {
        return new Entries(this);
    }

    int size() {
        return size;
    }

    int depth() {
        return depth;
    }

    RegoValue key(int index) {
        return keys[index];
    }

    RegoValue value(int index) {
        RegoValue[] all = values;
        if (all == null) {
            throw new IllegalStateException("a set has no values");
        }
        return all[index];
    }

    /**
     * The index of {@code key}, or -1. Keys of plans and inputs often are one object: tried first.
     */
    @SuppressWarnings("ReferenceEquality")
    int find(RegoValue key) {
        int[] table = slots;
        if (table != null) {
            return findHashed(table, key);
        }
        for (int i = 0; i < size; i++) {
            if (keys[i] == key) {
                return i;
            }
        }
        return key instanceof RegoString text ? findText(text.text()) : findEqual(key);
    }

    private int findText(String text) {
        int hash = text.hashCode();
        for (int i = 0; i < size; i++) {
            if (keys[i] instanceof RegoString key
                    && key.text().hashCode() == hash
                    && key.text().equals(text)) {
                return i;
            }
        }
        return -1;
    }

    /** Hashing goes through all of a value, so only what may be equal is hashed. */
    private int findEqual(RegoValue key) {
        for (int i = 0; i < size; i++) {
            RegoValue candidate = keys[i];
            if (!differAtFirstSight(candidate, key)
                    && candidate.hashCode() == key.hashCode()
                    && candidate.equals(key)) {
                return i;
            }
        }
        return -1;
    }

    /** True only for values that are not equal; looks no further than at members and sizes. */
    private static boolean differAtFirstSight(RegoValue left, RegoValue right) {
        if (left instanceof RegoObject one && right instanceof RegoObject other) {
            return one.entries().differAtFirstSight(other.entries());
        }
        if (left instanceof RegoArray one && right instanceof RegoArray other) {
            return one.size() != other.size();
        }
        return left.type() != right.type();
    }

    /** A container and the next one already differ in their names. */
    private boolean differAtFirstSight(Entries other) {
        if (size != other.size) {
            return true;
        }
        for (int i = 0; i < Math.min(size, SMALL); i++) {
            if (keys[i] instanceof RegoString key && value(i) instanceof RegoString text) {
                int at = other.find(key);
                if (at < 0 || !text.equals(other.value(at))) {
                    return true;
                }
            }
        }
        return false;
    }

    @SuppressWarnings("ReferenceEquality")
    private int findHashed(int[] table, RegoValue key) {
        int mask = table.length - 1;
        int hash = key.hashCode();
        for (int slot = mix(hash) & mask; table[slot] != 0; slot = (slot + 1) & mask) {
            RegoValue candidate = keys[table[slot] - 1];
            if (candidate == key || (candidate.hashCode() == hash && candidate.equals(key))) {
                return table[slot] - 1;
            }
        }
        return -1;
    }

    /** Adds the key or replaces its value; true if the key is new. A key that is there stays. */
    boolean put(RegoValue key, @Nullable RegoValue value) {
        int at = find(key);
        boolean added = at < 0;
        int inner = added ? key.depth() : 0;
        if (value != null) {
            inner = Math.max(inner, value.depth());
        }
        depth = Math.max(depth, ValueTooDeepException.around(inner));
        if (added) {
            at = size;
            add(key);
        }
        RegoValue[] all = values;
        if (all != null && value != null) {
            all[at] = value;
        }
        return added;
    }

    /** Adds a key that is not there. */
    void putNew(RegoValue key, RegoValue value) {
        depth = Math.max(depth, ValueTooDeepException.around(Math.max(key.depth(), value.depth())));
        add(key);
        RegoValue[] all = values;
        if (all != null) {
            all[size - 1] = value;
        }
    }

    private void add(RegoValue key) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            if (values != null) {
                values = Arrays.copyOf(values, size * 2);
            }
        }
        keys[size++] = key;
        order = null;
        int[] table = slots;
        if (table != null && size * 2 <= table.length) {
            link(table, size - 1);
        } else if (size > SMALL) {
            rehash();
        }
    }

    private void rehash() {
        int[] table = new int[Integer.highestOneBit(size * 2 - 1) * 4];
        for (int i = 0; i < size; i++) {
            link(table, i);
        }
        slots = table;
    }

    private void link(int[] table, int index) {
        int mask = table.length - 1;
        int slot = mix(keys[index].hashCode()) & mask;
        while (table[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        table[slot] = index + 1;
    }

    private static int mix(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 16);
    }

    /** Index of the entry that is {@code position}th in OPA's order. */
    int sorted(int position) {
        int[] known = order;
        if (known == null) {
            known = sort();
            order = known;
        }
        return known.length == 0 ? position : known[position];
    }

    /** Empty where the keys already came in order. */
    private int[] sort() {
        boolean ordered = true;
        for (int i = 1; i < size && ordered; i++) {
            ordered = keys[i - 1].compareTo(keys[i]) < 0;
        }
        if (ordered) {
            return IN_ORDER;
        }
        if (size <= LARGEST_INSERTED) {
            return inserted();
        }
        Integer[] boxed = new Integer[size];
        Arrays.setAll(boxed, i -> i);
        Arrays.sort(boxed, (left, right) -> keys[left].compareTo(keys[right]));
        int[] sorted = new int[size];
        Arrays.setAll(sorted, i -> boxed[i]);
        return sorted;
    }

    /** Binary insertion: as few comparisons as a sort of so few can do with, and no boxes. */
    private int[] inserted() {
        int[] sorted = new int[size];
        for (int i = 1; i < size; i++) {
            int low = 0;
            int high = i;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (keys[sorted[middle]].compareTo(keys[i]) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            System.arraycopy(sorted, low, sorted, low + 1, i - low);
            sorted[low] = i;
        }
        return sorted;
    }

    @SuppressWarnings("ReferenceEquality") // Keys often are one object; then they are equal.
    int compareTo(Entries other) {
        int common = Math.min(size, other.size);
        for (int i = 0; i < common; i++) {
            int mine = sorted(i);
            int theirs = other.sorted(i);
            RegoValue key = keys[mine];
            int result = key == other.keys[theirs] ? 0 : key.compareTo(other.keys[theirs]);
            if (result == 0 && values != null) {
                result = value(mine).compareTo(other.value(theirs));
            }
            if (result != 0) {
                return result;
            }
        }
        return Integer.compare(size, other.size);
    }

    boolean sameAs(Entries other) {
        if (size != other.size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            int at = other.find(keys[i]);
            if (at < 0 || (values != null && !value(i).equals(other.value(at)))) {
                return false;
            }
        }
        return true;
    }

    int hash() {
        int sum = size;
        for (int i = 0; i < size; i++) {
            int one = mix(keys[i].hashCode());
            sum += values == null ? one : one * 31 + mix(value(i).hashCode() + 1);
        }
        return sum;
    }
}
