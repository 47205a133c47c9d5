package io.driftseal.rego.builtin.core;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.json.RegoJsonWriter;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.Map;

/** Values to JSON text and back. */
public final class JsonBuiltins implements BuiltinFamily {

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "json.marshal", (c, a) -> marshal(c, a[0]),
                "json.marshal_with_options", JsonBuiltins::marshalWithOptions,
                "json.unmarshal", (_, a) -> unmarshal(Operand.regoString(a, 1)),
                "json.is_valid", (_, a) -> RegoBoolean.of(isValid(a[0])));
    }

    private static RegoValue marshal(BuiltinContext context, RegoValue value) {
        String json = RegoJsonWriter.write(value);
        context.step(json.length() / 64);
        return RegoString.of(json);
    }

    private static RegoValue marshalWithOptions(BuiltinContext context, RegoValue[] arguments) {
        RegoObject options = Operand.object(arguments, 2);
        String prefix = "";
        String indent = "\t";
        boolean implied = false;
        Boolean explicit = null;
        for (int i = 0; i < options.size(); i++) {
            String key = key(options.keyAt(i), i);
            RegoValue value = options.valueAt(i);
            switch (key) {
                case "prefix" -> {
                    prefix = text(key, value, i);
                    implied = true;
                }
                case "indent" -> {
                    indent = text(key, value, i);
                    implied = true;
                }
                case "pretty" -> {
                    if (!(value instanceof RegoBoolean pretty)) {
                        throw BuiltinException.type(2, "key pretty failed cast to bool");
                    }
                    explicit = pretty.value();
                }
                default ->
                        throw BuiltinException.type(
                                2, "object contained unknown key \"" + key + "\"");
            }
        }
        if (explicit == null ? implied : explicit) {
            String json = PrettyJson.write(context, arguments[0], prefix, indent);
            return RegoString.of(prefix + json);
        }
        return marshal(context, arguments[0]);
    }

    private static String key(RegoValue key, int index) {
        if (key instanceof RegoString string) {
            return string.text();
        }
        throw BuiltinException.type(
                2,
                "failed to stringify key " + key + " at index " + index + ": " + wrong(index, key));
    }

    private static String text(String key, RegoValue value, int index) {
        if (value instanceof RegoString string) {
            return string.text();
        }
        throw BuiltinException.type(
                2, "key \"" + key + "\" failed cast to string: " + wrong(index, value));
    }

    private static String wrong(int index, RegoValue value) {
        return BuiltinException.type(index, value, "string").problem();
    }

    private static RegoValue unmarshal(RegoString text) {
        try {
            return RegoJsonReader.read(text.utf8(), JsonReading.AS_GO);
        } catch (MalformedJsonException e) {
            throw BuiltinException.of(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isValid(RegoValue value) {
        if (!(value instanceof RegoString text)) {
            return false;
        }
        try {
            var _ = RegoJsonReader.read(text.utf8(), JsonReading.AS_GO);
            return true;
        } catch (MalformedJsonException e) {
            return false;
        }
    }
}
