package io.driftseal.rego.builtin.graphql;

import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.graphql.GraphToken.Kind;
import io.driftseal.rego.value.RegoString;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what queries and schemas have in common: names, types, values, arguments and directives.
 */
class GraphReader {

    /** Values, selections and types within each other. */
    private static final int MAXIMUM_DEPTH = 500;

    private final GraphLexer lexer;
    private @Nullable GraphToken peeked;
    private GraphToken previous = new GraphToken(Kind.END, "", 1, 1);
    private @Nullable GraphNode comment;
    private int depth;

    GraphReader(String text) {
        this.lexer = new GraphLexer(text);
    }

    static BuiltinException problem(String message, int line, int column) {
        return BuiltinException.of(
                message + " in GraphQL string at location " + line + ":" + column);
    }

    /** The next token that is no comment; the comments before it are kept until it is taken. */
    final GraphToken peek() {
        if (peeked == null) {
            List<GraphNode> comments = new ArrayList<>();
            GraphToken token = lexer.next();
            while (token.kind() == Kind.COMMENT) {
                comments.add(GraphNode.at(token).with("Value", token.value()));
                token = lexer.next();
            }
            if (!comments.isEmpty()) {
                comment = new GraphNode(0, 0).with("List", comments);
            }
            peeked = token;
        }
        return peeked;
    }

    final GraphToken next() {
        previous = peek();
        peeked = null;
        comment = null;
        return previous;
    }

    final GraphToken previous() {
        return previous;
    }

    /** The comments before the next token. */
    final @Nullable GraphNode comment() {
        peek();
        return comment;
    }

    final GraphNode here() {
        return GraphNode.at(peek());
    }

    final boolean is(Kind kind) {
        return peek().kind() == kind;
    }

    final boolean isWord(String word) {
        return is(Kind.NAME) && peek().value().equals(word);
    }

    final boolean skip(Kind kind) {
        if (!is(kind)) {
            return false;
        }
        next();
        return true;
    }

    final BuiltinException unexpected(GraphToken token) {
        return problem("Unexpected " + token.described(), token.line(), token.column());
    }

    final BuiltinException unexpected() {
        return unexpected(peek());
    }

    final GraphToken expect(Kind kind) {
        if (is(kind)) {
            return next();
        }
        throw expected(kind.label(), peek().kind().label());
    }

    final void expectWord(String word) {
        if (!isWord(word)) {
            throw expected(RegoString.of(word).toString(), peek().described());
        }
        next();
    }

    private BuiltinException expected(String wanted, String found) {
        GraphToken token = peek();
        return problem("Expected " + wanted + ", found " + found, token.line(), token.column());
    }

    final String name() {
        return expect(Kind.NAME).value();
    }

    final <T> List<T> many(Kind open, Kind close, Supplier<T> item) {
        List<T> items = new ArrayList<>();
        if (skip(open)) {
            deeper();
            while (!is(close)) {
                items.add(item.get());
            }
            depth--;
            next();
        }
        return items;
    }

    private void deeper() {
        depth++;
        if (depth > MAXIMUM_DEPTH) {
            GraphToken token = peek();
            throw problem("Nested too deeply", token.line(), token.column());
        }
    }

    /**
     * As {@link #many}, but where it opens there has to be one; the comment before the end goes to
     * the node.
     */
    final <T> List<T> some(Kind open, Kind close, @Nullable GraphNode commented, Supplier<T> item) {
        List<T> items = new ArrayList<>();
        if (!skip(open)) {
            return items;
        }
        deeper();
        while (!is(close)) {
            items.add(item.get());
        }
        depth--;
        if (items.isEmpty()) {
            GraphToken token = peek();
            throw problem(
                    "expected at least one definition, found " + token.kind().label(),
                    token.line(),
                    token.column());
        }
        if (commented != null) {
            commented.with("EndOfDefinitionComment", comment());
        }
        next();
        return items;
    }

    final <T> List<T> some(Kind open, Kind close, Supplier<T> item) {
        return some(open, close, null, item);
    }

    final List<GraphNode> arguments(boolean constant) {
        return some(Kind.PAREN_LEFT, Kind.PAREN_RIGHT, () -> argument(constant));
    }

    private GraphNode argument(boolean constant) {
        GraphNode argument = here().with("Comment", comment());
        argument.with("Name", name());
        expect(Kind.COLON);
        return argument.with("Value", value(constant));
    }

    final List<GraphNode> directives(boolean constant) {
        List<GraphNode> directives = new ArrayList<>();
        while (skip(Kind.AT)) {
            GraphNode directive = here();
            directive.with("Name", name()).with("Arguments", arguments(constant));
            directives.add(directive.with("Location", ""));
        }
        return directives;
    }

    final GraphNode type() {
        GraphNode type;
        if (skip(Kind.BRACKET_LEFT)) {
            deeper();
            type = here().with("NamedType", "").with("Elem", type());
            expect(Kind.BRACKET_RIGHT);
            depth--;
        } else {
            type = here();
            type.with("NamedType", name());
        }
        return type.with("NonNull", skip(Kind.BANG));
    }

    final String variable() {
        expect(Kind.DOLLAR);
        return name();
    }

    final GraphNode value(boolean constant) {
        GraphToken token = peek();
        GraphNode value = here().with("ExpectedTypeHasDefault", false);
        return switch (token.kind()) {
            case BRACKET_LEFT -> {
                value.with("Comment", comment()).with("Raw", "").with("Kind", GraphValue.LIST);
                yield value.with(
                        "Children",
                        many(Kind.BRACKET_LEFT, Kind.BRACKET_RIGHT, () -> listItem(constant)));
            }
            case BRACE_LEFT -> {
                value.with("Comment", comment()).with("Raw", "").with("Kind", GraphValue.OBJECT);
                yield value.with(
                        "Children",
                        many(Kind.BRACE_LEFT, Kind.BRACE_RIGHT, () -> objectField(constant)));
            }
            case DOLLAR -> {
                if (constant) {
                    throw unexpected();
                }
                yield value.with("Kind", GraphValue.VARIABLE).with("Raw", variable());
            }
            default -> {
                int kind = kind(token);
                next();
                yield value.with("Raw", token.value()).with("Kind", kind);
            }
        };
    }

    private GraphNode listItem(boolean constant) {
        return new GraphNode(0, 0).with("Name", "").with("Value", value(constant));
    }

    private int kind(GraphToken token) {
        return switch (token.kind()) {
            case INT -> GraphValue.INT;
            case FLOAT -> GraphValue.FLOAT;
            case STRING -> GraphValue.STRING;
            case BLOCK_STRING -> GraphValue.BLOCK;
            case NAME ->
                    switch (token.value()) {
                        case "true", "false" -> GraphValue.BOOLEAN;
                        case "null" -> GraphValue.NULL;
                        default -> GraphValue.ENUM;
                    };
            default -> throw unexpected();
        };
    }

    private GraphNode objectField(boolean constant) {
        GraphNode field = here().with("Comment", comment());
        field.with("Name", name());
        expect(Kind.COLON);
        return field.with("Value", value(constant));
    }
}
