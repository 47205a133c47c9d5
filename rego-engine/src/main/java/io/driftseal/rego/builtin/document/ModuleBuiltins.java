package io.driftseal.rego.builtin.document;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.syntax.RegoParser;
import io.driftseal.rego.syntax.SyntaxException;
import io.driftseal.rego.syntax.Work;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.Map;

/** {@code rego.parse_module}. */
public final class ModuleBuiltins implements BuiltinFamily {

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of("rego.parse_module", ModuleBuiltins::parse);
    }

    private static RegoValue parse(BuiltinContext context, RegoValue[] arguments) {
        String file = Operand.string(arguments, 1);
        // OPA counts the second operand as the first, too.
        if (!(arguments[1] instanceof RegoString text)) {
            throw BuiltinException.type(1, arguments[1], "string");
        }
        try {
            return RegoParser.parse(file, text, work(context));
        } catch (SyntaxException e) {
            throw BuiltinException.of(e.problem());
        }
    }

    private static Work work(BuiltinContext context) {
        return new Work() {
            @Override
            public void step(long count) {
                context.step(count);
            }

            @Override
            public void allocate(long bytes) {
                context.allocate(bytes);
            }
        };
    }
}
