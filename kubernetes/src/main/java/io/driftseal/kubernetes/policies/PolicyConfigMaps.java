package io.driftseal.kubernetes.policies;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.ObjectPage;
import io.driftseal.kubernetes.PageRequest;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The ConfigMaps of one namespace with the label {@value #LABEL}, as files: Rego beside the shipped
 * rules, JSON as settings. Whoever may write them decides policy.
 */
public final class PolicyConfigMaps {

    public static final String LABEL = "driftseal.io/policies";

    private final KubernetesApi api;
    private final Selection selection;

    public PolicyConfigMaps(KubernetesApi api, String namespace) {
        this.api = api;
        this.selection = Selection.inNamespace(namespace).withLabels(LABEL + "=true");
    }

    /**
     * Names to contents: {@code config-map/NAME/KEY} of a key that ends in {@code .rego}, {@code
     * data/config-map-NAME-KEY} of one that ends in {@code .json}; other keys are for people.
     *
     * @throws io.driftseal.kubernetes.KubernetesApiException where they cannot be listed
     */
    public SortedMap<String, byte[]> files() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        PageRequest request = PageRequest.first();
        ObjectPage page = api.list(ResourceType.CONFIG_MAPS, selection, request);
        add(page, files);
        while (!page.isLast()) {
            request = request.after(page);
            page = api.list(ResourceType.CONFIG_MAPS, selection, request);
            add(page, files);
        }
        return files;
    }

    private static void add(ObjectPage page, SortedMap<String, byte[]> files) {
        for (JsonObject configMap : page.items()) {
            String name = configMap.string("metadata", "name").orElse("");
            for (Map.Entry<String, JsonValue> entry :
                    configMap.object("data").members().entrySet()) {
                String key = entry.getKey();
                if (entry.getValue() instanceof JsonString text) {
                    byte[] content = text.value().getBytes(StandardCharsets.UTF_8);
                    if (key.endsWith(".rego")) {
                        files.put("config-map/" + name + "/" + key, content);
                    } else if (key.endsWith(".json")) {
                        files.put("data/config-map-" + name + "-" + key, content);
                    }
                }
            }
        }
    }
}
