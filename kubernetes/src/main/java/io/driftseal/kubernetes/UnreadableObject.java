package io.driftseal.kubernetes;

import io.driftseal.workload.json.JsonObject;

/**
 * An object that the API server holds and that is not read: who it is, as far as that could be
 * found, and why. What its metadata does not say is empty.
 *
 * @param cause what stands in the way; nothing that the object holds
 */
public record UnreadableObject(
        String namespace, String name, String uid, String resourceVersion, String cause) {

    /** Namespace and name for a message, as far as they are known. */
    public String key() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    /** Of an object whose tree could be read, and then not used. */
    public static UnreadableObject of(JsonObject object, String cause) {
        return new UnreadableObject(
                object.string("metadata", "namespace").orElse(""),
                object.string("metadata", "name").orElse(""),
                object.string("metadata", "uid").orElse(""),
                object.string("metadata", "resourceVersion").orElse(""),
                cause);
    }
}
