package io.driftseal.rego.builtin.graphql;

import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a query fits a schema. The first rule that it breaks is said. */
final class GraphValidator {

    /** Lists of the schema's own description within each other. */
    private static final int MAXIMUM_INTROSPECTION_LISTS = 3;

    private final BuiltinContext context;
    private final GraphSchema schema;
    private final List<GraphNode> operations;
    private final List<GraphNode> fragments;
    private final Set<String> usedFragments = new HashSet<>();
    private final Set<String> openFragments = new HashSet<>();
    private final GraphValueRules values;

    private GraphValidator(BuiltinContext context, GraphSchema schema, GraphNode query) {
        this.context = context;
        this.schema = schema;
        this.operations = query.nodes("Operations");
        this.fragments = query.nodes("Fragments");
        this.values = new GraphValueRules(schema);
    }

    /**
     * Checks a query.
     *
     * @throws BuiltinException where it does not fit
     */
    static void check(BuiltinContext context, GraphSchema schema, GraphNode query) {
        new GraphValidator(context, schema, query).check();
    }

    static BuiltinException problem(String message, GraphNode place) {
        if (place.line() == 0) {
            return BuiltinException.of("GraphQL parse error: input: " + message);
        }
        return GraphReader.problem(message, place.line(), place.column());
    }

    private void check() {
        unique(operations, "Name", "There can be only one operation named \"%s\"");
        unique(fragments, "Name", "There can be only one fragment named \"%s\"");
        for (GraphNode operation : operations) {
            if (operation.text("Name").isEmpty() && operations.size() > 1) {
                throw problem(
                        "This anonymous operation must be the only defined operation", operation);
            }
            operation(operation);
        }
        for (GraphNode fragment : fragments) {
            if (!usedFragments.contains(fragment.text("Name"))) {
                throw problem("Fragment \"" + fragment.text("Name") + "\" is never used", fragment);
            }
        }
    }

    private static void unique(List<GraphNode> nodes, String member, String message) {
        Set<String> names = new HashSet<>();
        for (GraphNode node : nodes) {
            String name = node.text(member);
            if (!name.isEmpty() && !names.add(name)) {
                throw problem(String.format(java.util.Locale.ROOT, message, name), node);
            }
        }
    }

    private void operation(GraphNode operation) {
        String kind = operation.text("Operation");
        GraphNode root = schema.root(kind);
        if (root == null) {
            throw problem("Schema does not support operation type \"" + kind + "\"", operation);
        }
        List<GraphNode> variables = operation.nodes("VariableDefinitions");
        unique(variables, "Variable", "There can be only one variable named \"$%s\"");
        for (GraphNode variable : variables) {
            GraphNode type = schema.type(GraphValue.typeName(variable.node("Type")));
            String print = GraphValue.printType(variable.node("Type"));
            if (type == null) {
                throw problem(
                        "Unknown type \"" + GraphValue.typeName(variable.node("Type")) + "\"",
                        variable);
            }
            if (!GraphSchema.input(type)) {
                throw problem(
                        "Variable \"$"
                                + variable.text("Variable")
                                + "\" cannot be non-input type \""
                                + print
                                + "\"",
                        variable);
            }
        }
        values.begin(operation);
        for (GraphNode variable : variables) {
            GraphNode standard = variable.node("DefaultValue");
            if (standard != null) {
                values.check(standard, variable.node("Type"), false);
            }
            directives(variable.nodes("Directives"), "VARIABLE_DEFINITION");
        }
        directives(
                operation.nodes("Directives"),
                kind.isEmpty() ? "QUERY" : kind.toUpperCase(java.util.Locale.ROOT));
        if (kind.equals("subscription")) {
            oneField(operation);
        }
        selections(root, operation.nodes("SelectionSet"), 0);
        values.end();
    }

    private static void oneField(GraphNode operation) {
        Set<String> names = new HashSet<>();
        for (GraphNode selection : operation.nodes("SelectionSet")) {
            names.add(selection.text("Name"));
            String name =
                    operation.text("Name").isEmpty()
                            ? "Anonymous Subscription"
                            : "Subscription \"" + operation.text("Name") + "\"";
            if (names.size() > 1) {
                throw problem(name + " must select only one top level field", selection);
            }
            if (selection.text("Name").startsWith("__")) {
                throw problem(
                        name + " must not select an introspection top level field", selection);
            }
        }
    }

