package io.driftseal.rego.builtin.graphql;

import io.driftseal.rego.builtin.BuiltinException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A schema that holds together: every type by its name, with what extends it, and the roots of
 * operations.
 */
final class GraphSchema {

    private static final Set<String> REDECLARABLE =
            Set.of("include", "skip", "deprecated", "specifiedBy", "defer", "oneOf");

    private final Map<String, GraphNode> types = new TreeMap<>();
    private final Map<String, GraphNode> directives = new TreeMap<>();
    private final Map<String, List<GraphNode>> possible = new LinkedHashMap<>();
    private final Map<String, GraphNode> roots = new LinkedHashMap<>();
    private final Set<GraphNode> builtin = new HashSet<>();

    private GraphSchema() {}

    /**
     * The schema of a document, which is changed on the way.
     *
     * @throws BuiltinException where it contradicts itself
     */
    static GraphSchema of(GraphNode document) {
        GraphSchema schema = new GraphSchema();
        GraphNode prelude = GraphSchemaReader.read(GraphPrelude.TEXT);
        schema.builtin.addAll(prelude.nodes("Definitions"));
        for (GraphNode part : List.of(prelude, document)) {
            part.nodes("Definitions").forEach(schema::declare);
        }
        document.nodes("Extensions").forEach(schema::extend);
        schema.types.values().forEach(schema::relate);
        for (GraphNode part : List.of(prelude, document)) {
            part.nodes("Directives").forEach(schema::declareDirective);
        }
        schema.declareRoots(document);
        new GraphSchemaRules(schema).check();
        return schema;
    }

    static BuiltinException problem(String message, GraphNode place) {
        return BuiltinException.of(
                "Error in gqlparser SchemaDocument to Schema conversion: input:"
                        + place.line()
                        + ":"
                        + place.column()
                        + ": "
                        + message);
    }

    private void declare(GraphNode definition) {
        if (types.put(definition.text("Name"), definition) != null) {
            throw problem("Cannot redeclare type " + definition.text("Name") + ".", definition);
        }
    }

    private void extend(GraphNode extension) {
        String name = extension.text("Name");
        GraphNode base = types.get(name);
        if (base == null) {
            base = new GraphNode(extension.line(), extension.column());
            base.with("Kind", extension.text("Kind")).with("Name", name);
            types.put(name, base);
        }
        if (!base.text("Kind").equals(extension.text("Kind"))) {
            throw problem(
                    "Cannot extend type "
                            + name
                            + " because the base type is a "
                            + base.text("Kind")
                            + ", not "
                            + extension.text("Kind")
                            + ".",
                    extension);
        }
        for (String list : List.of("Directives", "Interfaces", "Fields", "Types", "EnumValues")) {
            base.extend(list, extension);
        }
    }

    private void relate(GraphNode definition) {
        for (String type : definition.texts("Types")) {
            GraphNode member = types.get(type);
            if (member != null) {
                possibleTypes(definition.text("Name")).add(member);
            }
        }
        for (String type : definition.texts("Interfaces")) {
            possibleTypes(type).add(definition);
        }
        String kind = definition.text("Kind");
        if (kind.equals("OBJECT") || kind.equals("INPUT_OBJECT")) {
            possibleTypes(definition.text("Name")).add(definition);
        }
    }

    private void declareDirective(GraphNode directive) {
        String name = directive.text("Name");
        if (directives.put(name, directive) != null && !REDECLARABLE.contains(name)) {
            throw problem("Cannot redeclare directive " + name + ".", directive);
        }
    }

    private void declareRoots(GraphNode document) {
        List<GraphNode> schemas = document.nodes("Schema");
        if (schemas.size() > 1) {
            throw problem(
                    "Cannot have multiple schema entry points, consider schema extensions instead.",
                    schemas.get(1));
        }
        List<GraphNode> all = new ArrayList<>(schemas);
        all.addAll(document.nodes("SchemaExtension"));
        for (GraphNode schema : all) {
            for (GraphNode entry : schema.nodes("OperationTypes")) {
                GraphNode type = types.get(entry.text("Type"));
                if (type == null) {
                    throw problem(
                            "Schema root "
                                    + entry.text("Operation")
                                    + " refers to a type "
                                    + entry.text("Type")
                                    + " that does not exist.",
                            entry);
                }
                roots.put(entry.text("Operation"), type);
            }
            new GraphSchemaRules(this).directives(schema.nodes("Directives"), "SCHEMA", "", true);
        }
        if (schemas.isEmpty()) {
            Map.of("query", "Query", "mutation", "Mutation", "subscription", "Subscription")
                    .forEach((operation, name) -> {
                        GraphNode type = types.get(name);
                        if (type != null) {
                            roots.putIfAbsent(operation, type);
                        }
                    });
        }
    }

    Map<String, GraphNode> types() {
        return types;
    }

    Map<String, GraphNode> directives() {
        return directives;
    }

    @Nullable GraphNode type(String name) {
        return types.get(name);
    }

    @Nullable GraphNode root(String operation) {
        return roots.get(operation.isEmpty() ? "query" : operation);
    }

    boolean isBuiltin(GraphNode definition) {
        return builtin.contains(definition);
    }

    List<GraphNode> possibleTypes(String name) {
        return possible.computeIfAbsent(name, key -> new ArrayList<>());
    }

    /** The field of a type; every type has its name, and the root of queries the schema. */
    @Nullable GraphNode field(@Nullable GraphNode type, String name) {
        if (name.equals("__typename")) {
            return introspection(name, "String", false);
        }
        if (type == null) {
            return null;
        }
        boolean root = type.equals(root("query"));
        if (root && name.equals("__schema")) {
            return introspection(name, "__Schema", true);
        }
        if (root && name.equals("__type")) {
            GraphNode argument = introspection("name", "String", true);
            return introspection(name, "__Type", false).with("Arguments", List.of(argument));
        }
        return GraphNode.named(type.nodes("Fields"), name);
    }

    private static GraphNode introspection(String name, String type, boolean nonNull) {
        GraphNode of = new GraphNode(0, 0).with("NamedType", type).with("NonNull", nonNull);
        return new GraphNode(0, 0).with("Name", name).with("Type", of);
    }

    static boolean leaf(GraphNode type) {
        return type.text("Kind").equals("SCALAR") || type.text("Kind").equals("ENUM");
    }

    static boolean composite(GraphNode type) {
        return Set.of("OBJECT", "INTERFACE", "UNION").contains(type.text("Kind"));
    }

    static boolean input(GraphNode type) {
        return leaf(type) || type.text("Kind").equals("INPUT_OBJECT");
    }
}
