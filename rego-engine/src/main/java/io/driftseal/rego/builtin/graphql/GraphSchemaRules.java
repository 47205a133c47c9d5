package io.driftseal.rego.builtin.graphql;

import static io.driftseal.rego.builtin.graphql.GraphSchema.problem;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a schema has to fulfil. The first thing that it does not ends the check. */
final class GraphSchemaRules {

    private final GraphSchema schema;

    GraphSchemaRules(GraphSchema schema) {
        this.schema = schema;
    }

    void check() {
        schema.types().values().forEach(this::definition);
        Set<String> visited = new HashSet<>();
        for (GraphNode type : schema.types().values()) {
            if (type.text("Kind").equals("INPUT_OBJECT")) {
                requireEnd(type, visited, new ArrayList<>());
            }
        }
        for (GraphNode directive : schema.directives().values()) {
            name(directive, directive.text("Name"));
            arguments(directive.nodes("Arguments"), directive.text("Name"));
        }
    }

    private void definition(GraphNode definition) {
        String kind = definition.text("Kind");
        boolean input = kind.equals("INPUT_OBJECT");
        List<GraphNode> fields = definition.nodes("Fields");
        for (GraphNode field : fields) {
            name(field, field.text("Name"));
            known(field.node("Type"));
            arguments(field.nodes("Arguments"), "");
            directives(
                    field.nodes("Directives"),
                    input ? "INPUT_FIELD_DEFINITION" : "FIELD_DEFINITION",
                    "",
                    true);
        }
        for (String member : definition.texts("Types")) {
            GraphNode type = schema.type(member);
            if (type == null) {
                throw problem("Undefined type \"" + member + "\".", definition);
            }
            if (!type.text("Kind").equals("OBJECT")) {
                throw problem(kind + " type \"" + member + "\" must be OBJECT.", definition);
            }
        }
        definition.texts("Interfaces").forEach(name -> implementing(definition, name));
        content(definition, kind, fields);
        unique(definition, fields, "Field ");
        unique(definition, definition.nodes("EnumValues"), "Enum value ");
        Set<String> members = new HashSet<>();
        for (String member : definition.texts("Types")) {
            if (!members.add(member)) {
                throw problem(
                        "Union type "
                                + definition.text("Name")
                                + " can only include type "
                                + member
                                + " once.",
                        definition);
            }
        }
        if (!schema.isBuiltin(definition)) {
            name(definition, definition.text("Name"));
        }
        directives(definition.nodes("Directives"), kind, "", false);
    }

    private void content(GraphNode definition, String kind, List<GraphNode> fields) {
        String name = definition.text("Name");
        switch (kind) {
            case "OBJECT", "INTERFACE", "INPUT_OBJECT" -> {
                boolean input = kind.equals("INPUT_OBJECT");
                if (fields.isEmpty()) {
                    String what = input ? "input fields." : "fields.";
                    throw problem(
                            kind + " " + name + ": must define one or more " + what, definition);
                }
                for (GraphNode field : fields) {
                    GraphNode type = schema.type(GraphValue.typeName(field.node("Type")));
                    boolean fits =
                            type == null
                                    || (input
                                            ? GraphSchema.input(type)
                                            : !type.text("Kind").equals("INPUT_OBJECT"));
                    if (type != null && !fits) {
                        throw problem(
                                input
                                        ? type.text("Kind")
                                                + " "
                                                + field.text("Name")
                                                + ": field must be one of SCALAR, ENUM, INPUT_OBJECT."
                                        : kind
                                                + " "
                                                + name
                                                + ": field must be one of SCALAR, OBJECT, INTERFACE,"
                                                + " UNION, ENUM.",
                                field);
                    }
                }
            }
            case "ENUM" -> {
                List<GraphNode> values = definition.nodes("EnumValues");
                if (values.isEmpty()) {
                    throw problem(
                            "ENUM " + name + ": must define one or more unique enum values.",
                            definition);
                }
                for (GraphNode value : values) {
                    if (Set.of("true", "false", "null").contains(value.text("Name"))) {
                        throw problem(
                                "ENUM " + name + ": non-enum value " + value.text("Name") + ".",
                                definition);
                    }
                    directives(value.nodes("Directives"), "ENUM_VALUE", "", true);
                }
            }
            default -> {}
        }
    }

