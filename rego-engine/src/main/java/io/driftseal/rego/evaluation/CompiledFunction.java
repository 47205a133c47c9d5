package io.driftseal.rego.evaluation;

import io.driftseal.rego.value.RegoValue;
import org.jspecify.annotations.Nullable;

/**
 * A rule or function, ready to be called. Immutable once {@link #define} was called, but for the
 * value of a constant rule, which is kept when it is first known.
 */
final class CompiledFunction {

    /** Parameters of a rule: input and data, on which alone its value depends. */
    static final int RULE_PARAMETERS = 2;

    private final int index;
    private final int[] parameters;
    private @Nullable RegoValue[] template = new RegoValue[0];
    private Node[] blocks = new Node[0];
    private int nesting;
    private boolean constant;

    /** Volatile: other threads shall see all of what is in it. */
    private volatile @Nullable RegoValue constantValue;

    /**
     * A function without a body yet, so that others can be compiled to call it.
     *
     * @param index its own among all functions
     */
    CompiledFunction(int index, int[] parameters) {
        this.index = index;
        this.parameters = parameters;
    }

    /**
     * Gives it its body.
     *
     * @param template a fresh frame: locals undefined, constants in their places
     * @param nesting blocks within each other, at most
     */
    void define(@Nullable RegoValue[] template, Node[] blocks, int nesting) {
        this.template = template;
        this.blocks = blocks;
        this.nesting = nesting;
    }

    /** Its value depends on nothing, and is made once for all evaluations. */
    void makeConstant() {
        constant = true;
    }

    int index() {
        return index;
    }

    int parameterCount() {
        return parameters.length;
    }

    /** Whether it is a rule, whose value is part of the document; else it is a function. */
    boolean isDocument() {
        return parameters.length == RULE_PARAMETERS;
    }

    /** Calls it with the values at {@code arguments} of the caller's frame. */
    @Nullable RegoValue call(Evaluation evaluation, @Nullable RegoValue[] caller, int[] arguments) {
        if (arguments.length == RULE_PARAMETERS) {
            return rule(evaluation, caller, arguments);
        }
        return execute(evaluation, caller, arguments);
    }

    private @Nullable RegoValue rule(
            Evaluation evaluation, @Nullable RegoValue[] caller, int[] arguments) {
        RegoValue known = evaluation.remembered(index);
        if (known == null) {
            RegoValue value = constantValue;
            if (value == null) {
                value = execute(evaluation, caller, arguments);
                if (constant) {
                    constantValue = value;
                }
            }
            evaluation.remember(index, value);
            return value;
        }
        return Evaluation.isUndefined(known) ? null : known;
    }

    private @Nullable RegoValue execute(
            Evaluation evaluation, @Nullable RegoValue[] caller, int[] arguments) {
        evaluation.step();
        evaluation.enter(nesting);
        @Nullable RegoValue[] frame = template.clone();
        for (int i = 0; i < parameters.length; i++) {
            frame[parameters[i]] = caller[arguments[i]];
        }
        RegoValue result = null;
        for (Node block : blocks) {
            if (block.run(evaluation, frame) == Node.RETURN) {
                result = evaluation.returned;
                break;
            }
        }
        evaluation.leave(nesting);
        return result;
    }
}
