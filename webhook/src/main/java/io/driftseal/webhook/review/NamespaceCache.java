package io.driftseal.webhook.review;

import io.driftseal.decision.BreakGlass;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ReflectorListener;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Labels of all namespaces, fed by a watch; a namespace the watch has not shown yet is read live.
 * While the watch has a gap every answer is read live: a namespace may have been moved to enforce
 * meanwhile. Bounded by the number of namespaces of the cluster; labels only are kept.
 */
public final class NamespaceCache implements NamespaceDirectory, ReflectorListener<NamespaceFacts> {
    private final KubernetesApi api;
    private final Map<String, NamespaceFacts> known = new ConcurrentHashMap<>();
    private volatile boolean current;

    public NamespaceCache(KubernetesApi api) {
        this.api = api;
    }

    /** What is kept of a namespace object. */
    public static NamespaceFacts facts(JsonObject namespace) {
        Map<String, String> labels = new HashMap<>();
        namespace
                .object("metadata", "labels")
                .members()
                .forEach((key, value) -> {
                    if (value instanceof JsonString text) {
                        labels.put(key, text.value());
                    }
                });
        return new NamespaceFacts(namespace.string("metadata", "name").orElse(""), labels);
    }

    @Override
    public Optional<NamespaceFacts> find(String namespace) {
        NamespaceFacts facts = current ? known.get(namespace) : null;
        return facts != null ? Optional.of(facts) : readLive(namespace);
    }

    public boolean synced() {
        return current;
    }

    public int size() {
        return known.size();
    }

    /** Namespaces whose label breaks the glass now, or did and is still there. */
    public long behindGlass(Class<? extends BreakGlass> state, Instant now) {
        return known.values().stream()
                .filter(facts -> state.isInstance(BreakGlass.of(facts.labels(), now)))
                .count();
    }

    /** From the store, past the watch. */
    public Optional<NamespaceFacts> readLive(String namespace) {
        if (namespace.isBlank()) {
            // No API server sends a workload without one; a review that names none is answered.
            return Optional.empty();
        }
        try {
            return api.get(ResourceType.NAMESPACES, ObjectKey.clusterScoped(namespace))
                    .map(NamespaceCache::facts);
        } catch (KubernetesApiException e) {
            return Optional.empty();
        }
    }

    @Override
    public void replaced(List<NamespaceFacts> all) {
        Map<String, NamespaceFacts> listed = new HashMap<>();
        all.forEach(facts -> listed.put(facts.name(), facts));
        known.putAll(listed);
        known.keySet().retainAll(listed.keySet());
        current = true;
    }

    @Override
    public void upserted(NamespaceFacts namespace) {
        known.put(namespace.name(), namespace);
    }

    @Override
    public void deleted(NamespaceFacts namespace) {
        known.remove(namespace.name());
    }

    @Override
    public void gap(String cause) {
        current = false;
    }
}
