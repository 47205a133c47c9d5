package io.driftseal.rego.value;

/**
 * One Rego value. Undefined is not a value: where something may be undefined, the reference is
 * nullable.
 *
 * <p>Equality, hash and order are OPA's: numbers compare by value ({@code 1} equals {@code 1.0}),
 * strings by their UTF-8 bytes, arrays element by element, objects by sorted pairs, sets by sorted
 * elements; values of different types in the order of {@link ValueType}. {@code toString} is the
 * Rego form of the value: {@code {"a", 1}} for a set, {@code set()} for the empty one.
 *
 * <p>No value is nested deeper than {@link #MAXIMUM_DEPTH}; what would be throws {@link
 * ValueTooDeepException} when it is made. Code that recurses over a value needs no check of its
 * own.
 */
public sealed interface RegoValue extends Comparable<RegoValue>
        permits RegoNull, RegoBoolean, RegoNumber, RegoString, RegoArray, RegoObject, RegoSet {

    /**
     * Levels of arrays, objects and sets within each other. Bounded because comparing, hashing and
     * printing recurse: a thousand levels fit the smallest stack that a JVM gives a thread.
     */
    int MAXIMUM_DEPTH = 1_000;

    ValueType type();

    /** 0 for scalars, one more than the deepest element for arrays, objects and sets. */
    int depth();

    /** Appends the Rego form, as {@code toString}. */
    void print(StringBuilder out);

    @Override
    int compareTo(RegoValue other);
}
