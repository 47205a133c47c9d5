package io.driftseal.rego.builtin.template;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.json.RegoJsonWriter;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.Map;

/** {@code strings.render_template}. */
public final class TemplateBuiltins implements BuiltinFamily {

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of("strings.render_template", TemplateBuiltins::render);
    }

    private static RegoValue render(BuiltinContext context, RegoValue[] arguments) {
        String template = Operand.string(arguments, 1);
        RegoObject variables = Operand.object(arguments, 2);
        context.step(1 + template.length());
        String rendered =
                new TemplateRun(context).render(TemplateParser.parse(template), plain(variables));
        return RegoString.of(rendered.replace("<no value>", "<undefined>"));
    }

    /** As JSON has it: sets are arrays to a template. */
    private static RegoObject plain(RegoObject variables) {
        try {
            return (RegoObject)
                    RegoJsonReader.read(RegoJsonWriter.writeBytes(variables), JsonReading.AS_GO);
        } catch (MalformedJsonException impossible) {
            throw BuiltinException.of("template variables have no JSON form");
        }
    }
}
