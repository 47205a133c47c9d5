package io.driftseal.rego.syntax;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list that only grows at its end and whose earlier states stay what they were, so that a parser
 * can go back to one of them for nothing.
 *
 * @param before all but the last, null where it is the only one
 */
record Chain<T>(T last, @Nullable Chain<T> before, int size) {

    static <T> Chain<T> after(@Nullable Chain<T> before, T last) {
        return new Chain<>(last, before, sizeOf(before) + 1);
    }

    static int sizeOf(@Nullable Chain<?> chain) {
        return chain == null ? 0 : chain.size;
    }

    /** In the order in which they were added. */
    static <T> List<T> toList(@Nullable Chain<T> chain) {
        List<T> items = new ArrayList<>(sizeOf(chain));
        for (Chain<T> at = chain; at != null; at = at.before) {
            items.add(at.last);
        }
        Collections.reverse(items);
        return items;
    }
}
