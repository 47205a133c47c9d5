package io.driftseal.decision.settings;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;

/**
 * Images of some namespaces may come from this registry. A namespace that no scope is about may use
 * any; one that is may use no other than those listed for it.
 *
 * @param name a registry, or a folder in one, such as {@code registry.example/shop}
 */
public record RegistryScope(String name, NamespaceScope namespaces) {

    JsonObject document() {
        return JsonObject.builder()
                .put("name", name)
                .put("everyNamespace", namespaces.every())
                .put("namespaces", JsonArray.ofStrings(namespaces.names()))
                .build();
    }
}
