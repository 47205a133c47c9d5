package io.driftseal.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of the files that the unit tests hold injectors against: what is declared, an owner, and its
 * pod as the injector leaves it. Read as what a webhook has to do to get from one to the other.
 */
final class InjectorFile {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path FOLDER =
            ProjectRoot.find()
                    .resolve("workload/src/test/resources/io/driftseal/workload/injectors");
    private static final String APPLICATION = "web";
    private static final String TOKEN = "kube-api-access-";

    private final ObjectNode document;
    private final String namespace;

    /** The file's words about its namespace are made ones about this one. */
    InjectorFile(String name, String namespace) throws IOException {
        String text = Files.readString(FOLDER.resolve(name + ".json"));
        this.document = (ObjectNode) JSON.readTree(text.replaceAll("\\bshop\\b", namespace));
        this.namespace = namespace;
    }

    /** One entry of the declared injectors. */
    String declaration() {
        return document.path("declaration").toString();
    }

    /** The owner's template under a Deployment, with an image that exists, on no node. */
    String deployment() {
        ObjectNode template = (ObjectNode) document.path("owner").path("spec").path("template");
        ObjectNode copy = template.deepCopy();
        ((ObjectNode) copy.path("metadata").path("labels")).remove("pod-template-hash");
        ObjectNode spec = (ObjectNode) copy.path("spec");
        spec.putObject("nodeSelector").put("example.com/node", "nowhere");
        ObjectNode container = (ObjectNode) spec.path("containers").path(0);
        container.put("image", "driftseal.local/busybox:1");
        container.putObject("securityContext").put("allowPrivilegeEscalation", false);
        return """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: web, namespace: %1$s}
        ---
        {"apiVersion": "apps/v1", "kind": "Deployment",
         "metadata": {"name": "web", "namespace": "%1$s", "labels": {"app": "web"}},
         "spec": {"replicas": 1, "selector": {"matchLabels": {"app": "web"}}, "template": %2$s}}
        """
                .formatted(namespace, copy);
    }

    /** What the injector does to the pod, but for what the API server then does itself. */
    String patch() {
        ArrayNode patch = JSON.createArrayNode();
        JsonNode pod = document.path("pod");
        for (String member : List.of("labels", "annotations")) {
            pod.path("metadata")
                    .path(member)
                    .properties()
                    .forEach(entry -> {
                        String key = entry.getKey().replace("~", "~0").replace("/", "~1");
                        if (!key.equals("pod-template-hash")) {
                            add(patch, "/metadata/" + member + "/" + key, entry.getValue());
                        }
                    });
        }
        add(patch, "/spec/initContainers", withoutToken(pod.path("spec").path("initContainers")));
        for (JsonNode volume : pod.path("spec").path("volumes")) {
            if (!volume.path("name").asString().startsWith(TOKEN)) {
                add(patch, "/spec/volumes/-", volume);
            }
        }
        containers(patch, withoutToken(pod.path("spec").path("containers")));
        return patch.toString();
    }

    private void containers(ArrayNode patch, ArrayNode containers) {
        for (int index = 0; index < containers.size(); index++) {
            JsonNode container = containers.path(index);
            String path = "/spec/containers/" + index;
            if (!container.path("name").asString().equals(APPLICATION)) {
                add(patch, path, container);
                continue;
            }
            add(patch, path + "/readinessProbe", container.path("readinessProbe"));
            for (JsonNode mount : container.path("volumeMounts")) {
                add(patch, path + "/volumeMounts/-", mount);
            }
        }
    }

    /** The containers without the mounts that the API server gives them. */
    private static ArrayNode withoutToken(JsonNode containers) {
        ArrayNode copy = (ArrayNode) containers.deepCopy();
        for (JsonNode container : copy) {
            if (container.path("volumeMounts") instanceof ArrayNode mounts) {
                for (int index = mounts.size() - 1; index >= 0; index--) {
                    if (mounts.path(index).path("name").asString().startsWith(TOKEN)) {
                        mounts.remove(index);
                    }
                }
            }
        }
        return copy;
    }

    private static void add(ArrayNode patch, String path, JsonNode value) {
        patch.addObject().put("op", "add").put("path", path).set("value", value);
    }
}