    private static void unique(GraphNode definition, List<GraphNode> members, String what) {
        Set<String> names = new HashSet<>();
        for (GraphNode member : members) {
            if (!names.add(member.text("Name"))) {
                throw problem(
                        what
                                + definition.text("Name")
                                + "."
                                + member.text("Name")
                                + " can only be defined once.",
                        member);
            }
        }
    }

    private static void name(GraphNode place, String name) {
        if (name.startsWith("__") && place.line() != 0 && !name.equals("__typename")) {
            throw problem(
                    "Name \""
                            + name
                            + "\" must not begin with \"__\", which is reserved by GraphQL"
                            + " introspection.",
                    place);
        }
    }

    private GraphNode known(@Nullable GraphNode type) {
        String name = GraphValue.typeName(type);
        GraphNode definition = schema.type(name);
        if (definition == null) {
            throw problem(
                    "Undefined type " + name + ".", type == null ? new GraphNode(0, 0) : type);
        }
        return definition;
    }

    private void arguments(List<GraphNode> arguments, String directive) {
        for (GraphNode argument : arguments) {
            name(argument, argument.text("Name"));
            GraphNode type = known(argument.node("Type"));
            if (!GraphSchema.input(type)) {
                throw problem(
                        "cannot use "
                                + GraphValue.printType(argument.node("Type"))
                                + " as argument "
                                + argument.text("Name")
                                + " because "
                                + type.text("Kind")
                                + " is not a valid input type",
                        argument);
            }
            directives(argument.nodes("Directives"), "ARGUMENT_DEFINITION", directive, true);
        }
    }

    void directives(
            List<GraphNode> directives, String location, String current, boolean oncePerPlace) {
        Set<String> seen = new HashSet<>();
        for (GraphNode directive : directives) {
            String name = directive.text("Name");
            name(directive, name);
            if (!current.isEmpty() && name.equals(current)) {
                throw problem("Directive " + name + " cannot refer to itself.", directive);
            }
            GraphNode definition = schema.directives().get(name);
            if (definition == null) {
                throw problem("Undefined directive " + name + ".", directive);
            }
            boolean again = !seen.add(name) && !definition.truth("IsRepeatable");
            if (oncePerPlace && again) {
                throw problem(
                        "The directive " + name + " can only be used once at this location.",
                        directive);
            }
            if (!definition.texts("Locations").contains(location)) {
                throw problem(
                        "Directive " + name + " is not applicable on " + location + ".", directive);
            }
            directiveArguments(directive, definition);
        }
    }

    private static void directiveArguments(GraphNode directive, GraphNode definition) {
        List<GraphNode> given = directive.nodes("Arguments");
        for (GraphNode argument : given) {
            if (GraphNode.named(definition.nodes("Arguments"), argument.text("Name")) == null) {
                throw problem(
                        "Undefined argument "
                                + argument.text("Name")
                                + " for directive "
                                + directive.text("Name")
                                + ".",
                        argument);
            }
        }
        for (GraphNode wanted : definition.nodes("Arguments")) {
            GraphNode type = wanted.node("Type");
            boolean required = type != null && type.truth("NonNull") && !wanted.has("DefaultValue");
            GraphNode argument = GraphNode.named(given, wanted.text("Name"));
            GraphNode value = argument == null ? null : argument.node("Value");
            if (required && (value == null || value.number("Kind") == GraphValue.NULL)) {
                throw problem(
                        "Argument "
                                + wanted.text("Name")
                                + " for directive "
                                + directive.text("Name")
                                + " cannot be null.",
                        directive);
            }
        }
    }

