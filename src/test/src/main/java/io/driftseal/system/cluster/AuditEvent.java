package io.driftseal.system.cluster;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * One event of the API server's audit log, {@code audit.k8s.io/v1}. What an event does not have is
 * an empty string or 0.
 *
 * @param tree the whole event, for what has no accessor: {@code requestObject}, {@code
 *     responseObject}, ...
 */
public record AuditEvent(JsonNode tree) {
    public AuditEvent {
        Objects.requireNonNull(tree, "tree");
    }

    public String auditId() {
        return tree.path("auditID").asString("");
    }

    /** {@code ResponseStarted}, {@code ResponseComplete} or {@code Panic}. */
    public String stage() {
        return tree.path("stage").asString("");
    }

    /** Lower case, such as {@code create} or {@code patch}. */
    public String verb() {
        return tree.path("verb").asString("");
    }

    public String user() {
        return tree.path("user").path("username").asString("");
    }

    public String resource() {
        return tree.path("objectRef").path("resource").asString("");
    }

    public String subresource() {
        return tree.path("objectRef").path("subresource").asString("");
    }

    public String namespace() {
        return tree.path("objectRef").path("namespace").asString("");
    }

    public String name() {
        return tree.path("objectRef").path("name").asString("");
    }

    public String requestUri() {
        return tree.path("requestURI").asString("");
    }

    public String userAgent() {
        return tree.path("userAgent").asString("");
    }

    /** HTTP status of the answer. */
    public int responseCode() {
        return tree.path("responseStatus").path("code").asInt(0);
    }

    public String responseMessage() {
        return tree.path("responseStatus").path("message").asString("");
    }

    /** Annotations, also those that webhooks gave, as {@code <webhook name>/<key>}. */
    public Map<String, String> annotations() {
        Map<String, String> annotations = new TreeMap<>();
        tree.path("annotations")
                .properties()
                .forEach(entry -> annotations.put(entry.getKey(), entry.getValue().asString("")));
        return annotations;
    }

    /** Whether it is about this object, or an object of this kind and namespace. */
    public boolean isAbout(String resource, String namespace, String name) {
        return resource().equals(resource) && namespace().equals(namespace) && name().equals(name);
    }
}
