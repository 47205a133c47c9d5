package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the API server still writes into a new pod after the last mutating webhook has seen it
 * (PrepareForCreate of {@code pkg/registry/core/pod/strategy.go}, Kubernetes 1.36): label keys are
 * merged into selectors, and an AppArmor annotation is copied into its field. Done to every pod
 * before hashing, it gives the same form before and after storage; doing it twice changes nothing.
 */
final class PodPreparation {

    private static final String APPARMOR = "container.apparmor.security.beta.kubernetes.io/";
    private static final String LOCALHOST = "localhost/";

    private final JsonObject labels;
    private final JsonObject annotations;

    private PodPreparation(JsonObject pod) {
        labels = pod.object("metadata", "labels");
        annotations = pod.object("metadata", "annotations");
    }

    static JsonObject of(JsonObject pod) {
        JsonObject spec = pod.object("spec");
        JsonObject prepared = new PodPreparation(pod).spec(spec);
        return prepared.equals(spec) ? pod : pod.with("spec", prepared);
    }

    private JsonObject spec(JsonObject spec) {
        JsonObject prepared = eachItem(spec, "topologySpreadConstraints", this::mergeLabelKeys);
        prepared = inside(prepared, "affinity", this::affinity);
        if (hasAppArmorAnnotation() && !"windows".equals(spec.string("os", "name").orElse(""))) {
            JsonObject podProfile = spec.object("securityContext", "appArmorProfile");
            for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
                prepared = eachItem(prepared, list, container -> appArmor(container, podProfile));
            }
        }
        return prepared;
    }

    private JsonObject affinity(JsonObject affinity) {
        JsonObject prepared = affinity;
        for (String side : List.of("podAffinity", "podAntiAffinity")) {
            prepared = inside(prepared, side, this::affinityTerms);
        }
        return prepared;
    }

    private JsonObject affinityTerms(JsonObject side) {
        JsonObject required =
                eachItem(
                        side,
                        "requiredDuringSchedulingIgnoredDuringExecution",
                        this::mergeLabelKeys);
        return eachItem(
                required,
                "preferredDuringSchedulingIgnoredDuringExecution",
                weighted -> inside(weighted, "podAffinityTerm", this::mergeLabelKeys));
    }

    private JsonObject mergeLabelKeys(JsonObject term) {
        if (!(term.find("labelSelector").orElse(null) instanceof JsonObject selector)) {
            return term;
        }
        var expressions = new ArrayList<>(selector.array("matchExpressions"));
        int before = expressions.size();
        merge(expressions, term.array("matchLabelKeys"), "In");
        merge(expressions, term.array("mismatchLabelKeys"), "NotIn");
        return expressions.size() == before
                ? term
                : term.with(
                        "labelSelector",
                        selector.with("matchExpressions", new JsonArray(expressions)));
    }

    private void merge(List<JsonValue> expressions, List<JsonValue> keys, String operator) {
        for (JsonValue key : keys) {
            if (key instanceof JsonString name
                    && labels.find(name.value()).orElse(null) instanceof JsonString value) {
                JsonObject expression =
                        JsonObject.builder()
                                .put("key", name)
                                .put("operator", operator)
                                .put("values", JsonArray.of(value))
                                .build();
                if (expressions.stream().noneMatch(known -> isSame(known, expression))) {
                    expressions.add(expression);
                }
            }
        }
    }

    /** A null member is no member, as everywhere in the form. */
    private static boolean isSame(JsonValue known, JsonObject expression) {
        return known instanceof JsonObject object
                && Canonicaliser.object(object, FieldRules.NONE).equals(expression);
    }

    private boolean hasAppArmorAnnotation() {
        return annotations.members().keySet().stream().anyMatch(name -> name.startsWith(APPARMOR));
    }

    private JsonObject appArmor(JsonObject container, JsonObject podProfile) {
        Optional<JsonObject> profile =
                container
                        .string("name")
                        .flatMap(name -> annotations.string(APPARMOR + name))
                        .flatMap(PodPreparation::profile)
                        .filter(derived -> !derived.equals(podProfile));
        JsonObject context = container.object("securityContext");
        if (profile.isEmpty() || !context.object("appArmorProfile").isEmpty()) {
            return container;
        }
        return container.with("securityContext", context.with("appArmorProfile", profile.get()));
    }

    private static Optional<JsonObject> profile(String annotation) {
        return switch (annotation) {
            case "unconfined" -> Optional.of(profileOf("Unconfined"));
            case "runtime/default" -> Optional.of(profileOf("RuntimeDefault"));
            default ->
                    annotation.startsWith(LOCALHOST) && annotation.length() > LOCALHOST.length()
                            ? Optional.of(
                                    profileOf("Localhost")
                                            .with(
                                                    "localhostProfile",
                                                    annotation.substring(LOCALHOST.length())))
                            : Optional.empty();
        };
    }

    private static JsonObject profileOf(String type) {
        return JsonObject.of("type", new JsonString(type));
    }

    /** The object with its member changed, or the same object if the change changes nothing. */
    private static JsonObject inside(
            JsonObject object, String name, UnaryOperator<JsonObject> change) {
        if (!(object.find(name).orElse(null) instanceof JsonObject member)) {
            return object;
        }
        JsonObject changed = change.apply(member);
        return changed.equals(member) ? object : object.with(name, changed);
    }

    private static JsonObject eachItem(
            JsonObject object, String list, UnaryOperator<JsonObject> change) {
        List<JsonValue> items = object.array(list);
        if (items.isEmpty()) {
            return object;
        }
        var changed = new ArrayList<JsonValue>(items.size());
        boolean same = true;
        for (JsonValue item : items) {
            JsonValue result = item instanceof JsonObject o ? change.apply(o) : item;
            same &= result.equals(item);
            changed.add(result);
        }
        return same ? object : object.with(list, new JsonArray(changed));
    }
}