    private void implementing(GraphNode definition, String name) {
        GraphNode type = schema.type(name);
        if (type == null) {
            throw problem("Undefined type \"" + name + "\".", definition);
        }
        if (!type.text("Kind").equals("INTERFACE")) {
            throw problem(
                    "\"" + name + "\" is a non interface type " + type.text("Kind") + ".",
                    definition);
        }
        String start = "For " + definition.text("Name") + " to implement " + name + " ";
        for (GraphNode required : type.nodes("Fields")) {
            GraphNode found = GraphNode.named(definition.nodes("Fields"), required.text("Name"));
            if (found == null) {
                throw problem(
                        start + "it must have a field called " + required.text("Name") + ".",
                        definition);
            }
            if (!covariant(required.node("Type"), found.node("Type"))) {
                throw problem(
                        start
                                + "the field "
                                + required.text("Name")
                                + " must have type "
                                + GraphValue.printType(required.node("Type"))
                                + ".",
                        found);
            }
            sameArguments(start, required, found);
        }
        for (String ancestor : type.texts("Interfaces")) {
            if (!definition.texts("Interfaces").contains(ancestor)) {
                String own = "Type " + definition.text("Name");
                throw problem(
                        ancestor.equals(definition.text("Name"))
                                ? own
                                        + " cannot implement "
                                        + name
                                        + " because it would create a circular reference."
                                : own
                                        + " must implement "
                                        + ancestor
                                        + " because it is implemented by "
                                        + name
                                        + ".",
                        definition);
            }
        }
    }

    private static void sameArguments(String start, GraphNode required, GraphNode found) {
        for (GraphNode argument : required.nodes("Arguments")) {
            GraphNode own = GraphNode.named(found.nodes("Arguments"), argument.text("Name"));
            GraphNode type = argument.node("Type");
            GraphNode ownType = own == null ? null : own.node("Type");
            boolean fits =
                    type != null
                            && ownType != null
                            && GraphValue.compatible(type, ownType, ownType.truth("NonNull"));
            if (!fits) {
                throw problem(
                        start
                                + "the field "
                                + required.text("Name")
                                + " must have the same arguments but "
                                + (own == null
                                        ? "it is missing " + argument.text("Name") + "."
                                        : argument.text("Name") + " has the wrong type."),
                        own == null ? found : own);
            }
        }
        for (GraphNode argument : found.nodes("Arguments")) {
            GraphNode type = argument.node("Type");
            boolean surplus =
                    GraphNode.named(required.nodes("Arguments"), argument.text("Name")) == null
                            && type != null
                            && type.truth("NonNull")
                            && !argument.has("DefaultValue");
            if (surplus) {
                throw problem(
                        start
                                + "any additional arguments on "
                                + found.text("Name")
                                + " must be optional or have a default value but "
                                + argument.text("Name")
                                + " is required.",
                        argument);
            }
        }
    }

    private boolean covariant(@Nullable GraphNode required, @Nullable GraphNode actual) {
        if (required == null || actual == null) {
            return required == null && actual == null;
        }
        if (required.truth("NonNull") && !actual.truth("NonNull")) {
            return false;
        }
        String name = required.text("NamedType");
        if (!name.isEmpty()) {
            String actualName = actual.text("NamedType");
            return name.equals(actualName)
                    || schema.possibleTypes(name).stream()
                            .anyMatch(type -> type.text("Name").equals(actualName));
        }
        return covariant(required.node("Elem"), actual.node("Elem"));
    }

    /** An input object that needs another one of its own kind could never be written down. */
    private void requireEnd(GraphNode type, Set<String> visited, List<String> path) {
        if (!visited.add(type.text("Name"))) {
            return;
        }
        path.add(type.text("Name"));
        for (GraphNode field : type.nodes("Fields")) {
            GraphNode of = field.node("Type");
            GraphNode next =
                    of != null && of.truth("NonNull") ? schema.type(of.text("NamedType")) : null;
            if (next == null || !next.text("Kind").equals("INPUT_OBJECT")) {
                continue;
            }
            if (path.contains(next.text("Name"))) {
                throw problem(
                        "Cannot reference Input Object \""
                                + next.text("Name")
                                + "\" within itself through a series of non-null fields: \""
                                + field.text("Name")
                                + "\".",
                        field);
            }
            requireEnd(next, visited, path);
        }
        path.removeLast();
    }
}
