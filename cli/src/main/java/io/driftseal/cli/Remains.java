package io.driftseal.cli;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.kubernetes.ServedTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is left of us in a cluster, found by looking at every object of every type it serves.
 *
 * @param ours objects of our installation, and objects that carry our annotations or labels
 * @param declarations objects of others that carry an approval or a permitted range on themselves
 * @param mentions objects of others that name us somewhere else: a template, a manifest, an event
 * @param notSearched types that could not be listed
 */
record Remains(
        List<String> ours,
        List<String> declarations,
        List<String> mentions,
        List<String> notSearched) {

    /** Beyond it they are not named. */
    private static final int MAXIMUM_NAMED = 1_000;

    /** Computed at every request, stored nowhere. */
    private static final Set<String> NOT_STORED = Set.of("ComponentStatus");

    static boolean isSearched(ResourceType type) {
        return !NOT_STORED.contains(type.kind());
    }

    static Remains of(KubernetesApi api, OwnTraces traces) throws CommandFailedException {
        ServedTypes served = api.served();
        Remains remains =
                new Remains(
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(served.unreadable()));
        ClusterReader reader = new ClusterReader(api);
        for (ResourceType type : served.listable()) {
            if (isSearched(type)) {
                remains.search(reader, traces, type);
            }
        }
        return remains;
    }

    private void search(ClusterReader reader, OwnTraces traces, ResourceType type)
            throws CommandFailedException {
        try {
            reader.each(
                    type,
                    Selection.everything(),
                    object -> {
                        String name = type.kind() + " " + ObjectKey.of(object);
                        if (traces.isOurs(type, object)
                                || OwnTraces.isKeys(type, object)
                                || OwnTraces.removal(object).isPresent()) {
                            add(ours, name);
                        } else if (OwnTraces.isDeclaring(object)) {
                            add(declarations, name);
                        } else if (OwnTraces.isMentioned(type, object)) {
                            add(mentions, name);
                        }
                    });
        } catch (CommandFailedException e) {
            if (e.getCause() instanceof KubernetesApiException.Unreachable) {
                throw e;
            }
            notSearched.add(type.plural() + " (" + e.getMessage() + ")");
        }
    }

    private static void add(List<String> names, String name) {
        if (names.size() < MAXIMUM_NAMED && !names.contains(name)) {
            names.add(name);
        }
    }
}
