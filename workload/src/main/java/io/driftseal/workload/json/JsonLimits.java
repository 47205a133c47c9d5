package io.driftseal.workload.json;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/**
 * What a document may cost us. At a bound the document is refused, never cut.
 *
 * @param maximumBytes length of the text
 * @param maximumDepth objects and arrays inside one another
 * @param maximumNodes values of any type, members counted once with their value
 */
public record JsonLimits(int maximumBytes, int maximumDepth, int maximumNodes) {

    /** Reading recurses; deeper documents than this could exhaust a thread's stack. */
    private static final int DEEPEST = 512;

    public JsonLimits {
        if (maximumBytes < 1 || maximumNodes < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
        if (maximumDepth < 1 || maximumDepth > DEEPEST) {
            throw new IllegalArgumentException("depth must be between 1 and " + DEEPEST);
        }
    }

    /** One stored object: the API server takes requests up to 3 MiB, etcd about 1.5. */
    public static JsonLimits kubernetesObject() {
        return new JsonLimits(3 * 1024 * 1024, 128, 400_000);
    }

    /**
     * Object, old object and options in one review: 7 MiB, the figure that controller-runtime uses.
     */
    public static JsonLimits admissionReview() {
        return new JsonLimits(7 * 1024 * 1024, 132, 900_000);
    }

    /** A page of a list; the lister chooses its page size so that this is enough. */
    public static JsonLimits objectList() {
        return new JsonLimits(64 * 1024 * 1024, 132, 8_000_000);
    }

    /**
     * Whether the reader would take this tree again.
     *
     * @param text of it
     */
    public boolean hold(JsonValue tree, String text) {
        // A character is at most three bytes of UTF-8, and a pair of two four.
        boolean small =
                text.length() <= maximumBytes / 3
                        || text.getBytes(StandardCharsets.UTF_8).length <= maximumBytes;
        return small && nodesIn(tree, 0, 0) <= maximumNodes;
    }

    /** Values in the tree and those before it; past the bounds only that they are passed. */
    private int nodesIn(JsonValue tree, int depth, int before) {
        int nodes = before + 1;
        Collection<JsonValue> inside =
                switch (tree) {
                    case JsonObject object -> object.members().values();
                    case JsonArray array -> array.items();
                    case JsonString _, JsonNumber _, JsonBoolean _, JsonNull _ -> List.of();
                };
        boolean container = tree instanceof JsonObject || tree instanceof JsonArray;
        if (container && depth >= maximumDepth) {
            return Integer.MAX_VALUE;
        }
        for (JsonValue value : inside) {
            if (nodes > maximumNodes) {
                return Integer.MAX_VALUE;
            }
            nodes = nodesIn(value, depth + 1, nodes);
        }
        return nodes;
    }
}
