package io.driftseal.rego.evaluation;

import io.driftseal.rego.value.RegoValue;
import org.jspecify.annotations.Nullable;

/** All blocks of a function, with somebody told when they begin and end. */
final class ObservedBody extends Node {

    private final CallObserver observer;
    private final int function;
    private final Node[] blocks;

    ObservedBody(CallObserver observer, int function, Node[] blocks) {
        this.observer = observer;
        this.function = function;
        this.blocks = blocks;
    }

    @Override
    int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
        observer.entered(function);
        try {
            for (Node block : blocks) {
                if (block.run(evaluation, frame) == RETURN) {
                    return RETURN;
                }
            }
            return UNDEFINED;
        } finally {
            observer.left(function);
        }
    }
}
