package io.driftseal.cli.doors;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ObjectPage;
import io.driftseal.kubernetes.PageRequest;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the API server is told to ask, read once with the caller's rights.
 *
 * @param webhooks of ours, by the names of the chart
 * @param custom entrances of the kinds that the installation was told of
 * @param policies of ours that are there, by name
 * @param bindings all of them
 * @param namespaces labels by name
 */
record Survey(
        List<Webhook> webhooks,
        CustomEntrances custom,
        Map<String, JsonObject> policies,
        List<JsonObject> bindings,
        Map<String, Map<String, String>> namespaces) {

    private static final String PREFIX = "driftseal-";
    private static final String STAMPING = "zz-driftseal-stamp";

    /** Twenty times what clusters have; beyond it the rest is not read. */
    private static final int MAXIMUM_PAGES = 200;

    /**
     * @param usual namespace of the installation, where its webhooks are called by a URL that names
     *     none
     */
    static Survey of(KubernetesApi api, String usual) {
        List<Webhook> webhooks = new ArrayList<>();
        read(webhooks, api, ResourceType.MUTATING_WEBHOOK_CONFIGURATIONS, true);
        read(webhooks, api, ResourceType.VALIDATING_WEBHOOK_CONFIGURATIONS, false);
        Map<String, JsonObject> policies = new LinkedHashMap<>();
        for (Policy policy : Policy.expected()) {
            Optional<JsonObject> live =
                    api.get(
                            ResourceType.VALIDATING_ADMISSION_POLICIES,
                            ObjectKey.clusterScoped(policy.name()));
            live.ifPresent(object -> policies.put(policy.name(), object));
        }
        Map<String, Map<String, String>> namespaces = new LinkedHashMap<>();
        for (JsonObject namespace : list(api, ResourceType.NAMESPACES)) {
            namespaces.put(ObjectKey.of(namespace).name(), labels(namespace));
        }
        Set<String> served = servedFrom(webhooks);
        return new Survey(
                List.copyOf(webhooks),
                CustomEntrances.of(api, served.isEmpty() ? Set.of(usual) : served),
                policies,
                list(api, ResourceType.VALIDATING_ADMISSION_POLICY_BINDINGS),
                namespaces);
    }

    /** Where their Service is, which is the namespace of the installation. */
    Set<String> servedFrom() {
        return servedFrom(webhooks);
    }

    /** Every entrance of this cluster. */
    List<Entrance> entrances() {
        return Stream.concat(Entrance.all().stream(), custom.entrances().stream()).toList();
    }

    private static Set<String> servedFrom(List<Webhook> webhooks) {
        return webhooks.stream()
                .flatMap(webhook ->
                        webhook.tree().string("clientConfig", "service", "namespace").stream())
                .collect(Collectors.toSet());
    }

    private static void read(
            List<Webhook> webhooks, KubernetesApi api, ResourceType type, boolean mutating) {
        for (JsonObject configuration : list(api, type)) {
            String name = ObjectKey.of(configuration).name();
            if (name.startsWith(PREFIX) || name.equals(STAMPING)) {
                configuration
                        .objects("webhooks")
                        .forEach(webhook -> webhooks.add(new Webhook(name, mutating, webhook)));
            }
        }
    }

    private static List<JsonObject> list(KubernetesApi api, ResourceType type) {
        List<JsonObject> items = new ArrayList<>();
        PageRequest request = PageRequest.first();
        for (int page = 0; page < MAXIMUM_PAGES; page++) {
            ObjectPage answer = api.list(type, Selection.everything(), request);
            items.addAll(answer.items());
            if (answer.isLast()) {
                break;
            }
            request = request.after(answer);
        }
        return items;
    }

    private static Map<String, String> labels(JsonObject namespace) {
        Map<String, String> labels = new LinkedHashMap<>();
        namespace
                .object("metadata", "labels")
                .members()
                .forEach((key, value) -> {
                    if (value instanceof JsonString text) {
                        labels.put(key, text.value());
                    }
                });
        return labels;
    }
}
