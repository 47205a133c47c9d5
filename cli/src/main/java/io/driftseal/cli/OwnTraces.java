package io.driftseal.cli;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.admission.WebhookConfigurationName;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How something of ours is known on an object of the cluster.
 *
 * @param namespace of the installation; everything in it is ours
 */
record OwnTraces(String namespace) {

    /** Where the chart is installed, unless somebody chose another release namespace. */
    static final String DEFAULT_NAMESPACE = "driftseal-system";

    private static final String DOMAIN = "driftseal.io";

    /** Groups of cluster-scoped objects that an installation makes. */
    private static final Set<String> CONFIGURATION =
            Set.of(
                    "admissionregistration.k8s.io",
                    "apiextensions.k8s.io",
                    "rbac.authorization.k8s.io",
                    "scheduling.k8s.io");

    /** Made by hand before the chart is applied, so without the chart's labels. */
    private static final Set<String> KEYS =
            Set.of(
                    "driftseal-webhook-keys",
                    "driftseal-drift-scanner-keys",
                    "driftseal-responder-keys");

    /**
     * The namespace that the installation is served from, as the webhook configurations say; empty
     * where none is registered, or none of them names a Service.
     */
    static Optional<String> servedFrom(KubernetesApi api) throws CommandFailedException {
        ClusterReader reader = new ClusterReader(api);
        for (WebhookConfigurationName own : WebhookConfigurationName.OURS) {
            Optional<String> found =
                    reader.get(own.type(), own.name()).stream()
                            .flatMap(configuration -> configuration.objects("webhooks").stream())
                            .flatMap(webhook ->
                                    webhook.string("clientConfig", "service", "namespace").stream())
                            .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * Whether the object was made by our installation. A name alone says so only of what configures
     * a cluster: a node or a pod may be called after us.
     */
    boolean isOurs(ResourceType type, JsonObject object) {
        String name = object.string("metadata", "name").orElse("");
        boolean named =
                name.equals("driftseal")
                        || name.startsWith("driftseal-")
                        || name.startsWith("zz-driftseal-")
                        || name.endsWith("." + DOMAIN);
        if (type.equals(ResourceType.NAMESPACES)) {
            return name.equals(namespace);
        }
        if (!type.namespaced()) {
            return named && CONFIGURATION.contains(type.group());
        }
        boolean labelled =
                object.string("metadata", "labels", "app.kubernetes.io/name")
                        .filter("driftseal"::equals)
                        .isPresent();
        return isInOurNamespace(object) || (named && labelled);
    }

    boolean isInOurNamespace(JsonObject object) {
        return object.string("metadata", "namespace").filter(namespace::equals).isPresent();
    }

    /**
     * The patch that takes our annotations and labels off the object itself and nothing else, never
     * off a template; empty where there are none. It names the uid, so that it never meets another
     * object of that name.
     */
    static Optional<JsonObject> removal(JsonObject object) {
        JsonObject annotations = nulls(object.object("metadata", "annotations"));
        JsonObject labels = nulls(object.object("metadata", "labels"));
        if (annotations.isEmpty() && labels.isEmpty()) {
            return Optional.empty();
        }
        JsonObject.Builder metadata =
                JsonObject.builder().put("uid", object.string("metadata", "uid").orElse(""));
        if (!annotations.isEmpty()) {
            metadata.put("annotations", annotations);
        }
        if (!labels.isEmpty()) {
            metadata.put("labels", labels);
        }
        return Optional.of(JsonObject.of("metadata", metadata.build()));
    }

    /** Whether it is a Secret of keys as an installation needs them, in whatever namespace. */
    static boolean isKeys(ResourceType type, JsonObject object) {
        return type.kind().equals("Secret")
                && object.string("metadata", "name").filter(KEYS::contains).isPresent();
    }

    /**
     * Whether the object itself carries what others say to us: an approval, a permitted range. It
     * stands in a manifest, is signed or written by its authors, and would come back with the next
     * apply; so it stays.
     */
    static boolean isDeclaring(JsonObject object) {
        return object.object("metadata", "annotations").members().keySet().stream()
                .anyMatch(key -> domain(key).endsWith("." + DOMAIN) && !isOurKey(key));
    }

    /** Whether any text of the object names us. Of a Secret only the metadata is looked at. */
    static boolean isMentioned(ResourceType type, JsonObject object) {
        JsonValue searched = type.kind().equals("Secret") ? object.object("metadata") : object;
        return mentions(searched);
    }

    private static boolean mentions(JsonValue value) {
        return switch (value) {
            case JsonString text -> text.value().contains(DOMAIN);
            case JsonArray array -> array.items().stream().anyMatch(OwnTraces::mentions);
            case JsonObject object ->
                    object.members().entrySet().stream()
                            .anyMatch(member ->
                                    member.getKey().contains(DOMAIN)
                                            || mentions(member.getValue()));
            default -> false;
        };
    }

    private static JsonObject nulls(JsonObject texts) {
        JsonObject.Builder nulls = JsonObject.builder();
        for (Map.Entry<String, JsonValue> text : texts.members().entrySet()) {
            if (isOurKey(text.getKey())) {
                nulls.put(text.getKey(), JsonNull.INSTANCE);
            }
        }
        return nulls.build();
    }

    /**
     * What we write; {@code approval.driftseal.io} and {@code resize.driftseal.io} is what others
     * declare to us.
     */
    private static boolean isOurKey(String key) {
        return domain(key).equals(DOMAIN) || domain(key).equals("stamp." + DOMAIN);
    }

    private static String domain(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? "" : key.substring(0, slash);
    }
}
