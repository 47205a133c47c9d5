package io.driftseal.rego.builtin.core;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code print}, {@code trace}, and template strings, which print into a value. */
public final class OutputBuiltins implements BuiltinFamily {

    private static final String UNDEFINED = "<undefined>";

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "trace", OutputBuiltins::trace,
                "print", (_, _) -> null,
                "internal.print", OutputBuiltins::print,
                "internal.template_string", (c, a) -> template(c, Operand.array(a, 1)),
                "internal.test_case", (_, _) -> RegoBoolean.TRUE);
    }

    private static RegoValue trace(BuiltinContext context, RegoValue[] arguments) {
        context.trace(Operand.string(arguments, 1));
        return RegoBoolean.TRUE;
    }

    private static @Nullable RegoValue print(BuiltinContext context, RegoValue[] arguments) {
        RegoArray operands = Operand.array(arguments, 1);
        lines(context, operands, " ", 0, "", context::print);
        return null;
    }

    private static RegoValue template(BuiltinContext context, RegoArray operands) {
        String[] only = new String[1];
        lines(
                context,
                operands,
                "",
                0,
                "",
                line -> {
                    if (only[0] != null) {
                        throw BuiltinException.conflict(
                                "template-strings must not produce multiple outputs");
                    }
                    only[0] = line;
                });
        return RegoString.of(only[0] == null ? "" : only[0]);
    }

    /** Every combination of the operands' values: each is a set of what its expression may be. */
    private static void lines(
            BuiltinContext context,
            RegoArray operands,
            String separator,
            int index,
            String begun,
            Consumer<String> line) {
        context.step(1);
        context.allocate(begun.length());
        if (index == operands.size()) {
            line.accept(begun);
            return;
        }
        String before = index == 0 ? "" : begun + separator;
        switch (operands.get(index)) {
            case RegoSet set when set.isEmpty() ->
                    lines(context, operands, separator, index + 1, before + UNDEFINED, line);
            case RegoSet set -> {
                for (int i = 0; i < set.size(); i++) {
                    String next = before + text(set.elementAt(i));
                    lines(context, operands, separator, index + 1, next, line);
                }
            }
            case RegoArray array -> throw illegal(array);
            case RegoObject object -> throw illegal(object);
            case RegoValue scalar ->
                    lines(context, operands, separator, index + 1, before + text(scalar), line);
        }
    }

    private static BuiltinException illegal(RegoValue operand) {
        return BuiltinException.halt("illegal argument type: " + operand.type().regoName());
    }

    private static String text(RegoValue value) {
        return value instanceof RegoString string ? string.text() : value.toString();
    }
}
