package io.driftseal.rego.builtin.template;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonReader;
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

    /**
     * As OPA reads them: their text as Rego, taken for JSON. So there are no sets in them, no names
     * but strings, and no characters that the two escape differently.
     */
    private static RegoObject plain(RegoObject variables) {
        try {
            return (RegoObject)
                    RegoJsonReader.read(
                            RegoString.of(variables.toString()).utf8(), JsonReading.AS_GO);
        } catch (MalformedJsonException malformed) {
            throw BuiltinException.of("template variables are no JSON: " + malformed.getMessage());
        }
    }
}
