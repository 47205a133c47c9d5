package io.driftseal.cli.doors;

import io.driftseal.kubernetes.DeleteOptions;
import io.driftseal.kubernetes.Knock;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ObjectPage;
import io.driftseal.kubernetes.PageRequest;
import io.driftseal.kubernetes.Patch;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * A namespace in enforce and tier restricted with a pod that no scheduler ever places, so that
 * behind every door is nothing. Everything but making and removing it is a dry run, or a connection
 * to a pod that has no node.
 */
final class Canary implements AutoCloseable {

    private static final WriteOptions STORED = WriteOptions.stored("driftseal-doors");
    private static final WriteOptions DRY_RUN = WriteOptions.dryRun("driftseal-doors");
    private static final ResourceType SERVICES =
            ResourceType.namespaced("", "v1", "Service", "services");
    private static final ResourceType SERVICE_ACCOUNTS =
            ResourceType.namespaced("", "v1", "ServiceAccount", "serviceaccounts");
    private static final ResourceType BINDINGS =
            ResourceType.namespaced("", "v1", "Binding", "bindings");
    private static final ResourceType NODES = ResourceType.clusterScoped("", "v1", "Node", "nodes");
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final String MERGE = "application/merge-patch+json";
    private static final String GLASS = "driftseal.io/break-glass";
    private static final String STAMP = "stamp.driftseal.io/pod";

    private final KubernetesApi api;
    private final String namespace;
    private final JsonObject made;
    private final Heard stamp;

    private Canary(KubernetesApi api, String namespace, JsonObject made) {
        this.api = api;
        this.namespace = namespace;
        this.made = made;
        this.stamp = heard(this::makePod);
    }

    /**
     * @throws KubernetesApiException if the namespace cannot be made
     */
    static Canary make(KubernetesApi api, String namespace) {
        JsonObject made =
                api.create(
                                ResourceType.NAMESPACES,
                                json(
                                        """
                                        {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s",
                                         "labels":{"driftseal.io/mode":"enforce","driftseal.io/tier":"restricted"}}}
                                        """
                                                .formatted(namespace)),
                                STORED)
                        .object();
        return new Canary(api, namespace, made);
    }

    private Heard makePod() {
        api.create(SERVICE_ACCOUNTS, named("v1", "ServiceAccount", "{}"), STORED);
        api.create(
                SERVICES, named("v1", "Service", "{\"spec\":{\"ports\":[{\"port\":80}]}}"), STORED);
        // Without endpoints the API server has nothing to proxy to, and the door is none.
        api.create(ResourceType.ENDPOINTS, named("v1", "Endpoints", "{}"), STORED);
        JsonObject pod =
                api.create(
                                ResourceType.PODS,
                                named(
                                        "v1",
                                        "Pod",
                                        """
                                        {"spec":{"schedulerName":"driftseal-nobody","serviceAccountName":"canary",
                                          "automountServiceAccountToken":false,
                                          "securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},
                                          "containers":[{"name":"app",
                                            "image":"driftseal.invalid/canary@sha256:%s",
                                            "resources":{"requests":{"cpu":"2m"}},
                                            "securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]}}
                                        """
                                                .formatted("0".repeat(64))),
                                STORED)
                        .object();
        return pod.object("metadata", "annotations").has(STAMP)
                ? new Heard.Stamped()
                : new Heard.Through();
    }

    /**
     * Knocks everywhere; by the names of {@link Entrance} and, for side entrances, of policies.
     * Without the pod no other door of it says anything, and each is named with the cause.
     */
    Map<String, Heard> knock() {
        Map<String, Heard> heard = new LinkedHashMap<>();
        heard.put("create-pod", stamp);
        boolean podMade = stamp instanceof Heard.Stamped || stamp instanceof Heard.Through;
        var without =
                new Heard.NotKnocked("the pod to knock with was not made (" + stamp.words() + ")");
        doors().forEach((door, knock) -> heard.put(door, podMade ? heard(knock) : without));
        heard.put("node-proxy", heard(this::node));
        heard.put("driftseal-mode-labels", modeLabels());
        return heard;
    }

    private Map<String, Supplier<Heard>> doors() {
        Map<String, Supplier<Heard>> doors = new LinkedHashMap<>();
        doors.put("update-pod", this::otherImage);
        doors.put(
                "exec",
                () -> pod(Knock.connect("exec", Map.of("command", "true", "stdout", "true"))));
        doors.put("attach", () -> pod(Knock.connect("attach", Map.of("stdout", "true"))));
        doors.put("port-forward", () -> pod(Knock.connect("portforward", Map.of("ports", "1"))));
        doors.put("pod-proxy", () -> pod(Knock.connect("proxy/driftseal-doors", Map.of())));
        doors.put(
                "service-proxy",
                () -> at(SERVICES, "canary", Knock.connect("proxy/driftseal-doors", Map.of())));
        doors.put(
                "ephemeral-container",
                () ->
                        pod(
                                Knock.patchDryRun(
                                        "ephemeralcontainers",
                                        STRATEGIC,
                                        json(
                                                "{\"spec\":{\"ephemeralContainers\":[{\"name\":\"knock\","
                                                        + "\"image\":\"driftseal.invalid/knock:1\"}]}}"))));
        doors.put(
                "resize",
                () ->
                        pod(
                                Knock.patchDryRun(
                                        "resize",
                                        STRATEGIC,
                                        json(
                                                "{\"spec\":{\"containers\":[{\"name\":\"app\","
                                                        + "\"resources\":{\"requests\":{\"cpu\":\"1m\"}}}]}}"))));
        doors.put("eviction", () -> pod(Knock.createDryRun("eviction", eviction())));
        doors.put(
                "token-request",
                () ->
                        at(
                                SERVICE_ACCOUNTS,
                                "canary",
                                Knock.createDryRun(
                                        "token",
                                        json(
                                                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\","
                                                        + "\"spec\":{\"expirationSeconds\":600}}"))));
        doors.put("driftseal-stamps", this::sideEntrances);
        return doors;
    }

