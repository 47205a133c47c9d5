package io.driftseal.rego.builtin.graphql;

import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of a document's tree: members by the names that OPA's trees have, and where it stands. Not
 * shared.
 */
final class GraphNode {

    private final Map<String, Object> members = new LinkedHashMap<>();
    private final int line;
    private final int column;

    /** A node without members at a place; 0 where there is none. */
    GraphNode(int line, int column) {
        this.line = line;
        this.column = column;
    }

    static GraphNode at(GraphToken token) {
        return new GraphNode(token.line(), token.column());
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    /**
     * Sets a member: a text, a truth, a number, a node, or a list of texts or nodes; null leaves it
     * out.
     */
    GraphNode with(String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
        return this;
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    String text(String name) {
        return members.get(name) instanceof String text ? text : "";
    }

    boolean truth(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    int number(String name) {
        return members.get(name) instanceof Integer number ? number : 0;
    }

    @Nullable GraphNode node(String name) {
        return members.get(name) instanceof GraphNode node ? node : null;
    }

    List<GraphNode> nodes(String name) {
        List<GraphNode> nodes = new ArrayList<>();
        if (members.get(name) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof GraphNode node) {
                    nodes.add(node);
                }
            }
        }
        return nodes;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (members.get(name) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof String text) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    /** Appends to a list what another node has there. */
    void extend(String name, GraphNode other) {
        List<Object> all = new ArrayList<>();
        for (GraphNode one : List.of(this, other)) {
            if (one.members.get(name) instanceof List<?> list) {
                all.addAll(list);
            }
        }
        members.put(name, all);
    }

    /** The one of a list's nodes whose member of that name has that text. */
    static @Nullable GraphNode find(List<GraphNode> nodes, String member, String text) {
        for (GraphNode node : nodes) {
            if (node.text(member).equals(text)) {
                return node;
            }
        }
        return null;
    }

    static @Nullable GraphNode named(List<GraphNode> nodes, String name) {
        return find(nodes, "Name", name);
    }

    /** The tree that policies see: without places, and without what is empty. */
    RegoObject toRego() {
        RegoObject.Builder object = RegoObject.builder();
        members.forEach((name, value) -> {
            RegoValue form = form(value);
            if (form != null) {
                object.put(name, form);
            }
        });
        return object.build();
    }

    private static @Nullable RegoValue form(Object value) {
        return switch (value) {
            case String text -> RegoString.of(text);
            case Boolean truth -> RegoBoolean.of(truth);
            case Integer number -> RegoNumber.of(number);
            case GraphNode node -> {
                RegoObject object = node.toRego();
                yield object.isEmpty() ? null : object;
            }
            case List<?> list -> {
                List<RegoValue> items = new ArrayList<>();
                for (Object item : list) {
                    RegoValue form = form(item);
                    if (form != null) {
                        items.add(form);
                    }
                }
                yield items.isEmpty() ? null : RegoArray.copyOf(items);
            }
            default -> null;
        };
    }

    /** The node of a tree that a policy hands in. */
    static GraphNode fromRego(RegoObject object) {
        GraphNode node = new GraphNode(0, 0);
        object.forEach((key, value) -> {
            if (key instanceof RegoString name) {
                node.with(name.text(), member(value));
            }
        });
        return node;
    }

    private static @Nullable Object member(RegoValue value) {
        return switch (value) {
            case RegoNull none -> null;
            case RegoString text -> text.text();
            case RegoBoolean truth -> truth.equals(RegoBoolean.TRUE);
            case RegoNumber number -> (int) number.doubleValue();
            case RegoObject object -> fromRego(object);
            case RegoArray array -> {
                List<Object> items = new ArrayList<>();
                for (RegoValue item : array.items()) {
                    Object one = member(item);
                    if (one != null) {
                        items.add(one);
                    }
                }
                yield items;
            }
            default ->
                    throw BuiltinException.of(
                            "json: cannot unmarshal a set into a GraphQL document");
        };
    }
}
