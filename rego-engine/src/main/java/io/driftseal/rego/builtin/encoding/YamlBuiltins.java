package io.driftseal.rego.builtin.encoding;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.Map;

/** {@code yaml.*}. */
public final class YamlBuiltins implements BuiltinFamily {

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "yaml.marshal", (context, arguments) -> marshal(context, arguments[0]),
                "yaml.unmarshal",
                        (context, arguments) -> unmarshal(context, Operand.string(arguments, 1)),
                "yaml.is_valid", YamlBuiltins::isValid);
    }

    /**
     * The value of a text in YAML.
     *
     * @throws BuiltinException where it is none
     */
    public static RegoValue unmarshal(BuiltinContext context, String text) {
        return YamlReader.read(context, text);
    }

    private static RegoValue marshal(BuiltinContext context, RegoValue value) {
        return RegoString.of(new YamlWriter(context).document(value));
    }

    private static RegoValue isValid(BuiltinContext context, RegoValue[] arguments) {
        if (!(arguments[0] instanceof RegoString text)) {
            return RegoBoolean.FALSE;
        }
        try {
            YamlReader.read(context, text.text());
            return RegoBoolean.TRUE;
        } catch (BuiltinException malformed) {
            return RegoBoolean.FALSE;
        }
    }
}
