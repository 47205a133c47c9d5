package io.driftseal.kubernetes.facts;

import io.driftseal.kubernetes.ResourceType;
import io.driftseal.workload.FactKind;
import io.driftseal.workload.json.JsonObject;
import java.util.List;

/** Where a kind of facts is read, and what of each object is kept. */
enum FactType {
    PRIORITY_CLASSES(
            FactKind.PRIORITY_CLASS,
            ResourceType.clusterScoped(
                    "scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses"),
            List.of("value", "globalDefault", "preemptionPolicy")),
    RUNTIME_CLASSES(
            FactKind.RUNTIME_CLASS,
            ResourceType.clusterScoped("node.k8s.io", "v1", "RuntimeClass", "runtimeclasses"),
            List.of("overhead", "scheduling")),
    LIMIT_RANGES(
            FactKind.LIMIT_RANGE,
            ResourceType.namespaced("", "v1", "LimitRange", "limitranges"),
            List.of("spec")),
    SERVICE_ACCOUNTS(
            FactKind.SERVICE_ACCOUNT,
            ResourceType.namespaced("", "v1", "ServiceAccount", "serviceaccounts"),
            List.of("imagePullSecrets", "automountServiceAccountToken")),
    NAMESPACES(FactKind.NAMESPACE, ResourceType.NAMESPACES, List.of());

    private final FactKind kind;

    @SuppressWarnings("ImmutableEnumChecker") // a record of texts
    private final ResourceType resource;

    @SuppressWarnings("ImmutableEnumChecker") // lists of List.of only
    private final List<String> members;

    FactType(FactKind kind, ResourceType resource, List<String> members) {
        this.kind = kind;
        this.resource = resource;
        this.members = members;
    }

    FactKind kind() {
        return kind;
    }

    ResourceType resource() {
        return resource;
    }

    /** Name, namespace, annotations of a namespace, and what a transformation reads. */
    JsonObject kept(JsonObject object) {
        JsonObject metadata = object.object("metadata");
        var name = JsonObject.builder();
        for (String member : List.of("name", "namespace")) {
            metadata.find(member).ifPresent(value -> name.put(member, value));
        }
        if (this == NAMESPACES && metadata.has("annotations")) {
            name.put("annotations", metadata.object("annotations"));
        }
        var kept =
                JsonObject.builder()
                        .put("apiVersion", resource.apiVersion())
                        .put("kind", resource.kind())
                        .put("metadata", name.build());
        for (String member : members) {
            object.find(member).ifPresent(value -> kept.put(member, value));
        }
        return kept.build();
    }
}
