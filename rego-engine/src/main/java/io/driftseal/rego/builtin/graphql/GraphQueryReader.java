package io.driftseal.rego.builtin.graphql;

import io.driftseal.rego.builtin.graphql.GraphToken.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads queries. */
final class GraphQueryReader extends GraphReader {

    private GraphQueryReader(String text) {
        super(text);
    }

    /**
     * The tree of a document.
     *
     * @throws io.driftseal.rego.builtin.BuiltinException where the text is none
     */
    static GraphNode read(String text) {
        return new GraphQueryReader(text).document();
    }

    private GraphNode document() {
        List<GraphNode> operations = new ArrayList<>();
        List<GraphNode> fragments = new ArrayList<>();
        while (!is(Kind.END)) {
            if (is(Kind.BRACE_LEFT)
                    || isWord("query")
                    || isWord("mutation")
                    || isWord("subscription")) {
                operations.add(operation());
            } else if (isWord("fragment")) {
                fragments.add(fragmentDefinition());
            } else {
                throw unexpected();
            }
        }
        return new GraphNode(0, 0).with("Operations", operations).with("Fragments", fragments);
    }

    private GraphNode operation() {
        GraphNode operation = here();
        if (is(Kind.BRACE_LEFT)) {
            return operation
                    .with("Operation", "query")
                    .with("Name", "")
                    .with("SelectionSet", requiredSelections());
        }
        operation.with("Comment", comment()).with("Operation", next().value());
        operation.with("Name", is(Kind.NAME) ? next().value() : "");
        operation.with("VariableDefinitions", variables()).with("Directives", directives(false));
        return operation.with("SelectionSet", requiredSelections());
    }

    private List<GraphNode> variables() {
        return some(Kind.PAREN_LEFT, Kind.PAREN_RIGHT, this::variableDefinition);
    }

    private GraphNode variableDefinition() {
        GraphNode definition = here().with("Comment", comment()).with("Used", false);
        definition.with("Variable", variable());
        expect(Kind.COLON);
        definition.with("Type", type());
        if (skip(Kind.EQUALS)) {
            definition.with("DefaultValue", value(true));
        }
        return definition.with("Directives", directives(false));
    }

    private List<GraphNode> requiredSelections() {
        if (!is(Kind.BRACE_LEFT)) {
            expect(Kind.BRACE_LEFT);
        }
        return some(Kind.BRACE_LEFT, Kind.BRACE_RIGHT, this::selection);
    }

    private GraphNode selection() {
        return is(Kind.SPREAD) ? fragment() : field();
    }

    private GraphNode field() {
        GraphNode field = here().with("Comment", comment());
        String alias = name();
        field.with("Alias", alias);
        field.with("Name", skip(Kind.COLON) ? name() : alias);
        field.with("Arguments", arguments(false)).with("Directives", directives(false));
        return field.with("SelectionSet", some(Kind.BRACE_LEFT, Kind.BRACE_RIGHT, this::selection));
    }

    private GraphNode fragment() {
        GraphNode comment = comment();
        expect(Kind.SPREAD);
        GraphNode fragment = here().with("Comment", comment);
        if (is(Kind.NAME) && !isWord("on")) {
            return fragment.with("Name", fragmentName()).with("Directives", directives(false));
        }
        fragment.with("TypeCondition", "");
        if (isWord("on")) {
            next();
            fragment.with("TypeCondition", name());
        }
        return fragment.with("Directives", directives(false))
                .with("SelectionSet", requiredSelections());
    }

    private GraphNode fragmentDefinition() {
        GraphNode fragment = here().with("Comment", comment());
        expectWord("fragment");
        fragment.with("Name", fragmentName()).with("VariableDefinition", variables());
        expectWord("on");
        fragment.with("TypeCondition", name()).with("Directives", directives(false));
        return fragment.with("SelectionSet", requiredSelections());
    }

    private String fragmentName() {
        if (isWord("on")) {
            throw unexpected();
        }
        return name();
    }
}
