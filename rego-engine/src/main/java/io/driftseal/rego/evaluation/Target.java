package io.driftseal.rego.evaluation;

import io.driftseal.rego.value.RegoValue;
import org.jspecify.annotations.Nullable;

/**
 * Where a statement writes what it finds.
 *
 * @param moved whether this is where a copy would have put it, which there is only of what is
 *     found: where there is nothing this local keeps what it has
 */
record Target(int local, boolean moved) {

    /** Writes it; the statement's outcome. */
    int write(@Nullable RegoValue[] frame, @Nullable RegoValue found) {
        if (found == null) {
            if (!moved) {
                frame[local] = null;
            }
            return Node.UNDEFINED;
        }
        frame[local] = found;
        return Node.NEXT;
    }
}
