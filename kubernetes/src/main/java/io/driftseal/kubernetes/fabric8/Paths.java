package io.driftseal.kubernetes.fabric8;

import io.driftseal.kubernetes.Knock;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.PageRequest;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.kubernetes.WriteOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Request targets of the API server, encoded. */
final class Paths {

    private Paths() {}

    static String collection(ResourceType type, String namespace) {
        String root = type.group().isEmpty() ? "/api/" : "/apis/" + encoded(type.group()) + "/";
        String scope =
                type.namespaced() && !namespace.isEmpty()
                        ? "/namespaces/" + encoded(namespace)
                        : "";
        return root + encoded(type.version()) + scope + "/" + encoded(type.plural());
    }

    /** The document that says what a group serves. */
    static String group(String group, String version) {
        return "/apis/" + encoded(group) + "/" + encoded(version);
    }

    static String object(ResourceType type, ObjectKey key) {
        if (type.namespaced() == key.namespace().isEmpty()) {
            throw new IllegalArgumentException(
                    type.plural()
                            + (type.namespaced() ? " need" : " have no")
                            + " namespace, but the key is "
                            + key);
        }
        return collection(type, key.namespace()) + "/" + encoded(key.name());
    }

    /** A path behind the sub-resource keeps its slashes. */
    static String subResource(ResourceType type, ObjectKey key, Knock knock) {
        String behind =
                Arrays.stream(knock.subResource().split("/", -1))
                        .map(Paths::encoded)
                        .collect(Collectors.joining("/"));
        return object(type, key) + "/" + behind + text(new TreeMap<>(knock.query()));
    }

    static String list(ResourceType type, Selection selection, PageRequest page) {
        Map<String, String> query = query(selection);
        query.put("limit", Integer.toString(page.limit()));
        query.put("continue", page.continueToken());
        return collection(type, selection.namespace()) + text(query);
    }

    static String watch(
            ResourceType type, Selection selection, String resourceVersion, Duration limit) {
        Map<String, String> query = query(selection);
        query.put("watch", "true");
        query.put("allowWatchBookmarks", "true");
        query.put("resourceVersion", resourceVersion);
        query.put("timeoutSeconds", Long.toString(limit.toSeconds()));
        return collection(type, selection.namespace()) + text(query);
    }

    static String write(String path, WriteOptions options) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("fieldManager", options.fieldManager());
        query.put("dryRun", options.dryRun() ? "All" : "");
        return path + text(query);
    }

    private static Map<String, String> query(Selection selection) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("labelSelector", selection.labelSelector());
        query.put("fieldSelector", selection.fieldSelector());
        return query;
    }

    private static String text(Map<String, String> query) {
        String text =
                query.entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty())
                        .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&"));
        return text.isEmpty() ? "" : "?" + text;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
