package io.driftseal.cli;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ObjectPage;
import io.driftseal.kubernetes.PageRequest;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.kubernetes.UnreadableObject;
import io.driftseal.workload.json.JsonObject;
import java.util.Optional;

/**
 * Reads the cluster page by page, so that a large one needs no more memory than a page.
 *
 * @param api as the caller of the command
 */
record ClusterReader(KubernetesApi api) {

    /** What is done with one object. */
    @FunctionalInterface
    interface Visit {
        void object(JsonObject object) throws CommandFailedException;

        /** What is done with one that cannot be read: the command ends, unless it can say so. */
        default void unreadable(ResourceType type, UnreadableObject object)
                throws CommandFailedException {
            throw new CommandFailedException(
                    Outline.printable(
                            type.kind()
                                    + " "
                                    + object.key()
                                    + " cannot be read: "
                                    + object.cause()));
        }
    }

    void each(ResourceType type, Selection selection, Visit visit) throws CommandFailedException {
        PageRequest request = PageRequest.first();
        while (true) {
            ObjectPage page;
            try {
                page = api.listKnown(type, selection, request);
            } catch (KubernetesApiException.NotFound e) {
                // Its definition went since the types were asked for, and its objects with it.
                return;
            } catch (KubernetesApiException e) {
                throw failed("list " + type.plural(), e);
            }
            for (JsonObject object : page.items()) {
                visit.object(object);
            }
            for (UnreadableObject object : page.unreadable()) {
                visit.unreadable(type, object);
            }
            if (page.isLast()) {
                return;
            }
            request = request.after(page);
        }
    }

    Optional<JsonObject> get(ResourceType type, String name) throws CommandFailedException {
        try {
            return api.get(type, ObjectKey.clusterScoped(name));
        } catch (KubernetesApiException e) {
            throw failed("read " + type.kind() + " " + name, e);
        }
    }

    static CommandFailedException failed(String what, KubernetesApiException e) {
        return new CommandFailedException(
                "cannot " + what + ": " + Outline.printable(String.valueOf(e.getMessage())), e);
    }
}
