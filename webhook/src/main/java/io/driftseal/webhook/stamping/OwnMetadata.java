package io.driftseal.webhook.stamping;

import io.driftseal.stamp.StampAnnotations;
import io.driftseal.webhook.review.PatchOperation;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The part of an object's metadata that is ours: every annotation under our prefix, and the label
 * that names the runtime policy. Only ever of the object itself, never of its template.
 *
 * @param stamps annotation key to value
 */
public record OwnMetadata(Map<String, String> stamps, Optional<String> runtimePolicy) {
    public static final String RUNTIME_POLICY_LABEL = "driftseal.io/runtime-policy";

    private static final String ANNOTATIONS = "annotations";
    private static final String LABELS = "labels";

    public OwnMetadata {
        stamps = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(stamps));
    }

    /** What the object carries. */
    public static OwnMetadata of(Workload workload) {
        return new OwnMetadata(
                StampAnnotations.all(workload),
                Optional.ofNullable(workload.labels().get(RUNTIME_POLICY_LABEL)));
    }

    /** The operations that give {@code workload} exactly this metadata; none if it has it. */
    public List<PatchOperation> patchOf(Workload workload) {
        OwnMetadata carried = of(workload);
        JsonObject metadata = workload.tree().object("metadata");
        List<PatchOperation> patch =
                new ArrayList<>(changes(ANNOTATIONS, metadata, carried.stamps, stamps));
        patch.addAll(changes(LABELS, metadata, label(carried.runtimePolicy), label(runtimePolicy)));
        return patch;
    }

    private static Map<String, String> label(Optional<String> policy) {
        return policy.map(name -> Map.of(RUNTIME_POLICY_LABEL, name)).orElse(Map.of());
    }

    private static List<PatchOperation> changes(
            String field, JsonObject metadata, Map<String, String> has, Map<String, String> wants) {
        String base = "/metadata/" + field;
        List<PatchOperation> changes = new ArrayList<>();
        has.keySet().stream()
                .filter(key -> !wants.containsKey(key))
                .forEach(key -> changes.add(PatchOperation.remove(path(base, key))));
        boolean parentAbsent = !(metadata.find(field).orElse(null) instanceof JsonObject);
        if (parentAbsent && !wants.isEmpty()) {
            return List.of(PatchOperation.add(base, JsonObject.ofStrings(wants)));
        }
        wants.forEach((key, value) -> {
            if (!has.containsKey(key)) {
                changes.add(PatchOperation.add(path(base, key), new JsonString(value)));
            } else if (!value.equals(has.get(key))) {
                changes.add(PatchOperation.replace(path(base, key), new JsonString(value)));
            }
        });
        return changes;
    }

    private static String path(String base, String key) {
        return base + "/" + PatchOperation.escape(key);
    }
}
