package io.driftseal.rego.builtin.graphql;

import io.driftseal.rego.value.RegoString;
import org.jspecify.annotations.Nullable;

/** The numbers of kinds of values in OPA's trees, and values and types as messages print them. */
final class GraphValue {

    static final int VARIABLE = 0;
    static final int INT = 1;
    static final int FLOAT = 2;
    static final int STRING = 3;
    static final int BLOCK = 4;
    static final int BOOLEAN = 5;
    static final int NULL = 6;
    static final int ENUM = 7;
    static final int LIST = 8;
    static final int OBJECT = 9;

    private GraphValue() {}

    static String print(@Nullable GraphNode value) {
        if (value == null) {
            return "<nil>";
        }
        StringBuilder out = new StringBuilder();
        switch (value.number("Kind")) {
            case VARIABLE -> out.append('$').append(value.text("Raw"));
            case STRING, BLOCK -> out.append(RegoString.of(value.text("Raw")));
            case LIST, OBJECT -> {
                boolean object = value.number("Kind") == OBJECT;
                out.append(object ? '{' : '[');
                for (GraphNode child : value.nodes("Children")) {
                    out.append(out.length() > 1 ? "," : "");
                    out.append(object ? child.text("Name") + ":" : "");
                    out.append(print(child.node("Value")));
                }
                out.append(object ? '}' : ']');
            }
            default -> out.append(value.text("Raw"));
        }
        return out.toString();
    }

    static String printType(@Nullable GraphNode type) {
        if (type == null) {
            return "";
        }
        String bang = type.truth("NonNull") ? "!" : "";
        String name = type.text("NamedType");
        return name.isEmpty() ? "[" + printType(type.node("Elem")) + "]" + bang : name + bang;
    }

    /** The name within all lists. */
    static String typeName(@Nullable GraphNode type) {
        GraphNode inner = type;
        while (inner != null && inner.text("NamedType").isEmpty()) {
            inner = inner.node("Elem");
        }
        return inner == null ? "" : inner.text("NamedType");
    }

    /** Whether a value of the first type may stand where the second one is expected. */
    static boolean compatible(GraphNode type, GraphNode other, boolean otherNonNull) {
        if (!type.text("NamedType").equals(other.text("NamedType"))) {
            return false;
        }
        GraphNode inner = type.node("Elem");
        GraphNode otherInner = other.node("Elem");
        if (inner != null
                && (otherInner == null
                        || !compatible(inner, otherInner, otherInner.truth("NonNull")))) {
            return false;
        }
        return !otherNonNull || type.truth("NonNull");
    }
}
