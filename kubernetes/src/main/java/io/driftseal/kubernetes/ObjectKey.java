package io.driftseal.kubernetes;

import io.driftseal.workload.json.JsonObject;
import java.util.Objects;

/**
 * Names one object of a type.
 *
 * @param namespace the namespace, empty for a cluster-scoped object
 * @param name the object's name
 */
public record ObjectKey(String namespace, String name) {

    public ObjectKey {
        Objects.requireNonNull(namespace, "namespace");
        if (name.isBlank()) {
            throw new IllegalArgumentException("an object key needs a name");
        }
    }

    public static ObjectKey namespaced(String namespace, String name) {
        if (namespace.isBlank()) {
            throw new IllegalArgumentException("a namespaced object key needs a namespace");
        }
        return new ObjectKey(namespace, name);
    }

    public static ObjectKey clusterScoped(String name) {
        return new ObjectKey("", name);
    }

    /** The key that a live object carries in its metadata. */
    public static ObjectKey of(JsonObject object) {
        return new ObjectKey(
                object.string("metadata", "namespace").orElse(""),
                object.string("metadata", "name").orElse(""));
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
