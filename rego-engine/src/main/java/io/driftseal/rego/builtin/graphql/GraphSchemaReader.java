package io.driftseal.rego.builtin.graphql;

import io.driftseal.rego.builtin.graphql.GraphToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads schemas. */
final class GraphSchemaReader extends GraphReader {

    private static final Set<String> LOCATIONS =
            Set.of(
                    "QUERY",
                    "MUTATION",
                    "SUBSCRIPTION",
                    "FIELD",
                    "FRAGMENT_DEFINITION",
                    "FRAGMENT_SPREAD",
                    "INLINE_FRAGMENT",
                    "VARIABLE_DEFINITION",
                    "SCHEMA",
                    "SCALAR",
                    "OBJECT",
                    "FIELD_DEFINITION",
                    "ARGUMENT_DEFINITION",
                    "INTERFACE",
                    "UNION",
                    "ENUM",
                    "ENUM_VALUE",
                    "INPUT_OBJECT",
                    "INPUT_FIELD_DEFINITION");

    /** A text before a definition, and the comment before that. */
    private record Description(String text, @Nullable GraphNode comment) {}

    private static final Description NONE = new Description("", null);

    private GraphSchemaReader(String text) {
        super(text);
    }

    /**
     * The tree of a document.
     *
     * @throws io.driftseal.rego.builtin.BuiltinException where the text is none
     */
    static GraphNode read(String text) {
        return new GraphSchemaReader(text).document();
    }

    private GraphNode document() {
        GraphNode document = new GraphNode(0, 0);
        List<GraphNode> schemas = new ArrayList<>();
        List<GraphNode> schemaExtensions = new ArrayList<>();
        List<GraphNode> directives = new ArrayList<>();
        List<GraphNode> definitions = new ArrayList<>();
        List<GraphNode> extensions = new ArrayList<>();
        while (!is(Kind.END)) {
            Description description = description();
            if (!is(Kind.NAME)) {
                throw unexpected();
            }
            switch (peek().value()) {
                case "scalar", "type", "interface", "union", "enum", "input" ->
                        definitions.add(definition(description, comment(), false));
                case "schema" -> schemas.add(schema(description, comment(), false));
                case "directive" -> directives.add(directiveDefinition(description));
                case "extend" -> {
                    if (!description.text().isEmpty()) {
                        throw unexpected(previous());
                    }
                    GraphNode comment = comment();
                    next();
                    if (isWord("schema")) {
                        schemaExtensions.add(schema(NONE, comment, true));
                    } else {
                        extensions.add(definition(NONE, comment, true));
                    }
                }
                default -> throw unexpected();
            }
        }
        return document.with("Schema", schemas)
                .with("SchemaExtension", schemaExtensions)
                .with("Directives", directives)
                .with("Definitions", definitions)
                .with("Extensions", extensions)
                .with("Comment", comment());
    }

    private Description description() {
        if (!is(Kind.STRING) && !is(Kind.BLOCK_STRING)) {
            return NONE;
        }
        GraphNode comment = comment();
        return new Description(next().value(), comment);
    }

    private GraphNode described(Description description, @Nullable GraphNode comment) {
        return here().with("BeforeDescriptionComment", description.comment())
                .with("Description", description.text())
                .with("AfterDescriptionComment", comment);
    }

    private GraphNode schema(
            Description description, @Nullable GraphNode comment, boolean extension) {
        expectWord("schema");
        GraphNode schema = described(description, comment);
        List<GraphNode> directives = directives(true);
        List<GraphNode> types =
                some(Kind.BRACE_LEFT, Kind.BRACE_RIGHT, schema, this::operationType);
        if (extension && directives.isEmpty() && types.isEmpty()) {
            throw unexpected();
        }
        return schema.with("Directives", directives).with("OperationTypes", types);
    }

    private GraphNode operationType() {
        GraphNode type = here().with("Comment", comment());
        GraphToken operation = next();
        if (!Set.of("query", "mutation", "subscription").contains(operation.value())) {
            throw unexpected(operation);
        }
        expect(Kind.COLON);
        return type.with("Operation", operation.value()).with("Type", name());
    }

