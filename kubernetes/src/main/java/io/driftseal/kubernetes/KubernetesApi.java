package io.driftseal.kubernetes;

import io.driftseal.workload.json.JsonObject;
import java.util.Optional;

/**
 * Port to the API server: raw trees in and out, so that a field this build does not know is seen
 * and kept. Every call blocks, with the adapter's deadline, and none is repeated: whether a call
 * may be repeated is the caller's knowledge. Expected failures are {@link KubernetesApiException}s.
 * Safe for use by many threads.
 */
public interface KubernetesApi extends AutoCloseable {

    /** Reads one object from the store, not from a cache; empty when there is none. */
    Optional<JsonObject> get(ResourceType type, ObjectKey key);

    /**
     * One page of a list, whole: for whoever would take what is missing for not there.
     *
     * @throws KubernetesApiException.Gone when the page's token has expired: list from the start
     * @throws KubernetesApiException.Unreadable when the page, or an object in it, cannot be read
     */
    default ObjectPage list(ResourceType type, Selection selection, PageRequest page) {
        ObjectPage known = listKnown(type, selection, page);
        for (UnreadableObject object : known.unreadable()) {
            throw new KubernetesApiException.Unreadable(
                    type.kind() + " " + object.key() + " cannot be read: " + object.cause(), null);
        }
        return known;
    }

    /**
     * One page of a list, with those of its objects that cannot be read named beside the others.
     *
     * @throws KubernetesApiException.Gone when the page's token has expired: list from the start
     * @throws KubernetesApiException.Unreadable when the page as a whole is no list, or is larger
     *     than what is read: ask for a smaller one
     */
    ObjectPage listKnown(ResourceType type, Selection selection, PageRequest page);

    /**
     * Opens a watch that begins after a resourceVersion, with bookmarks.
     *
     * @throws KubernetesApiException.Gone when that version is too old; it may also come from the
     *     stream
     */
    WatchStream watch(ResourceType type, Selection selection, String resourceVersion);

    /** Every type that this API server serves and lists, in the version that it prefers. */
    ServedTypes served();

    /** Creates the object in the namespace that its metadata names. */
    WriteResult create(ResourceType type, JsonObject object, WriteOptions options);

    /** Changes one object. */
    WriteResult patch(ResourceType type, ObjectKey key, Patch patch, WriteOptions options);

    /**
     * Deletes one object.
     *
     * @throws KubernetesApiException.Conflict when the uid precondition does not hold
     */
    WriteResult delete(ResourceType type, ObjectKey key, DeleteOptions options);

    /** Sends a request to a sub-resource and answers what was answered, whatever it was. */
    ProbeAnswer knock(ResourceType type, ObjectKey key, Knock knock);

    @Override
    void close();
}
