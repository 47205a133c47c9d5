package io.driftseal.rego.builtin.template;

import java.util.List;

/** A part of a parsed template. */
sealed interface TemplateNode {

    /** Text that stands for itself. */
    record Text(String text) implements TemplateNode {}

    /** A value that is printed, or kept in a variable where one is named. */
    record Output(String variable, boolean declares, Pipeline pipeline) implements TemplateNode {}

    /**
     * Something for a value that is true, something else for one that is not; {@code with}: the
     * value becomes the dot.
     */
    record Choice(
            boolean with,
            String variable,
            Pipeline pipeline,
            List<TemplateNode> then,
            List<TemplateNode> otherwise)
            implements TemplateNode {}

    /** Something for each element; the variables are empty where they are not named. */
    record Loop(
            String index,
            String element,
            Pipeline pipeline,
            List<TemplateNode> body,
            List<TemplateNode> otherwise)
            implements TemplateNode {}

    /** Commands, each given the value of the one before as its last argument. */
    record Pipeline(List<Command> commands) {}

    /** A function and its arguments, or one operand alone. */
    record Command(List<Operand> operands) {}

    /** What a command works on. */
    sealed interface Operand {}

    /** Fields of the dot, of a variable or of a pipeline in parentheses. */
    record Path(Operand of, List<String> fields) implements Operand {}

    record Dot() implements Operand {}

    record Variable(String name) implements Operand {}

    record Constant(Object value) implements Operand {}

    record Function(String name) implements Operand {}

    record Group(Pipeline pipeline) implements Operand {}
}