    private GraphNode definition(
            Description description, @Nullable GraphNode comment, boolean extension) {
        String word = is(Kind.NAME) ? peek().value() : "";
        String kind =
                switch (word) {
                    case "scalar" -> "SCALAR";
                    case "type" -> "OBJECT";
                    case "interface" -> "INTERFACE";
                    case "union" -> "UNION";
                    case "enum" -> "ENUM";
                    case "input" -> "INPUT_OBJECT";
                    default -> throw unexpected();
                };
        next();
        GraphNode definition =
                described(description, comment).with("Kind", kind).with("BuiltIn", false);
        definition.with("Name", name());
        int before = 0;
        if (kind.equals("OBJECT") || kind.equals("INTERFACE")) {
            List<String> interfaces = interfaces();
            before = kind.equals("OBJECT") ? interfaces.size() : 0;
            definition.with("Interfaces", interfaces);
        }
        List<GraphNode> directives = directives(true);
        definition.with("Directives", directives);
        int content = content(definition, kind);
        if (extension && before + directives.size() + content == 0) {
            throw unexpected();
        }
        return definition;
    }

    /** Reads what makes up a type of that kind; answers how many there are. */
    private int content(GraphNode definition, String kind) {
        return switch (kind) {
            case "OBJECT", "INTERFACE" -> {
                List<GraphNode> fields =
                        some(Kind.BRACE_LEFT, Kind.BRACE_RIGHT, definition, () -> field(false));
                definition.with("Fields", fields);
                yield fields.size();
            }
            case "INPUT_OBJECT" -> {
                List<GraphNode> fields =
                        some(Kind.BRACE_LEFT, Kind.BRACE_RIGHT, definition, () -> field(true));
                definition.with("Fields", fields);
                yield fields.size();
            }
            case "UNION" -> {
                List<String> types = new ArrayList<>();
                if (skip(Kind.EQUALS)) {
                    separated(Kind.PIPE, types);
                }
                definition.with("Types", types);
                yield types.size();
            }
            case "ENUM" -> {
                List<GraphNode> values =
                        some(Kind.BRACE_LEFT, Kind.BRACE_RIGHT, definition, this::enumValue);
                definition.with("EnumValues", values);
                yield values.size();
            }
            default -> 0;
        };
    }

    private void separated(Kind separator, List<String> names) {
        skip(separator);
        names.add(name());
        while (skip(separator)) {
            names.add(name());
        }
    }

    private List<String> interfaces() {
        List<String> interfaces = new ArrayList<>();
        if (isWord("implements")) {
            next();
            separated(Kind.AMP, interfaces);
        }
        return interfaces;
    }

    private GraphNode member() {
        Description description = description();
        // A comment before an empty description is not kept.
        Description kept = description.text().isEmpty() ? NONE : description;
        GraphNode member = described(kept, comment());
        return member.with("Name", name());
    }

    private GraphNode field(boolean input) {
        GraphNode field = member();
        if (!input) {
            field.with("Arguments", argumentDefinitions());
        }
        expect(Kind.COLON);
        field.with("Type", type());
        if (input && skip(Kind.EQUALS)) {
            field.with("DefaultValue", value(true));
        }
        return field.with("Directives", directives(true));
    }

    private List<GraphNode> argumentDefinitions() {
        return some(Kind.PAREN_LEFT, Kind.PAREN_RIGHT, () -> field(true));
    }

    private GraphNode enumValue() {
        return member().with("Directives", directives(true));
    }

    private GraphNode directiveDefinition(Description description) {
        GraphNode comment = comment();
        expectWord("directive");
        expect(Kind.AT);
        GraphNode directive = described(description, comment);
        directive.with("Name", name()).with("Arguments", argumentDefinitions());
        boolean repeatable = isWord("repeatable");
        if (repeatable) {
            next();
        }
        directive.with("IsRepeatable", repeatable);
        expectWord("on");
        List<String> locations = new ArrayList<>();
        skip(Kind.PIPE);
        do {
            GraphToken location = expect(Kind.NAME);
            if (!LOCATIONS.contains(location.value())) {
                throw unexpected(location);
            }
            locations.add(location.value());
        } while (skip(Kind.PIPE));
        return directive.with("Locations", locations);
    }
}
