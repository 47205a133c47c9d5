package io.driftseal.rego.evaluation;

import io.driftseal.rego.value.RegoValue;
import org.jspecify.annotations.Nullable;

/**
 * A statement, ready to run. What it answers says where to go on: {@link #NEXT} with the statement
 * behind it; {@code n >= 0} leaves {@code n + 1} blocks, so that 0 is "this block is undefined";
 * {@link #RETURN} leaves the function.
 *
 * <p>A frame holds the locals of one call, then the constants that the function uses: an operand is
 * an index into it, whatever it is. Null is undefined.
 */
abstract class Node {

    static final int NEXT = -1;
    static final int UNDEFINED = 0;
    static final int RETURN = Integer.MAX_VALUE;

    abstract int run(Evaluation evaluation, @Nullable RegoValue[] frame);

    /** What the statement around a block answers when the block answered {@code result}. */
    static int leave(int result) {
        return result == RETURN ? RETURN : result - 1;
    }
}
