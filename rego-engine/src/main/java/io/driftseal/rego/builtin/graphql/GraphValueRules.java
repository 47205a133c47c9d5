package io.driftseal.rego.builtin.graphql;

import static io.driftseal.rego.builtin.graphql.GraphValidator.problem;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether values are of the types that are expected where they stand, and variables declared and
 * used.
 */
final class GraphValueRules {

    private static final Set<String> SCALARS = Set.of("Int", "Float", "String", "Boolean", "ID");

    private final GraphSchema schema;
    private @Nullable GraphNode operation;
    private final Set<String> used = new HashSet<>();

    GraphValueRules(GraphSchema schema) {
        this.schema = schema;
    }

    void begin(GraphNode started) {
        operation = started;
        used.clear();
    }

    /** All variables of the operation have to have been used. */
    void end() {
        GraphNode ended = operation;
        if (ended == null) {
            return;
        }
        for (GraphNode variable : ended.nodes("VariableDefinitions")) {
            String name = variable.text("Variable");
            if (!used.contains(name)) {
                throw problem(
                        "Variable \"$" + name + "\" is never used" + suffix(ended, " in operation"),
                        variable);
            }
        }
        operation = null;
    }

    private static String suffix(GraphNode operation, String preposition) {
        String name = operation.text("Name");
        return name.isEmpty() ? "" : preposition + " \"" + name + "\"";
    }

    void check(GraphNode value, @Nullable GraphNode expected, boolean hasDefault) {
        GraphNode type = expected == null ? null : schema.type(GraphValue.typeName(expected));
        int kind = value.number("Kind");
        if (kind == GraphValue.VARIABLE) {
            variable(value, expected, hasDefault);
            return;
        }
        if (expected == null || type == null) {
            value.nodes("Children").forEach(child -> inner(child, null, false));
            return;
        }
        if (kind == GraphValue.NULL) {
            if (expected.truth("NonNull")) {
                throw unexpected(value, expected);
            }
            return;
        }
        if (kind == GraphValue.LIST) {
            GraphNode element = expected.node("Elem");
            boolean custom =
                    type.text("Kind").equals("SCALAR") && !SCALARS.contains(type.text("Name"));
            if (element == null && !custom) {
                throw mismatch(value, expected, type);
            }
            value.nodes("Children").forEach(child -> inner(child, element, false));
            return;
        }
        single(value, expected, type, kind);
    }

    private void inner(GraphNode child, @Nullable GraphNode expected, boolean hasDefault) {
        GraphNode value = child.node("Value");
        if (value != null) {
            check(value, expected, hasDefault);
        }
    }

    private void single(GraphNode value, GraphNode expected, GraphNode type, int kind) {
        String name = type.text("Name");
        boolean enumeration = type.text("Kind").equals("ENUM");
        boolean custom = type.text("Kind").equals("SCALAR") && !SCALARS.contains(name);
        if (custom) {
            value.nodes("Children").forEach(child -> inner(child, null, false));
            return;
        }
        boolean fits =
                switch (kind) {
                    case GraphValue.INT ->
                            Set.of("Int", "Float", "ID").contains(name) && inRange(value, name);
                    case GraphValue.FLOAT -> name.equals("Float");
                    case GraphValue.STRING, GraphValue.BLOCK ->
                            name.equals("String") || name.equals("ID");
                    case GraphValue.BOOLEAN -> name.equals("Boolean");
                    case GraphValue.ENUM ->
                            enumeration
                                    && GraphNode.named(type.nodes("EnumValues"), value.text("Raw"))
                                            != null;
                    case GraphValue.OBJECT -> type.text("Kind").equals("INPUT_OBJECT");
                    default -> false;
                };
        if (!fits && enumeration && kind == GraphValue.ENUM) {
            throw problem(
                    "Value \""
                            + GraphValue.print(value)
                            + "\" does not exist in \""
                            + GraphValue.printType(expected)
                            + "\" enum",
                    value);
        }
        if (!fits) {
            throw mismatch(value, expected, type);
        }
        if (kind == GraphValue.OBJECT) {
            object(value, type);
        }
    }

