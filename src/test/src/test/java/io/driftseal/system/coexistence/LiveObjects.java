package io.driftseal.system.coexistence;

import io.driftseal.system.installation.CustomRootExample;
import io.driftseal.system.installation.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is stored in a namespace, leaf by leaf, without what differs between any two objects. */
final class LiveObjects {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String RESOURCES =
            "deployments,replicasets,statefulsets,daemonsets,controllerrevisions,jobs,cronjobs,pods,"
                    + "replicationcontrollers,rollouts."
                    + CustomRootExample.GROUP;

    /** What the API server and its random numbers give each object of its own. */
    private static final Map<Pattern, String> OWN =
            Map.of(
                    Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
                    "UID",
                    Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z"),
                    "TIME",
                    Pattern.compile("kube-api-access-[a-z0-9]{5}"),
                    "kube-api-access-SUFFIX",
                    Pattern.compile("\"resourceVersion\":\"\\d+\""),
                    "\"resourceVersion\":\"VERSION\"");

    private final Terminal kubectl;

    LiveObjects(Terminal kubectl) {
        this.kubectl = kubectl;
    }

    /**
     * Every leaf of every workload of these apps, as {@code Kind/name /path} to its value. Status
     * is left out, which admission never sees; the generation is not.
     */
    Map<String, String> leaves(String namespace, String selector) {
        Map<String, String> leaves = new TreeMap<>();
        for (ObjectNode object : list(namespace, selector)) {
            object.remove("status");
            ObjectNode alike = alike(object, namespace);
            collect(alike, name(alike) + " ", leaves);
        }
        return leaves;
    }

    /** Resource version and generation of everything that controllers and people write. */
    Map<String, String> versions(String namespace) {
        Map<String, String> versions = new TreeMap<>();
        for (ObjectNode object : list(namespace, "app")) {
            JsonNode metadata = object.path("metadata");
            versions.put(
                    name(object),
                    metadata.path("resourceVersion").asString()
                            + " of generation "
                            + metadata.path("generation").asInt(0));
        }
        return versions;
    }

    private List<ObjectNode> list(String namespace, String selector) {
        JsonNode list =
                JSON.readTree(
                        kubectl.run(
                                        "get",
                                        RESOURCES,
                                        "-n",
                                        namespace,
                                        "-l",
                                        selector,
                                        "--show-managed-fields",
                                        "-o",
                                        "json")
                                .require());
        List<ObjectNode> items = new ArrayList<>();
        list.path("items").forEach(item -> items.add((ObjectNode) item));
        return items;
    }

    private static String name(ObjectNode object) {
        return object.path("kind").asString()
                + "/"
                + object.path("metadata").path("name").asString();
    }

    private static ObjectNode alike(ObjectNode object, String namespace) {
        // As a value, and as one within the text of kubectl's last applied configuration.
        String text =
                object.toString()
                        .replace('"' + namespace + '"', "\"NAMESPACE\"")
                        .replace('"' + namespace + "\\\"", "\"NAMESPACE\\\"");
        JsonNode metadata = object.path("metadata");
        String prefix = metadata.path("generateName").asString("");
        if (!prefix.isEmpty()) {
            text = text.replace(metadata.path("name").asString(), prefix + "SUFFIX");
        }
        for (var own : OWN.entrySet()) {
            text = own.getKey().matcher(text).replaceAll(own.getValue());
        }
        return (ObjectNode) JSON.readTree(text);
    }

    private static void collect(JsonNode node, String path, Map<String, String> leaves) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(member ->
                            collect(member.getValue(), path + "/" + member.getKey(), leaves));
        } else if (node.isArray() && !node.isEmpty()) {
            for (int index = 0; index < node.size(); index++) {
                JsonNode item = node.get(index);
                if (!item.path("subresource").asString("").equals("status")) {
                    collect(item, path + "/" + key(item, index), leaves);
                }
            }
        } else {
            leaves.put(path, node.toString());
        }
    }

    /** Who manages fields stands in no order. */
    private static String key(JsonNode item, int index) {
        return item.has("manager")
                ? item.path("manager").asString() + "-" + item.path("operation").asString()
                : String.valueOf(index);
    }
}
