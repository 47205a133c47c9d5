package io.driftseal.rego.value;

/**
 * How the evaluator fills an array, object or set in place. A plan makes a value in a local
 * variable, adds to it statement by statement, and only then lets anything else see it; copying at
 * every step would be quadratic. Everybody else uses the factories and builders of the types.
 */
public final class Construction {

    private Construction() {}

    public static RegoArray array(int capacity) {
        return RegoArray.growing(capacity);
    }

    public static void append(RegoArray array, RegoValue item) {
        array.append(item);
    }

    /** Hands over the array: the first {@code size} items, which the caller never touches again. */
    public static RegoArray arrayOwning(RegoValue[] items, int size) {
        return size == 0 ? RegoArray.EMPTY : RegoArray.owning(items, size);
    }

    public static RegoObject object(int capacity) {
        return RegoObject.growing(capacity);
    }

    public static void insert(RegoObject object, RegoValue key, RegoValue value) {
        object.insert(key, value);
    }

    /** A pair whose key the caller knows not to be in the object. */
    public static void insertNew(RegoObject object, RegoValue key, RegoValue value) {
        object.insertNew(key, value);
    }

    public static RegoSet set() {
        return RegoSet.growing();
    }

    public static void add(RegoSet set, RegoValue element) {
        set.add(element);
    }
}
