package io.driftseal.rego.builtin.document;

import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Paths into documents: JSON pointers and arrays of segments. */
final class JsonPath {

    private JsonPath() {}

    /** The segments of one path. */
    static List<RegoValue> parse(RegoValue path) {
        return switch (path) {
            case RegoString pointer -> segments(pointer.text());
            case RegoArray array -> array.toList();
            default ->
                    throw BuiltinException.type(
                            2,
                            "must be one of {set, array} containing string paths or array of path"
                                    + " segments but got "
                                    + path.type().regoName());
        };
    }

    private static List<RegoValue> segments(String pointer) {
        if (pointer.isEmpty()) {
            return List.of();
        }
        int start = 0;
        while (start < pointer.length() && pointer.charAt(start) == '/') {
            start++;
        }
        List<RegoValue> segments = new ArrayList<>();
        for (String part : pointer.substring(start).split("/", -1)) {
            segments.add(RegoString.of(part.replace("~1", "/").replace("~0", "~")));
        }
        return segments;
    }

    /** All paths of an array or set, as a tree whose leaves are null. */
    static RegoObject tree(RegoValue paths) {
        List<RegoValue> all =
                switch (paths) {
                    case RegoArray array -> array.items();
                    case RegoSet set -> set.toList();
                    default -> throw BuiltinException.type(2, paths, "set", "array");
                };
        List<List<RegoValue>> parsed = all.stream().map(JsonPath::parse).toList();
        Branch root = new Branch();
        parsed.forEach(root::add);
        return root.toObject();
    }

    /** A node of the tree while it grows; a leaf ends every path that goes through it. */
    private static final class Branch {
        private final Map<RegoValue, @Nullable Branch> children = new LinkedHashMap<>();

        void add(List<RegoValue> path) {
            Branch node = this;
            for (int i = 0; i < path.size() - 1; i++) {
                RegoValue segment = path.get(i);
                if (!node.children.containsKey(segment)) {
                    node.children.put(segment, new Branch());
                }
                Branch next = node.children.get(segment);
                if (next == null) {
                    return;
                }
                node = next;
            }
            if (!path.isEmpty()) {
                node.children.put(path.getLast(), null);
            }
        }

        RegoObject toObject() {
            RegoObject.Builder object = RegoObject.builder();
            children.forEach((key, branch) ->
                    object.put(key, branch == null ? RegoNull.NULL : branch.toObject()));
            return object.build();
        }
    }
}
