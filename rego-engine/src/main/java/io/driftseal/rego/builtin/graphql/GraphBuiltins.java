package io.driftseal.rego.builtin.graphql;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.Map;

/** {@code graphql.*}. */
public final class GraphBuiltins implements BuiltinFamily {

    private static final RegoValue UNVERIFIED =
            RegoArray.of(RegoBoolean.FALSE, RegoObject.EMPTY, RegoObject.EMPTY);

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "graphql.parse", GraphBuiltins::parse,
                "graphql.parse_and_verify", GraphBuiltins::parseAndVerify,
                "graphql.parse_query", GraphBuiltins::parseQuery,
                "graphql.parse_schema", GraphBuiltins::parseSchema,
                "graphql.is_valid", GraphBuiltins::isValid,
                "graphql.schema_is_valid", GraphBuiltins::schemaIsValid);
    }

    private static GraphNode query(BuiltinContext context, RegoValue value) {
        return switch (value) {
            case RegoString text -> {
                context.step(1 + text.text().length());
                yield GraphQueryReader.read(text.text());
            }
            case RegoObject object -> GraphNode.fromRego(object);
            default -> throw BuiltinException.type(0, value, "string", "object");
        };
    }

    private static GraphNode schema(BuiltinContext context, RegoValue value) {
        return switch (value) {
            case RegoString text -> {
                context.step(1 + text.text().length());
                yield GraphSchemaReader.read(text.text());
            }
            case RegoObject object -> GraphNode.fromRego(object);
            default -> throw BuiltinException.type(1, value, "string", "object");
        };
    }

    private static RegoValue parse(BuiltinContext context, RegoValue[] arguments) {
        GraphNode query = query(context, arguments[0]);
        GraphNode schema = schema(context, arguments[1]);
        RegoObject queryTree = query.toRego();
        RegoObject schemaTree = schema.toRego();
        GraphValidator.check(context, GraphSchema.of(schema), query);
        return RegoArray.of(queryTree, schemaTree);
    }

    private static RegoValue parseAndVerify(BuiltinContext context, RegoValue[] arguments) {
        try {
            RegoArray both = (RegoArray) parse(context, arguments);
            return RegoArray.of(RegoBoolean.TRUE, both.get(0), both.get(1));
        } catch (BuiltinException unfit) {
            return UNVERIFIED;
        }
    }

    private static RegoValue parseQuery(BuiltinContext context, RegoValue[] arguments) {
        return query(context, Operand.regoString(arguments, 1)).toRego();
    }

    private static RegoValue parseSchema(BuiltinContext context, RegoValue[] arguments) {
        return schema(context, Operand.regoString(arguments, 1)).toRego();
    }

    private static RegoValue isValid(BuiltinContext context, RegoValue[] arguments) {
        try {
            parse(context, arguments);
            return RegoBoolean.TRUE;
        } catch (BuiltinException unfit) {
            return RegoBoolean.FALSE;
        }
    }

    private static RegoValue schemaIsValid(BuiltinContext context, RegoValue[] arguments) {
        try {
            GraphSchema.of(schema(context, arguments[0]));
            return RegoBoolean.TRUE;
        } catch (BuiltinException unfit) {
            return RegoBoolean.FALSE;
        }
    }
}