    /**
     * The end of a break-glass that is no time is refused to everybody, administrators too, on each
     * path that can write the label.
     */
    private Heard modeLabels() {
        JsonObject label = json("{\"metadata\":{\"labels\":{\"" + GLASS + "\":\"knock\"}}}");
        ObjectKey own = ObjectKey.clusterScoped(namespace);
        JsonObject metadata = made.object("metadata").without("resourceVersion");
        JsonObject labelled =
                made.with(
                        "metadata",
                        metadata.with("labels", metadata.object("labels").with(GLASS, "knock")));
        return firstOpen(
                List.of(
                        () -> {
                            api.patch(
                                    ResourceType.NAMESPACES, own, new Patch.Merge(label), DRY_RUN);
                            return new Heard.Through();
                        },
                        () ->
                                Heard.of(
                                        api.knock(
                                                ResourceType.NAMESPACES,
                                                own,
                                                Knock.patchDryRun("status", MERGE, label))),
                        () ->
                                Heard.of(
                                        api.knock(
                                                ResourceType.NAMESPACES,
                                                own,
                                                Knock.replaceDryRun("finalize", labelled)))));
    }

    private Heard sideEntrances() {
        String forged = "\"annotations\":{\"" + STAMP + "\":\"forged\"}";
        return firstOpen(
                List.of(
                        () ->
                                pod(
                                        Knock.patchDryRun(
                                                "status",
                                                MERGE,
                                                json("{\"metadata\":{" + forged + "}}"))),
                        () -> bound(forged)));
    }

    private Heard bound(String forged) {
        api.create(
                BINDINGS,
                json(
                        """
                        {"apiVersion":"v1","kind":"Binding","metadata":{"name":"canary","namespace":"%s",%s},
                         "target":{"apiVersion":"v1","kind":"Node","name":"driftseal-nowhere"}}
                        """
                                .formatted(namespace, forged)),
                DRY_RUN);
        return new Heard.Through();
    }

    /** What the first of them that is not shut says, else what shut the last one. */
    private static Heard firstOpen(List<Supplier<Heard>> knocks) {
        Heard last = new Heard.NotKnocked("there is no such path");
        for (Supplier<Heard> knock : knocks) {
            last = heard(knock);
            if (!(last instanceof Heard.Refused)) {
                return last;
            }
        }
        return last;
    }

    private Heard otherImage() {
        api.patch(
                ResourceType.PODS,
                key("canary"),
                new Patch.Operations(
                        new JsonArray(
                                List.of(
                                        json(
                                                "{\"op\":\"replace\",\"path\":\"/spec/containers/0/image\","
                                                        + "\"value\":\"driftseal.invalid/knock:1\"}")))),
                DRY_RUN);
        return new Heard.Through();
    }

    /**
     * A path that no kubelet serves; where there is no node, of one that is not there, since
     * admission is asked before the node is looked for.
     */
    private Heard node() {
        ObjectPage nodes = api.list(NODES, Selection.everything(), new PageRequest(1, ""));
        String name =
                nodes.items().isEmpty()
                        ? "driftseal-nowhere"
                        : ObjectKey.of(nodes.items().getFirst()).name();
        return Heard.of(
                api.knock(
                        NODES,
                        ObjectKey.clusterScoped(name),
                        Knock.connect("proxy/driftseal-doors", Map.of())));
    }

    private Heard pod(Knock knock) {
        return at(ResourceType.PODS, "canary", knock);
    }

    private Heard at(ResourceType type, String name, Knock knock) {
        return Heard.of(api.knock(type, key(name), knock));
    }

    private static Heard heard(Supplier<Heard> knock) {
        try {
            return knock.get();
        } catch (KubernetesApiException e) {
            return e.code() == 0
                    ? new Heard.NotKnocked(String.valueOf(e.getMessage()))
                    : Heard.of(e.code(), String.valueOf(e.getMessage()));
        }
    }

    private JsonObject eviction() {
        return named("policy/v1", "Eviction", "{\"deleteOptions\":{\"dryRun\":[\"All\"]}}");
    }

    private ObjectKey key(String name) {
        return ObjectKey.namespaced(namespace, name);
    }

    private JsonObject named(String apiVersion, String kind, String rest) {
        JsonObject.Builder object =
                JsonObject.builder()
                        .put("apiVersion", apiVersion)
                        .put("kind", kind)
                        .put(
                                "metadata",
                                JsonObject.builder()
                                        .put("name", "canary")
                                        .put("namespace", namespace)
                                        .build());
        json(rest).members().forEach(object::put);
        return object.build();
    }

    private static JsonObject json(String text) {
        try {
            return JsonReader.readObject(
                    text.getBytes(StandardCharsets.UTF_8), JsonLimits.kubernetesObject());
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("a document of this program is malformed", e);
        }
    }

    /** The namespace with everything in it, and no other one that may have its name by now. */
    @Override
    public void close() {
        api.delete(
                ResourceType.NAMESPACES,
                ObjectKey.clusterScoped(namespace),
                new DeleteOptions(
                        made.string("metadata", "uid").filter(text -> !text.isEmpty()),
                        OptionalInt.empty(),
                        false));
    }
}