    private static boolean inRange(GraphNode value, String type) {
        return type.equals("ID") || new BigInteger(value.text("Raw")).bitLength() < Long.SIZE;
    }

    private void object(GraphNode value, GraphNode type) {
        List<GraphNode> given = value.nodes("Children");
        Set<String> names = new HashSet<>();
        for (GraphNode child : given) {
            String name = child.text("Name");
            if (!names.add(name)) {
                throw problem("There can be only one input field named \"" + name + "\"", value);
            }
            GraphNode field = GraphNode.named(type.nodes("Fields"), name);
            if (field == null) {
                throw problem(
                        "Field \""
                                + name
                                + "\" is not defined by type \""
                                + type.text("Name")
                                + "\"",
                        child);
            }
            inner(child, field.node("Type"), field.has("DefaultValue"));
        }
        for (GraphNode field : type.nodes("Fields")) {
            GraphNode of = field.node("Type");
            boolean required = of != null && of.truth("NonNull") && !field.has("DefaultValue");
            if (required && !names.contains(field.text("Name"))) {
                throw problem(
                        "Field \""
                                + type.text("Name")
                                + "."
                                + field.text("Name")
                                + "\" of required type \""
                                + GraphValue.printType(of)
                                + "\" was not provided",
                        value);
            }
        }
        if (GraphNode.named(type.nodes("Directives"), "oneOf") != null && given.size() != 1) {
            throw problem(
                    "OneOf Input Object \"" + type.text("Name") + "\" must specify exactly one key",
                    value);
        }
    }

    private void variable(GraphNode value, @Nullable GraphNode expected, boolean hasDefault) {
        GraphNode current = operation;
        if (current == null) {
            return;
        }
        String name = value.text("Raw");
        GraphNode definition =
                GraphNode.find(current.nodes("VariableDefinitions"), "Variable", name);
        if (definition == null) {
            throw problem(
                    "Variable \"$" + name + "\" is not defined" + suffix(current, " by operation"),
                    value);
        }
        used.add(name);
        GraphNode type = definition.node("Type");
        if (expected == null || type == null) {
            return;
        }
        GraphNode standard = definition.node("DefaultValue");
        boolean defaulted = standard != null && standard.number("Kind") != GraphValue.NULL;
        boolean nonNull = expected.truth("NonNull") && !defaulted && !hasDefault;
        if (!GraphValue.compatible(type, expected, nonNull)) {
            throw problem(
                    "Variable \"$"
                            + name
                            + "\" of type \""
                            + GraphValue.printType(type)
                            + "\" used in position expecting type \""
                            + GraphValue.printType(expected)
                            + "\"",
                    value);
        }
    }

    private static RuntimeException unexpected(GraphNode value, GraphNode expected) {
        return problem(
                "Expected value of type \""
                        + GraphValue.printType(expected)
                        + "\", found "
                        + GraphValue.print(value),
                value);
    }

    private static RuntimeException mismatch(GraphNode value, GraphNode expected, GraphNode type) {
        String print = GraphValue.print(value);
        String message =
                switch (GraphValue.printType(expected)) {
                    case "Int", "Int!" -> "Int cannot represent non-integer value: " + print;
                    case "String", "String!", "[String]" ->
                            "String cannot represent a non string value: " + print;
                    case "Boolean", "Boolean!" ->
                            "Boolean cannot represent a non boolean value: " + print;
                    case "Float", "Float!" -> "Float cannot represent non numeric value: " + print;
                    case "ID", "ID!" ->
                            "ID cannot represent a non-string and non-integer value: " + print;
                    default ->
                            type.text("Kind").equals("ENUM")
                                    ? "Enum \""
                                            + GraphValue.printType(expected)
                                            + "\" cannot represent non-enum value: "
                                            + print
                                    : "";
                };
        return message.isEmpty() ? unexpected(value, expected) : problem(message, value);
    }
}
