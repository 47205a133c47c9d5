package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ids {@code daemonset-node-affinity}, {@code daemonset-tolerations}, {@code
 * daemonset-template-generation}, {@code controller-revision}: a pod is tied to one node and stays
 * there whatever becomes of it.
 */
final class DaemonSetMaking implements Making {

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

    private final String nodeKey;
    private final List<JsonObject> tolerations;
    private final List<JsonObject> hostNetworkTolerations;
    private final String generationLabel;
    private final String revisionLabel;
    private final TemplateHash revision;
    private final ChildIdentity identity;

    DaemonSetMaking(DerivationRules rules, ChildIdentity identity) {
        nodeKey = rules.allowed("daemonset-node-affinity").string("key").orElseThrow();
        JsonObject added = rules.allowed("daemonset-tolerations");
        tolerations = added.objects("always");
        hostNetworkTolerations = added.objects("onHostNetwork");
        generationLabel =
                rules.allowed("daemonset-template-generation").string("label").orElseThrow();
        JsonObject hash = rules.allowed("controller-revision");
        revisionLabel = hash.string("label").orElseThrow();
        revision = TemplateHash.of(hash);
        this.identity = identity;
    }

    @Override
    public Made of(Workload owner, Workload child) {
        var changes = new ArrayList<>(identity.reference(owner, child));
        identity.generatedName(owner, child).ifPresent(changes::add);
        JsonObject expected = Making.fromTemplate(owner);
        Optional<String> hash = revision.of(child, revisionLabel);
        if (hash.isPresent()) {
            expected = Making.withLabel(expected, revisionLabel, hash.get());
        }
        revision.missing(child, revisionLabel).ifPresent(changes::add);
        String generation = child.labels().getOrDefault(generationLabel, "");
        if (Ordinal.isOne(generation)) {
            expected = Making.withLabel(expected, generationLabel, generation);
        }
        JsonObject spec = tolerating(expected.object("spec"));
        return new Made(changes, expected.with("spec", onOneNode(spec, child)));
    }

    private JsonObject tolerating(JsonObject spec) {
        var all = new ArrayList<JsonValue>(spec.array("tolerations"));
        tolerations.forEach(toleration -> put(all, toleration));
        if (spec.bool("hostNetwork").orElse(false)) {
            hostNetworkTolerations.forEach(toleration -> put(all, toleration));
        }
        return spec.with("tolerations", new JsonArray(all));
    }

    /** One for the same taint is replaced, whatever its seconds. */
    private static void put(List<JsonValue> all, JsonObject toleration) {
        all.removeIf(old ->
                old instanceof JsonObject object
                        && object.without("tolerationSeconds").equals(toleration));
        all.add(toleration);
    }

    /** The terms of the template that say where are replaced by the one node's name. */
    private JsonObject onOneNode(JsonObject spec, Workload child) {
        JsonObject affinity = spec.object("affinity");
        JsonObject nodeAffinity = affinity.object("nodeAffinity");
        List<JsonValue> live =
                child.tree()
                        .array("spec", "affinity", "nodeAffinity", REQUIRED, "nodeSelectorTerms");
        if (live.size() != 1 || !isOneNode(live.getFirst())) {
            return spec;
        }
        return spec.with(
                "affinity",
                affinity.with(
                        "nodeAffinity",
                        nodeAffinity.with(
                                REQUIRED,
                                JsonObject.of("nodeSelectorTerms", new JsonArray(live)))));
    }

    private boolean isOneNode(JsonValue term) {
        if (!(term instanceof JsonObject object)) {
            return false;
        }
        List<JsonObject> fields = object.objects("matchFields");
        List<JsonValue> names = fields.isEmpty() ? List.of() : fields.getFirst().array("values");
        if (names.size() != 1 || !(names.getFirst() instanceof JsonString)) {
            return false;
        }
        JsonObject wanted =
                JsonObject.builder()
                        .put("key", nodeKey)
                        .put("operator", "In")
                        .put("values", new JsonArray(names))
                        .build();
        return object.equals(JsonObject.of("matchFields", JsonArray.of(wanted)));
    }
}
