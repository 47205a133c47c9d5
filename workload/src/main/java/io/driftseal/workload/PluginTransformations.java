package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What admission plug-ins do that are off by default; each explains something only where the
 * administrator says that the API server runs it.
 */
final class PluginTransformations {

    private static final Transformation NOTHING = (expected, child) -> expected;

    private PluginTransformations() {}

    /** Id {@code always-pull-images}. */
    static Transformation alwaysPull(JsonObject allowed, ClusterFacts facts) {
        if (!facts.runs("AlwaysPullImages")) {
            return NOTHING;
        }
        JsonValue policy = allowed.find("pullPolicy").orElseThrow();
        return (expected, child) -> {
            JsonObject spec = expected.object("spec");
            for (String list : Transformation.texts(allowed.array("lists"))) {
                spec =
                        Transformation.eachContainer(
                                spec,
                                list,
                                container ->
                                        Transformation.container(child, list, container)
                                                        .find("imagePullPolicy")
                                                        .equals(Optional.of(policy))
                                                ? container.with("imagePullPolicy", policy)
                                                : container);
            }
            spec = Transformation.eachContainer(spec, "volumes", volume -> pulled(volume, policy));
            return expected.with("spec", spec);
        };
    }

    private static JsonObject pulled(JsonObject volume, JsonValue policy) {
        JsonObject image = volume.object("image");
        return image.isEmpty() ? volume : volume.with("image", image.with("pullPolicy", policy));
    }

    /** Id {@code pod-node-selector}. */
    static Transformation nodeSelector(JsonObject allowed, ClusterFacts facts) {
        if (!facts.runs("PodNodeSelector")) {
            return NOTHING;
        }
        JsonObject selector =
                annotation(facts, allowed.string("annotation").orElseThrow())
                        .map(PluginTransformations::selector)
                        .orElse(JsonObject.EMPTY);
        return (expected, child) ->
                expected.with(
                        "spec",
                        ClassTransformations.nodeSelector(
                                expected.object("spec"), child.object("spec"), selector));
    }

    /** {@code a=b,c=d}, as {@code labels.ConvertSelectorToLabelsMap} reads it. */
    private static JsonObject selector(String text) {
        JsonObject selector = JsonObject.EMPTY;
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                selector =
                        selector.with(
                                pair.substring(0, equals).strip(),
                                pair.substring(equals + 1).strip());
            }
        }
        return selector;
    }

    /** Id {@code namespace-tolerations}. */
    static Transformation namespaceTolerations(JsonObject allowed, ClusterFacts facts) {
        if (!facts.runs("PodTolerationRestriction")) {
            return NOTHING;
        }
        var further =
                new ArrayList<>(
                        annotation(facts, allowed.string("annotation").orElseThrow())
                                .map(PluginTransformations::tolerations)
                                .orElse(List.of()));
        further.add(allowed.object("unlessBestEffort"));
        return (expected, child) -> {
            JsonObject spec = expected.object("spec");
            List<JsonObject> permitted =
                    isBestEffort(child) ? further.subList(0, further.size() - 1) : further;
            return expected.with("spec", Tolerations.merged(spec, permitted, child));
        };
    }

    /** Id {@code extended-resource-tolerations}. */
    static Transformation extendedResources(JsonObject allowed, ClusterFacts facts) {
        if (!facts.runs("ExtendedResourceToleration")) {
            return NOTHING;
        }
        JsonObject shape = allowed.object("toleration");
        return (expected, child) -> {
            JsonObject spec = expected.object("spec");
            var resources = new TreeSet<String>();
            for (String list : Transformation.texts(allowed.array("lists"))) {
                spec.objects(list)
                        .forEach(container ->
                                resources.addAll(
                                        container
                                                .object("resources", "requests")
                                                .members()
                                                .keySet()));
            }
            List<JsonObject> further =
                    resources.stream()
                            .filter(PluginTransformations::isExtended)
                            .map(resource -> shape.with("key", resource))
                            .toList();
            return expected.with("spec", Tolerations.merged(spec, further, child));
        };
    }

    /** Names with a domain other than Kubernetes' own. */
    private static boolean isExtended(String resource) {
        int slash = resource.indexOf('/');
        return slash > 0
                && !resource.startsWith("requests.")
                && !(resource.substring(0, slash).equals("kubernetes.io")
                        || resource.substring(0, slash).endsWith(".kubernetes.io"));
    }

    /** A pod none of whose containers asks for or is limited in CPU or memory. */
    private static boolean isBestEffort(JsonObject child) {
        JsonObject spec = child.object("spec");
        var all = new ArrayList<>(spec.objects("containers"));
        all.addAll(spec.objects("initContainers"));
        all.add(spec);
        return all.stream()
                .allMatch(one ->
                        asksNothing(one.object("resources", "requests"))
                                && asksNothing(one.object("resources", "limits")));
    }

    private static boolean asksNothing(JsonObject amounts) {
        return !amounts.has("cpu") && !amounts.has("memory");
    }

    private static Optional<String> annotation(ClusterFacts facts, String key) {
        return facts.known(FactKind.NAMESPACE)
                .flatMap(namespaces -> namespaces.stream().findFirst())
                .flatMap(namespace -> namespace.object("metadata", "annotations").string(key));
    }

    /** What the API server could not read it would not have applied. */
    private static List<JsonObject> tolerations(String text) {
        try {
            JsonObject read =
                    JsonReader.readObject(
                            ("{\"items\":" + text + "}").getBytes(StandardCharsets.UTF_8),
                            JsonLimits.kubernetesObject());
            return read.find("items").orElse(JsonArray.EMPTY) instanceof JsonArray
                    ? read.objects("items")
                    : List.of();
        } catch (MalformedJsonException e) {
            return List.of();
        }
    }
}
