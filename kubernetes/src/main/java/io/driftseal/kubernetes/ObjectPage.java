package io.driftseal.kubernetes;

import io.driftseal.workload.json.JsonObject;
import java.util.List;

/**
 * One page of a list.
 *
 * @param items raw objects; each carries its {@code apiVersion} and {@code kind}, which the API
 *     leaves out in lists
 * @param unreadable objects of the page that are not among the items, see {@link
 *     KubernetesApi#listKnown}
 * @param resourceVersion the state that the whole list shows; a watch goes on from here
 * @param continueToken names the next page, empty on the last
 */
public record ObjectPage(
        List<JsonObject> items,
        List<UnreadableObject> unreadable,
        String resourceVersion,
        String continueToken) {

    public ObjectPage {
        items = List.copyOf(items);
        unreadable = List.copyOf(unreadable);
        if (resourceVersion.isBlank()) {
            throw new IllegalArgumentException("a list without a resourceVersion");
        }
    }

    /** A page of which every object could be read. */
    public ObjectPage(List<JsonObject> items, String resourceVersion, String continueToken) {
        this(items, List.of(), resourceVersion, continueToken);
    }

    public boolean isLast() {
        return continueToken.isEmpty();
    }
}
