package io.driftseal.rego.builtin.jsonschema;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.MalformedJsonException;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.json.RegoJsonWriter;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.Map;

/** {@code json.match_schema} and {@code json.verify_schema}. */
public final class SchemaBuiltins implements BuiltinFamily {

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "json.verify_schema",
                (context, arguments) -> verify(arguments[0]),
                "json.match_schema",
                SchemaBuiltins::match);
    }

    private static RegoValue document(RegoValue value) {
        try {
            return switch (value) {
                case RegoString text -> RegoJsonReader.read(text.utf8(), JsonReading.AS_GO);
                case RegoObject object ->
                        RegoJsonReader.read(RegoJsonWriter.writeBytes(object), JsonReading.AS_GO);
                case RegoArray array ->
                        RegoJsonReader.read(RegoJsonWriter.writeBytes(array), JsonReading.AS_GO);
                default -> throw BuiltinException.of("wrong type, expected string or object");
            };
        } catch (MalformedJsonException malformed) {
            throw BuiltinException.of("invalid JSON string");
        }
    }

    private static RegoValue verify(RegoValue argument) {
        try {
            RegoValue schema = document(argument);
            new SchemaCheck(new SchemaReferences(schema)).check(schema, "");
            return RegoArray.of(RegoBoolean.TRUE, RegoNull.NULL);
        } catch (BuiltinException refused) {
            return RegoArray.of(
                    RegoBoolean.FALSE, RegoString.of("jsonschema: " + refused.problem()));
        }
    }

    private static RegoValue match(BuiltinContext context, RegoValue[] arguments) {
        RegoValue document = document(arguments[0]);
        RegoValue schema = document(arguments[1]);
        SchemaReferences references = new SchemaReferences(schema);
        new SchemaCheck(references).check(schema, "");
        SchemaResult result = new SchemaMatch(context, references).match(schema, document, "");
        return RegoArray.of(RegoBoolean.of(result.valid()), result.errors());
    }
}
