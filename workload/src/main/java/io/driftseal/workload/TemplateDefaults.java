package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Ids {@code custom-root-defaults} and {@code custom-root-copies}: the API server does not know
 * that a custom resource holds a pod template, so that the template has none of the defaults which
 * its children get, nor the copies of one field in another.
 */
final class TemplateDefaults {

    /** What may be filled in at a place of the pod spec; a step that ends in [] is each item. */
    private record Place(List<String> path, Filling filling) {}

    private sealed interface Filling {

        /** The member that is open in the template, with a value that the child's has. */
        record Constant(String name, List<JsonValue> values) implements Filling {}

        /**
         * The member that is open in the template and set in the child, as the template's other
         * one.
         */
        record Copy(String name, String from) implements Filling {}
    }

    private final List<Place> places;

    TemplateDefaults(JsonObject constants, JsonObject copies) {
        var read = new ArrayList<Place>();
        constants
                .members()
                .forEach((path, values) ->
                        read.add(
                                place(
                                        path,
                                        name ->
                                                new Filling.Constant(
                                                        name, ((JsonArray) values).items()))));
        copies.members()
                .forEach((path, from) ->
                        read.add(
                                place(
                                        path,
                                        name ->
                                                new Filling.Copy(
                                                        name, ((JsonString) from).value()))));
        places = List.copyOf(read);
    }

    private static Place place(String path, Function<String, Filling> filling) {
        List<String> steps = List.of(path.split("\\.", -1));
        return new Place(steps.subList(0, steps.size() - 1), filling.apply(steps.getLast()));
    }

    /** The pod spec, with those values that the child's has and it leaves open. */
    JsonObject in(JsonObject spec, JsonObject child) {
        JsonObject filled = spec;
        for (Place place : places) {
            filled = at(filled, child, place, 0);
        }
        return filled;
    }

    private static JsonObject at(JsonObject expected, JsonObject live, Place place, int depth) {
        if (depth == place.path().size()) {
            return switch (place.filling()) {
                case Filling.Constant(var name, var values) ->
                        constant(expected, live, name, values);
                case Filling.Copy(var name, var from) -> copy(expected, live, name, from);
            };
        }
        String step = place.path().get(depth);
        if (step.endsWith("[]")) {
            return eachItem(
                    expected, live, place, depth, step.substring(0, step.length() - "[]".length()));
        }
        return expected.find(step).orElse(null) instanceof JsonObject member
                ? expected.with(step, at(member, live.object(step), place, depth + 1))
                : expected;
    }

    private static JsonObject constant(
            JsonObject expected, JsonObject live, String name, List<JsonValue> values) {
        Optional<JsonValue> there = live.find(name);
        return !expected.has(name) && there.filter(values::contains).isPresent()
                ? expected.with(name, there.get())
                : expected;
    }

    /** The value is the template's own, never the child's: a child cannot choose it. */
    private static JsonObject copy(JsonObject expected, JsonObject live, String name, String from) {
        JsonValue source = expected.find(from).orElse(null);
        if (source == null || !live.has(name)) {
            return expected;
        }
        if (!(source instanceof JsonObject members)) {
            return expected.has(name) ? expected : expected.with(name, source);
        }
        JsonObject filled = expected.object(name);
        for (var member : members.members().entrySet()) {
            if (!filled.has(member.getKey()) && live.object(name).has(member.getKey())) {
                filled = filled.with(member.getKey(), member.getValue());
            }
        }
        return filled.equals(expected.object(name)) ? expected : expected.with(name, filled);
    }

    private static JsonObject eachItem(
            JsonObject expected, JsonObject live, Place place, int depth, String name) {
        List<JsonValue> wanted = expected.array(name);
        List<JsonValue> there = live.array(name);
        if (wanted.isEmpty()) {
            return expected;
        }
        var filled = new ArrayList<JsonValue>(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            filled.add(
                    i < there.size()
                                    && wanted.get(i) instanceof JsonObject item
                                    && there.get(i) instanceof JsonObject other
                            ? at(item, other, place, depth + 1)
                            : wanted.get(i));
        }
        return expected.with(name, new JsonArray(filled));
    }
}
