package io.driftseal.system.leaves;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Every leaf of PodSpec, read from the API server's own OpenAPI document, so that the choice of
 * what to change owes nothing to our canonical form.
 */
final class PodSpecLeaves {

    private static final String POD_SPEC = "io.k8s.api.core.v1.PodSpec";
    private static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
    private static final String INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";

    /** Who manages which field: an object without a schema, and no configuration. */
    private static final String FIELDS = "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1";

    private final JsonNode schemas;
    private final List<PodSpecLeaf> found = new ArrayList<>();
    private final Deque<String> open = new ArrayDeque<>();
    private Set<String> stops = Set.of();
    private boolean fields;

    private PodSpecLeaves(JsonNode openApi) {
        this.schemas = openApi.path("components").path("schemas");
    }

    /**
     * All leaves.
     *
     * @param openApi the answer of {@code /openapi/v3/api/v1}
     */
    static List<PodSpecLeaf> of(JsonNode openApi) {
        PodSpecLeaves leaves = new PodSpecLeaves(openApi);
        leaves.walkReference(POD_SPEC, List.of());
        return List.copyOf(leaves.found);
    }

    /**
     * Every leaf of an object of this type but its status, as the list of decided leaves writes
     * them; a pod's spec within another type is one leaf.
     *
     * @param root {@code io.k8s.api.apps.v1.Deployment}
     */
    static Set<String> pathsOf(JsonNode openApi, String root) {
        PodSpecLeaves leaves = new PodSpecLeaves(openApi);
        Set<String> paths = new TreeSet<>();
        Set<String> stops = root.endsWith(".Pod") ? Set.of() : Set.of(POD_SPEC);
        leaves.stops = stops;
        leaves.fields = true;
        leaves.walkReference(root, List.of());
        for (PodSpecLeaf leaf : leaves.found) {
            String path = String.join(".", leaf.path()).replace(".[]", "[]").replace(".{}", "{}");
            paths.add(leaf.path().getFirst().equals("status") ? "status" : path);
        }
        return paths;
    }

    private void walkReference(String name, List<String> path) {
        if (stops.contains(name) || (fields && name.equals(FIELDS))) {
            found.add(new PodSpecLeaf(path, PodSpecLeaf.Type.STRING));
        } else if (name.equals(QUANTITY)) {
            found.add(new PodSpecLeaf(path, PodSpecLeaf.Type.QUANTITY));
        } else if (name.equals(INT_OR_STRING)) {
            found.add(new PodSpecLeaf(path, PodSpecLeaf.Type.INTEGER));
        } else if (!open.contains(name) && !name.equals(FIELDS)) {
            open.push(name);
            walk(schemas.path(name), path);
            open.pop();
        }
    }

    private void walk(JsonNode schema, List<String> path) {
        JsonNode reference = schema.path("$ref");
        if (reference.isMissingNode() && schema.path("allOf").size() == 1) {
            reference = schema.path("allOf").get(0).path("$ref");
        }
        if (reference.isString()) {
            String target = reference.stringValue();
            walkReference(target.substring(target.lastIndexOf('/') + 1), path);
        } else if (schema.path("properties").isObject()) {
            for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
                walk(property.getValue(), with(path, property.getKey()));
            }
        } else {
            walkValue(schema, path);
        }
    }

    private void walkValue(JsonNode schema, List<String> path) {
        switch (schema.path("type").asString("")) {
            case "array" -> walk(schema.path("items"), with(path, PodSpecLeaf.ITEM));
            case "object" ->
                    walk(schema.path("additionalProperties"), with(path, PodSpecLeaf.MAP_KEY));
            case "boolean" -> found.add(new PodSpecLeaf(path, PodSpecLeaf.Type.BOOLEAN));
            case "integer" -> found.add(new PodSpecLeaf(path, PodSpecLeaf.Type.INTEGER));
            case "string" ->
                    found.add(
                            new PodSpecLeaf(
                                    path,
                                    schema.path("format").asString("").equals("date-time")
                                            ? PodSpecLeaf.Type.TIME
                                            : PodSpecLeaf.Type.STRING));
            default ->
                    throw new IllegalStateException(
                            "the OpenAPI document has a leaf this test does not know: "
                                    + path
                                    + " "
                                    + schema);
        }
    }

    private static List<String> with(List<String> path, String step) {
        List<String> longer = new ArrayList<>(path);
        longer.add(step);
        return List.copyOf(longer);
    }
}
