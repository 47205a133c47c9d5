package io.driftseal.responder.action;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.Patch;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.kubernetes.WriteResult;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parameter object of the policy: pod uid to plan id. This service is its only writer; each
 * write touches one key, so that a concurrent sweep takes nothing away.
 */
public final class DeniedPods {

    private static final String NAME = "driftseal-denied-tokens";
    private static final String FIELD_MANAGER = "driftseal-responder";

    private final KubernetesApi api;
    private final ObjectKey key;
    private final int maximum;

    /**
     * @param ownNamespace where the chart put the object
     * @param maximum keys at a time
     */
    public DeniedPods(KubernetesApi api, String ownNamespace, int maximum) {
        this.api = api;
        this.key = ObjectKey.namespaced(ownNamespace, NAME);
        this.maximum = maximum;
    }

    /**
     * All of them, live; empty when the object itself is missing, and with it the policy's effect.
     */
    public Optional<Map<String, String>> read() {
        return api.get(ResourceType.CONFIG_MAPS, key)
                .map(object -> {
                    Map<String, String> denied = new LinkedHashMap<>();
                    object.object("data")
                            .members()
                            .forEach((uid, value) -> denied.put(uid, text(value)));
                    return denied;
                });
    }

    public boolean isFull(Map<String, String> denied) {
        return denied.size() >= maximum;
    }

    public WriteResult add(String podUid, String planId, boolean dryRun) {
        return patch(podUid, new JsonString(planId), dryRun);
    }

    public WriteResult remove(String podUid) {
        return patch(podUid, JsonNull.INSTANCE, false);
    }

    private WriteResult patch(String podUid, JsonValue value, boolean dryRun) {
        JsonObject change = JsonObject.of("data", JsonObject.of(podUid, value));
        return api.patch(
                ResourceType.CONFIG_MAPS,
                key,
                new Patch.Merge(change),
                new WriteOptions(dryRun, FIELD_MANAGER));
    }

    private static String text(JsonValue value) {
        return value instanceof JsonString string ? string.value() : "";
    }
}
