package io.driftseal.cli.doors;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.workload.CustomRoots;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The entrances of the kinds that an administrator named to the installation, which the chart keeps
 * in a ConfigMap beside it.
 *
 * @param faults why those of an installation are not known: an entrance that nobody knows of is not
 *     one that is watched
 */
record CustomEntrances(List<Entrance> entrances, List<String> faults) {

    private static final String NAME = "driftseal-custom-roots";
    private static final String FILE = "custom-roots.json";

    /**
     * @param namespaces of the installation
     */
    static CustomEntrances of(KubernetesApi api, Set<String> namespaces) {
        List<Entrance> entrances = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (String namespace : namespaces) {
            try {
                Optional<JsonObject> map =
                        api.get(ResourceType.CONFIG_MAPS, ObjectKey.namespaced(namespace, NAME));
                if (map.isPresent()) {
                    roots(map.get())
                            .controllers()
                            .keySet()
                            .forEach(kind -> entrances.addAll(Entrance.of(kind)));
                }
            } catch (KubernetesApiException | IllegalArgumentException unreadable) {
                faults.add(
                        "custom roots: ConfigMap %s/%s cannot be read, so nobody knows whether they are watched: %s"
                                .formatted(namespace, NAME, unreadable.getMessage()));
            }
        }
        return new CustomEntrances(List.copyOf(entrances), List.copyOf(faults));
    }

    private static CustomRoots roots(JsonObject map) {
        String text =
                map.string("data", FILE)
                        .orElseThrow(() -> new IllegalArgumentException("it has no " + FILE));
        try {
            return CustomRoots.parse(
                    JsonReader.readObject(
                            text.getBytes(StandardCharsets.UTF_8), JsonLimits.kubernetesObject()));
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
