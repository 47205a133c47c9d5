package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;

/**
 * Who an object says it belongs to. Anyone who may write the object may write this: it is a claim,
 * true only once the owner with this uid has been read.
 */
public record OwnerReference(
        String apiVersion, String kind, String name, String uid, boolean controller) {

    public OwnerReference {
        if (kind.isEmpty() || name.isEmpty() || uid.isEmpty()) {
            throw new IllegalArgumentException(
                    "metadata.ownerReferences needs kind, name and uid in every item");
        }
    }

    /** Whether it names this kind; the version says nothing about which kind it is. */
    public boolean isOf(KindName name) {
        int slash = apiVersion.indexOf('/');
        return name.isOf(slash < 0 ? "" : apiVersion.substring(0, slash), kind);
    }

    static OwnerReference of(JsonObject tree) {
        return new OwnerReference(
                tree.string("apiVersion").orElse(""),
                tree.string("kind").orElse(""),
                tree.string("name").orElse(""),
                tree.string("uid").orElse(""),
                tree.bool("controller").orElse(false));
    }
}
