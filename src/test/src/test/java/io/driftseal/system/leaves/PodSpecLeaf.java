package io.driftseal.system.leaves;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One leaf of PodSpec.
 *
 * @param path the steps from {@code spec} down; {@link #ITEM} is the first item of a list, {@link
 *     #MAP_KEY} some key of a map
 * @param type what the API server accepts there
 */
record PodSpecLeaf(List<String> path, Type type) {

    static final String ITEM = "[]";
    static final String MAP_KEY = "{}";
    private static final String NEW_KEY = "drift.example.com";

    /** Lists whose items keep their name while something below it changes. */
    private static final Set<String> KNOWN_BY_NAME = Set.of("containers", "volumes");

    enum Type {
        STRING,
        INTEGER,
        BOOLEAN,
        QUANTITY,
        TIME
    }

    /**
     * Changes this leaf in a pod's spec and returns the path of the highest node that was added or
     * changed, in the notation of findings up to the first list item without a name.
     */
    String changeIn(ObjectNode spec, Random random) {
        JsonNode here = spec;
        StringBuilder named = new StringBuilder("spec");
        boolean fresh = false;
        boolean nameKnown = true;
        for (int i = 0; i < path.size(); i++) {
            boolean last = i == path.size() - 1;
            JsonNode next = last ? null : emptyFor(path.get(i + 1));
            JsonNode value = last ? changed(childOf(here, path.get(i)), random) : next;
            JsonNode existing = childOf(here, path.get(i));
            if (!fresh && nameKnown) {
                nameKnown = appendStep(named, i, existing);
            }
            if (last || existing == null) {
                set(here, path.get(i), Objects.requireNonNull(value));
                fresh = fresh || existing == null;
                here = value;
            } else {
                here = existing;
            }
        }
        return named.toString();
    }

    /** Appends step {@code i} and says whether findings name what is below it step by step. */
    private boolean appendStep(StringBuilder named, int i, @Nullable JsonNode existing) {
        String step = path.get(i);
        if (step.equals(ITEM)) {
            boolean renamed = path.subList(i + 1, path.size()).equals(List.of("name"));
            if (existing != null && KNOWN_BY_NAME.contains(path.get(i - 1)) && !renamed) {
                named.append("[name=").append(existing.path("name").stringValue()).append(']');
                return true;
            }
            return false;
        }
        if (step.equals(MAP_KEY)) {
            return false;
        }
        named.append('.').append(step);
        return true;
    }

    private static @Nullable JsonNode childOf(JsonNode parent, String step) {
        if (step.equals(ITEM)) {
            return parent.isEmpty() ? null : parent.get(0);
        }
        return parent.get(step.equals(MAP_KEY) ? NEW_KEY : step);
    }

    private static void set(JsonNode parent, String step, JsonNode value) {
        if (step.equals(ITEM)) {
            ArrayNode list = (ArrayNode) parent;
            if (list.isEmpty()) {
                list.add(value);
            } else {
                list.set(0, value);
            }
        } else {
            ((ObjectNode) parent).set(step.equals(MAP_KEY) ? NEW_KEY : step, value);
        }
    }

    private static JsonNode emptyFor(String nextStep) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return nextStep.equals(ITEM) ? nodes.arrayNode() : nodes.objectNode();
    }

    private JsonNode changed(@Nullable JsonNode old, Random random) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        int number = 2 + random.nextInt(1_000);
        return switch (type) {
            case STRING -> nodes.stringNode("drift-" + number);
            case INTEGER ->
                    nodes.numberNode(old != null && old.asInt(0) == number ? number + 1 : number);
            case BOOLEAN -> nodes.booleanNode(old == null || !old.booleanValue());
            case TIME -> nodes.stringNode("2026-01-01T00:00:00Z");
            case QUANTITY -> nodes.stringNode(number + "Mi");
        };
    }

    @Override
    public String toString() {
        return "spec." + String.join(".", path);
    }
}
