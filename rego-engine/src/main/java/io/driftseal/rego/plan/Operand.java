package io.driftseal.rego.plan;

/** What a statement works on. */
public sealed interface Operand {

    /** A variable of the function. */
    record Local(int index) implements Operand {}

    /** A string constant of the plan. */
    record StringConstant(int index) implements Operand {}

    record BooleanConstant(boolean value) implements Operand {}
}
