package io.driftseal.kubernetes.fabric8;

import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.ServedTypes;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Asks an API server what it serves: the core group, then each group in the version it prefers.
 *
 * @param read the document at a path
 */
record Discovery(Function<String, JsonObject> read) {

    ServedTypes served() {
        List<ResourceType> types = new ArrayList<>(types("", "v1", read.apply("/api/v1")));
        List<String> unreadable = new ArrayList<>();
        for (JsonObject group : read.apply("/apis").objects("groups")) {
            String groupVersion = group.string("preferredVersion", "groupVersion").orElse("");
            String[] parts = groupVersion.split("/", -1);
            if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
                unreadable.add(group.string("name").orElse("a group without a name"));
                continue;
            }
            try {
                types.addAll(
                        types(parts[0], parts[1], read.apply(Paths.group(parts[0], parts[1]))));
            } catch (KubernetesApiException e) {
                unreadable.add(groupVersion);
            }
        }
        return new ServedTypes(types, unreadable);
    }

    private static List<ResourceType> types(String group, String version, JsonObject document) {
        List<ResourceType> types = new ArrayList<>();
        for (JsonObject resource : document.objects("resources")) {
            String plural = resource.string("name").orElse("");
            boolean listed = resource.array("verbs").contains(new JsonString("list"));
            // A name with a slash is a sub-resource.
            if (listed && !plural.isEmpty() && plural.indexOf('/') < 0) {
                boolean namespaced = resource.bool("namespaced").orElse(false);
                types.add(
                        new ResourceType(
                                group,
                                version,
                                resource.string("kind").orElse(plural),
                                plural,
                                namespaced));
            }
        }
        return types;
    }
}
