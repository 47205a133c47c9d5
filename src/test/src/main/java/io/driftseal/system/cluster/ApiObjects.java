package io.driftseal.system.cluster;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects as the API server answers them to the administrator, as {@code kubectl get -o json}
 * prints them. Tests look again and again: a program for each look would take more of the
 * processors than what is looked at. Safe for use by several threads.
 */
public final class ApiObjects implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DISCOVERY =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private final ClusterHttp http;
    private final String url;

    /** By every name that kubectl takes: plural, singular, short, and plural with its group. */
    private volatile Map<String, Resource> resources = Map.of();

    /**
     * @param http is closed with this
     * @param url of the API server
     */
    ApiObjects(ClusterHttp http, String url) {
        this.http = http;
        this.url = url;
    }

    /** Where objects of one kind are served. */
    private record Resource(String path, String plural, String apiVersion, String kind) {}

    /**
     * @param resource as kubectl takes it, such as {@code deployment} or {@code pods}
     * @throws ClusterException if there is none, with the server's answer
     */
    public ObjectNode get(String namespace, String resource, String name) {
        Resource known = resource(resource);
        return shown(JSON.readTree(ask(in(namespace, known) + "/" + encoded(name))));
    }

    /**
     * In the order of the answer.
     *
     * @param selector of labels, all if empty
     */
    public List<ObjectNode> list(String namespace, String resource, String selector) {
        Resource known = resource(resource);
        JsonNode list =
                JSON.readTree(ask(in(namespace, known) + "?labelSelector=" + encoded(selector)));
        List<ObjectNode> items = new ArrayList<>();
        for (JsonNode item : list.path("items")) {
            ObjectNode object = JSON.createObjectNode();
            object.put("apiVersion", known.apiVersion()).put("kind", known.kind());
            item.properties().forEach(member -> object.set(member.getKey(), member.getValue()));
            items.add(shown(object));
        }
        return items;
    }

    @Override
    public void close() {
        http.close();
    }

    /** kubectl leaves out who manages which field. */
    private static ObjectNode shown(JsonNode object) {
        ((ObjectNode) object.path("metadata")).remove("managedFields");
        return (ObjectNode) object;
    }

    private String in(String namespace, Resource resource) {
        return "%s/namespaces/%s/%s"
                .formatted(resource.path(), encoded(namespace), resource.plural());
    }

    /** Asked again for a name that is not known: a test may have defined it since. */
    private Resource resource(String name) {
        Resource known = resources.get(name);
        if (known == null) {
            resources = discover();
            known = resources.get(name);
        }
        return Optional.ofNullable(known)
                .orElseThrow(() -> new ClusterException("the server has no resource " + name));
    }

    private Map<String, Resource> discover() {
        Map<String, Resource> found = new TreeMap<>();
        for (String root : List.of("/api", "/apis")) {
            for (JsonNode group : JSON.readTree(ask(root, DISCOVERY)).path("items")) {
                String groupName = group.path("metadata").path("name").asString("");
                for (JsonNode version : group.path("versions")) {
                    String apiVersion = version.path("version").asString();
                    String qualified =
                            groupName.isEmpty() ? apiVersion : groupName + "/" + apiVersion;
                    for (JsonNode served : version.path("resources")) {
                        add(found, groupName, root + "/" + qualified, qualified, served);
                    }
                }
            }
        }
        return Map.copyOf(found);
    }

    /** Whoever comes first has the name: the server lists what it prefers first. */
    private static void add(
            Map<String, Resource> found,
            String group,
            String path,
            String apiVersion,
            JsonNode served) {
        String plural = served.path("resource").asString();
        String kind = served.path("responseKind").path("kind").asString("");
        var resource = new Resource(path, plural, apiVersion, kind);
        found.putIfAbsent(plural, resource);
        found.putIfAbsent(plural + "." + group, resource);
        found.putIfAbsent(served.path("singularResource").asString(""), resource);
        served.path("shortNames").forEach(name -> found.putIfAbsent(name.asString(), resource));
    }

    private String ask(String path) {
        return ask(path, "application/json");
    }

    private String ask(String path, String accepted) {
        ClusterHttp.Answer answer = http.get(url + path, accepted);
        if (!answer.ok()) {
            throw new ClusterException(
                    "GET %s answered %d: %s".formatted(path, answer.status(), answer.body()));
        }
        return answer.body();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
