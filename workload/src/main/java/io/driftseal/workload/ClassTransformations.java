package io.driftseal.workload;

import io.driftseal.workload.json.JsonBoolean;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a pod gets from the priority class and the runtime class that its template names. */
final class ClassTransformations {

    private static final String CLASS_NAME = "priorityClassName";

    private ClassTransformations() {}

    /**
     * Id {@code priority}: figure and preemption policy are those of the class that the template
     * names, or of the cluster's default class, whose name the pod then gets. Without any of them
     * the values are declared.
     */
    static Transformation priority(JsonObject allowed, ClusterFacts facts) {
        Optional<List<JsonObject>> classes = facts.known(FactKind.PRIORITY_CLASS);
        return (expected, child) -> {
            if (classes.isEmpty()) {
                return expected;
            }
            JsonObject spec = expected.object("spec");
            Optional<String> named = spec.string(CLASS_NAME).filter(name -> !name.isEmpty());
            Optional<JsonObject> chosen =
                    named.isPresent()
                            ? named(classes.get(), named.get())
                            : defaultClass(classes.get());
            if (named.isPresent() && chosen.isEmpty()) {
                return expected;
            }
            JsonObject live = child.object("spec");
            JsonObject filled = spec;
            if (chosen.isPresent() && named.isEmpty() && live.has(CLASS_NAME)) {
                filled =
                        filled.with(CLASS_NAME, chosen.get().string("metadata", "name").orElse(""));
            }
            JsonObject source = chosen.orElse(allowed.object("withoutClass"));
            filled = shown(filled, live, "priority", source.find("value"));
            JsonValue policy =
                    source.find("preemptionPolicy")
                            .orElseGet(() ->
                                    allowed.find("withoutClass", "preemptionPolicy").orElseThrow());
            return expected.with(
                    "spec", shown(filled, live, "preemptionPolicy", Optional.of(policy)));
        };
    }

    /** Id {@code runtime-class}: the overhead, node selector and tolerations of the class. */
    static Transformation runtimeClass(ClusterFacts facts) {
        return (expected, child) -> {
            JsonObject spec = expected.object("spec");
            Optional<JsonObject> chosen =
                    spec.string("runtimeClassName")
                            .flatMap(name ->
                                    facts.known(FactKind.RUNTIME_CLASS)
                                            .flatMap(classes -> named(classes, name)));
            if (chosen.isEmpty()) {
                return expected;
            }
            JsonObject live = child.object("spec");
            JsonObject overhead = chosen.get().object("overhead", "podFixed");
            JsonObject filled =
                    overhead.isEmpty()
                            ? spec
                            : shown(spec, live, "overhead", Optional.of(overhead));
            filled = nodeSelector(filled, live, chosen.get().object("scheduling", "nodeSelector"));
            return expected.with(
                    "spec",
                    Tolerations.merged(
                            filled, chosen.get().objects("scheduling", "tolerations"), child));
        };
    }

    /** The spec with those further members of the node selector that the child shows. */
    static JsonObject nodeSelector(JsonObject spec, JsonObject live, JsonObject further) {
        JsonObject selector = spec.object("nodeSelector");
        JsonObject merged = selector;
        for (var member : further.members().entrySet()) {
            if (!merged.has(member.getKey()) && live.object("nodeSelector").has(member.getKey())) {
                merged = merged.with(member.getKey(), member.getValue());
            }
        }
        return merged.equals(selector) ? spec : spec.with("nodeSelector", merged);
    }

    /** The value, if the expected spec leaves the field open and the child has something there. */
    private static JsonObject shown(
            JsonObject spec, JsonObject live, String field, Optional<JsonValue> value) {
        return !spec.has(field) && live.has(field) && value.isPresent()
                ? spec.with(field, value.get())
                : spec;
    }

    private static Optional<JsonObject> named(List<JsonObject> objects, String name) {
        return objects.stream()
                .filter(object ->
                        object.find("metadata", "name").equals(Optional.of(new JsonString(name))))
                .findFirst();
    }

    /** Of several default classes the API server takes the one with the lowest figure. */
    private static Optional<JsonObject> defaultClass(List<JsonObject> classes) {
        return classes.stream()
                .filter(one -> one.find("globalDefault").equals(Optional.of(JsonBoolean.TRUE)))
                .min(
                        Comparator.comparing(
                                one -> one.number("value").map(JsonNumber::decimal).orElseThrow()));
    }
}
