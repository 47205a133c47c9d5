package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Transformation "injectors": what one declared injector did to a pod that has one of its
 * containers. Its containers and volumes are expected as a whole, so that whatever differs is named
 * by its field; where they stand among the others is not part of the shape. What it does to other
 * containers is expected only where the pod shows it.
 */
record Injection(Injector injector, Workload owner) implements Transformation {

    /** A mesh answers these calls itself, and needs to be asked instead. */
    static final Set<String> REWRITABLE =
            Set.of(
                    "livenessProbe.httpGet",
                    "readinessProbe.httpGet",
                    "startupProbe.httpGet",
                    "lifecycle.preStop.httpGet",
                    "lifecycle.postStart.httpGet");

    @Override
    public JsonObject explain(JsonObject expected, JsonObject child) {
        JsonObject live = child.object("spec");
        var binding = new InjectorBinding(injector, owner);
        JsonObject shape = injector.shape();
        for (String list : List.of("initContainers", "containers", "volumes")) {
            shape.find(list)
                    .ifPresent(declared ->
                            live.find(list).ifPresent(there -> binding.read(declared, there)));
        }
        for (String map : List.of("labels", "annotations")) {
            binding.read(shape.object(map), child.object("metadata", map));
        }
        JsonObject rendered = binding.rendered(shape.without("otherContainers"));
        JsonObject spec = others(expected.object("spec"), live, binding);
        for (String list : Injector.LISTS) {
            spec =
                    Transformation.placed(
                            spec, list, "name", rendered.array(list), live.array(list));
        }
        for (JsonObject volume : rendered.objects("volumes")) {
            spec = Transformation.append(spec, "volumes", volume);
        }
        JsonObject metadata = expected.object("metadata");
        for (String map : List.of("labels", "annotations")) {
            metadata = filled(metadata, map, rendered.object(map));
        }
        return expected.with("spec", deepFilled(spec, rendered.object("pod")))
                .with("metadata", metadata);
    }

    private static JsonObject filled(JsonObject object, String map, JsonObject further) {
        JsonObject filled = deepFilled(object.object(map), further);
        return filled.isEmpty() ? object : object.with(map, filled);
    }

    /** What is there stays; only what is open is filled. */
    private static JsonObject deepFilled(JsonObject object, JsonObject further) {
        JsonObject filled = object;
        for (var member : further.members().entrySet()) {
            String name = member.getKey();
            if (!filled.has(name)) {
                filled = filled.with(name, member.getValue());
            } else if (member.getValue() instanceof JsonObject inner
                    && filled.find(name).orElseThrow() instanceof JsonObject outer) {
                filled = filled.with(name, deepFilled(outer, inner));
            }
        }
        return filled;
    }

    private JsonObject others(JsonObject spec, JsonObject live, InjectorBinding binding) {
        JsonObject changed = spec;
        for (JsonObject other : injector.shape().objects("otherContainers")) {
            List<String> names = Transformation.texts(other.array("names"));
            for (String list : Injector.LISTS) {
                changed =
                        Transformation.eachContainer(
                                changed,
                                list,
                                container -> {
                                    String name = container.string("name").orElse("");
                                    return names.isEmpty() || names.contains(name)
                                            ? other(
                                                    container,
                                                    named(live.array(list), name),
                                                    (JsonObject) binding.rendered(other, name))
                                            : container;
                                });
            }
        }
        return changed;
    }

    private static JsonObject other(JsonObject container, JsonObject live, JsonObject declared) {
        JsonObject changed = container;
        for (var keyed : Map.of("volumeMounts", "mountPath", "env", "name").entrySet()) {
            List<JsonValue> there = live.array(keyed.getKey());
            List<JsonValue> shown =
                    declared.array(keyed.getKey()).stream().filter(there::contains).toList();
            changed =
                    Transformation.placed(changed, keyed.getKey(), keyed.getValue(), shown, there);
        }
        for (JsonObject rewrite : declared.objects("rewrites")) {
            List<String> path = List.of(rewrite.string("field").orElseThrow().split("\\."));
            Optional<JsonValue> to = rewrite.find("to");
            if (at(changed, path).isPresent() && to.isPresent() && at(live, path).equals(to)) {
                changed = with(changed, path, to.get());
            }
        }
        return changed;
    }

    private static Optional<JsonValue> at(JsonObject object, List<String> path) {
        return object.find(path.getFirst(), path.subList(1, path.size()).toArray(String[]::new));
    }

    private static JsonObject with(JsonObject object, List<String> path, JsonValue value) {
        String name = path.getFirst();
        return path.size() == 1
                ? object.with(name, value)
                : object.with(name, with(object.object(name), path.subList(1, path.size()), value));
    }

    private static JsonObject named(List<JsonValue> items, String name) {
        return items.stream()
                .filter(item ->
                        item instanceof JsonObject object
                                && object.find("name").equals(Optional.of(new JsonString(name))))
                .map(JsonObject.class::cast)
                .findFirst()
                .orElse(JsonObject.EMPTY);
    }
}
