package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a request changes in a running pod, in the two respects in which a pod may lawfully change:
 * its debug containers and its resources. Pure; says nothing about whether it may.
 *
 * @param containers ephemeral containers that were added or changed, as they came
 * @param resources amounts that differ
 * @param nothingElse whether the rest of the form is the same
 */
public record LaterChange(
        List<JsonObject> containers, List<ResourceChange> resources, boolean nothingElse) {

    private static final String EPHEMERAL = "ephemeralContainers";
    private static final List<String> RESIZED_LISTS = List.of("containers", "initContainers");
    private static final List<String> BOUNDS = List.of("requests", "limits");

    public LaterChange {
        containers = List.copyOf(containers);
        resources = List.copyOf(resources);
    }

    /**
     * @param before the pod as stored; its annotations name the ranges
     * @param after the pod as it would be
     */
    public static LaterChange between(Workload before, Workload after) {
        return new LaterChange(
                addedContainers(before, after),
                resources(before, after),
                CanonicalForm.of(without(before))
                        .hash()
                        .equals(CanonicalForm.of(without(after)).hash()));
    }

    private static List<JsonObject> addedContainers(Workload before, Workload after) {
        List<JsonObject> known = before.podSpec().objects(EPHEMERAL);
        return after.podSpec().objects(EPHEMERAL).stream()
                .filter(container -> !known.contains(container))
                .toList();
    }

    private static List<ResourceChange> resources(Workload before, Workload after) {
        List<ResourceChange> changes = new ArrayList<>();
        Map<String, JsonObject> old = resourcesByContainer(before.podSpec());
        Map<String, JsonObject> now = resourcesByContainer(after.podSpec());
        var names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            Map<String, ApprovedRange> ranges =
                    ApprovedRange.parse(
                            before.annotations()
                                    .getOrDefault(ApprovedRange.ANNOTATION_PREFIX + name, ""));
            for (String bound : BOUNDS) {
                JsonObject from = old.getOrDefault(name, JsonObject.EMPTY).object(bound);
                JsonObject to = now.getOrDefault(name, JsonObject.EMPTY).object(bound);
                var resources = new TreeSet<>(from.members().keySet());
                resources.addAll(to.members().keySet());
                for (String resource : resources) {
                    var change =
                            new ResourceChange(
                                    name,
                                    bound,
                                    resource,
                                    amount(from, resource),
                                    amount(to, resource),
                                    Optional.ofNullable(ranges.get(resource)));
                    if (differs(change, from, to)) {
                        changes.add(change);
                    }
                }
            }
        }
        return changes;
    }

    private static boolean differs(ResourceChange change, JsonObject from, JsonObject to) {
        if (change.from().isPresent() && change.to().isPresent()) {
            return change.from().get().compareTo(change.to().get()) != 0;
        }
        return !from.find(change.resource()).equals(to.find(change.resource()));
    }

    /** Names of containers are unique in a pod; the pod's own resources have the empty name. */
    private static Map<String, JsonObject> resourcesByContainer(JsonObject spec) {
        var resources = new LinkedHashMap<String, JsonObject>();
        resources.put("", spec.object("resources"));
        for (String list : RESIZED_LISTS) {
            for (JsonObject container : spec.objects(list)) {
                resources.put(container.string("name").orElse(""), container.object("resources"));
            }
        }
        return resources;
    }

    private static Optional<BigDecimal> amount(JsonObject amounts, String resource) {
        Optional<String> text =
                switch (amounts.members().get(resource)) {
                    case JsonString string -> Quantity.canonical(string.value());
                    case JsonNumber number -> Optional.of(number.canonicalLiteral());
                    case null, default -> Optional.empty();
                };
        return text.map(BigDecimal::new);
    }

    /** The pod without what may lawfully change. */
    private static Workload without(Workload pod) {
        JsonObject spec = pod.tree().object("spec").without(EPHEMERAL).without("resources");
        for (String list : RESIZED_LISTS) {
            if (spec.has(list)) {
                List<JsonValue> items = new ArrayList<>();
                for (JsonValue item : spec.array(list)) {
                    items.add(
                            item instanceof JsonObject container
                                    ? container.without("resources").without("resizePolicy")
                                    : item);
                }
                spec = spec.with(list, new JsonArray(items));
            }
        }
        return new Workload(pod.kind(), pod.tree().with("spec", spec));
    }
}