    private void selections(@Nullable GraphNode parent, List<GraphNode> selections, int lists) {
        mergeable(selections);
        for (GraphNode selection : selections) {
            context.step(1);
            if (selection.has("Alias")) {
                field(parent, selection, lists);
            } else if (selection.has("TypeCondition")) {
                inline(parent, selection, lists);
            } else {
                spread(parent, selection, lists);
            }
        }
    }

    /** Fields that answer under the same name have to be the same field with the same arguments. */
    private static void mergeable(List<GraphNode> selections) {
        Map<String, GraphNode> answers = new LinkedHashMap<>();
        for (GraphNode selection : selections) {
            if (!selection.has("Alias")) {
                continue;
            }
            GraphNode other = answers.putIfAbsent(selection.text("Alias"), selection);
            if (other == null) {
                continue;
            }
            boolean same =
                    other.text("Name").equals(selection.text("Name"))
                            && Objects.equals(arguments(other), arguments(selection));
            if (!same) {
                throw problem(
                        "Fields \""
                                + selection.text("Alias")
                                + "\" conflict because "
                                + (other.text("Name").equals(selection.text("Name"))
                                        ? "they have differing arguments"
                                        : "\""
                                                + other.text("Name")
                                                + "\" and \""
                                                + selection.text("Name")
                                                + "\" are different fields")
                                + ". Use different aliases on the fields to fetch both if this was"
                                + " intentional",
                        other);
            }
        }
    }

    private static Map<String, String> arguments(GraphNode field) {
        Map<String, String> arguments = new LinkedHashMap<>();
        for (GraphNode argument : field.nodes("Arguments")) {
            arguments.put(argument.text("Name"), GraphValue.print(argument.node("Value")));
        }
        return arguments;
    }

    private void field(@Nullable GraphNode parent, GraphNode field, int lists) {
        String name = field.text("Name");
        GraphNode definition = schema.field(parent, name);
        if (parent != null && definition == null) {
            throw problem(
                    "Cannot query field \"" + name + "\" on type \"" + parent.text("Name") + "\"",
                    field);
        }
        int deeper =
                Set.of("fields", "interfaces", "possibleTypes", "inputFields").contains(name)
                        ? 1
                        : 0;
        boolean described = parent != null && parent.text("Name").startsWith("__");
        int depth = described ? lists + deeper : 0;
        if (depth >= MAXIMUM_INTROSPECTION_LISTS) {
            throw problem("Maximum introspection depth exceeded", field);
        }
        GraphNode type =
                definition == null
                        ? null
                        : schema.type(GraphValue.typeName(definition.node("Type")));
        if (definition != null && parent != null) {
            String where = "on field \"" + parent.text("Name") + "." + name + "\"";
            given(field, definition.nodes("Arguments"), where, "Field \"" + name + "\"");
        }
        directives(field.nodes("Directives"), "FIELD");
        List<GraphNode> selections = field.nodes("SelectionSet");
        if (type != null && GraphSchema.leaf(type) && !selections.isEmpty()) {
            throw problem(
                    "Field \""
                            + name
                            + "\" must not have a selection since type \""
                            + type.text("Name")
                            + "\" has no subfields",
                    field);
        }
        if (type != null && definition != null && !GraphSchema.leaf(type) && selections.isEmpty()) {
            throw problem(
                    "Field \""
                            + name
                            + "\" of type \""
                            + GraphValue.printType(definition.node("Type"))
                            + "\" must have a selection of subfields. Did you mean \""
                            + name
                            + " { ... }\"?",
                    field);
        }
        selections(type, selections, depth);
    }

    /**
     * Whether the arguments given are known, unique, of the right types, and all that are required.
     */
    private void given(GraphNode place, List<GraphNode> known, String where, String subject) {
        List<GraphNode> given = place.nodes("Arguments");
        unique(given, "Name", "There can be only one argument named \"%s\"");
        for (GraphNode argument : given) {
            GraphNode definition = GraphNode.named(known, argument.text("Name"));
            if (definition == null) {
                throw problem("Unknown argument \"" + argument.text("Name") + "\" " + where, place);
            }
            GraphNode value = argument.node("Value");
            if (value != null) {
                values.check(value, definition.node("Type"), definition.has("DefaultValue"));
            }
        }
        for (GraphNode wanted : known) {
            GraphNode type = wanted.node("Type");
            boolean required = type != null && type.truth("NonNull") && !wanted.has("DefaultValue");
            if (required && GraphNode.named(given, wanted.text("Name")) == null) {
                throw problem(
                        subject
                                + " argument \""
                                + wanted.text("Name")
                                + "\" of type \""
                                + GraphValue.printType(type)
                                + "\" is required, but it was not provided",
                        place);
            }
        }
    }

    private void directives(List<GraphNode> directives, String location) {
        Set<String> seen = new HashSet<>();
        for (GraphNode directive : directives) {
            String name = directive.text("Name");
            GraphNode definition = schema.directives().get(name);
            if (definition == null) {
                throw problem("Unknown directive \"@" + name + "\"", directive);
            }
            if (!definition.texts("Locations").contains(location)) {
                throw problem(
                        "Directive \"@" + name + "\" may not be used on " + location, directive);
            }
            if (!seen.add(name) && !definition.truth("IsRepeatable")) {
                throw problem(
                        "The directive \"@" + name + "\" can only be used once at this location",
                        directive);
            }
            given(
                    directive,
                    definition.nodes("Arguments"),
                    "on directive \"@" + name + "\"",
                    "Directive \"@" + name + "\"");
        }
    }

    private void inline(@Nullable GraphNode parent, GraphNode fragment, int lists) {
        String condition = fragment.text("TypeCondition");
        GraphNode type = condition.isEmpty() ? parent : conditioned(fragment, "Fragment");
        if (!condition.isEmpty()) {
            requireOverlap(parent, type, "Fragment", fragment);
        }
        directives(fragment.nodes("Directives"), "INLINE_FRAGMENT");
        selections(type, fragment.nodes("SelectionSet"), lists);
    }

    private GraphNode conditioned(GraphNode fragment, String subject) {
        String condition = fragment.text("TypeCondition");
        GraphNode type = schema.type(condition);
        if (type == null) {
            throw problem("Unknown type \"" + condition + "\"", fragment);
        }
        if (!GraphSchema.composite(type)) {
            throw problem(
                    subject + " cannot condition on non composite type \"" + condition + "\"",
                    fragment);
        }
        return type;
    }

    private void requireOverlap(
            @Nullable GraphNode parent, @Nullable GraphNode type, String subject, GraphNode place) {
        if (parent == null || type == null || !GraphSchema.composite(parent)) {
            return;
        }
        List<GraphNode> possible =
                parent.text("Kind").equals("OBJECT")
                        ? List.of(parent)
                        : schema.possibleTypes(parent.text("Name"));
        for (GraphNode one : schema.possibleTypes(type.text("Name"))) {
            if (possible.contains(one)) {
                return;
            }
        }
        throw problem(
                subject
                        + " cannot be spread here as objects of type \""
                        + parent.text("Name")
                        + "\" can never be of type \""
                        + type.text("Name")
                        + "\"",
                place);
    }

    private void spread(@Nullable GraphNode parent, GraphNode spread, int lists) {
        String name = spread.text("Name");
        GraphNode fragment = GraphNode.named(fragments, name);
        if (fragment == null) {
            throw problem("Unknown fragment \"" + name + "\"", spread);
        }
        usedFragments.add(name);
        GraphNode type = conditioned(fragment, "Fragment \"" + name + "\"");
        requireOverlap(parent, type, "Fragment \"" + name + "\"", spread);
        directives(spread.nodes("Directives"), "FRAGMENT_SPREAD");
        if (!openFragments.add(name)) {
            throw problem("Cannot spread fragment \"" + name + "\" within itself", spread);
        }
        directives(fragment.nodes("Directives"), "FRAGMENT_DEFINITION");
        selections(type, fragment.nodes("SelectionSet"), lists);
        openFragments.remove(name);
    }
}
