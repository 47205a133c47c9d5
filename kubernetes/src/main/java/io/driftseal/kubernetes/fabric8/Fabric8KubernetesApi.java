package io.driftseal.kubernetes.fabric8;

import io.driftseal.kubernetes.DeleteOptions;
import io.driftseal.kubernetes.Knock;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ObjectPage;
import io.driftseal.kubernetes.PageRequest;
import io.driftseal.kubernetes.Patch;
import io.driftseal.kubernetes.ProbeAnswer;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.kubernetes.ServedTypes;
import io.driftseal.kubernetes.WatchStream;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.kubernetes.WriteResult;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The port on fabric8's HTTP transport, without its typed models: they drop fields newer than
 * themselves, and a dropped field would be drift that nobody sees.
 */
public final class Fabric8KubernetesApi implements KubernetesApi {

    /** The server ends a watch after this; a stream that died silently lives no longer. */
    private static final Duration WATCH_LIMIT = Duration.ofMinutes(5);

    private static final JsonLimits ONE = Transport.OBJECT;
    private static final JsonLimits PAGE = JsonLimits.objectList();

    private final Transport transport;
    private final BearerToken token;

    private Fabric8KubernetesApi(Transport transport, BearerToken token) {
        this.transport = transport;
        this.token = token;
    }

    /**
     * Reads the kubeconfig's current context; opens no connection yet.
     *
     * @param kubeconfig token, tokenFile (re-read when it changes) or client certificate; no
     *     plug-ins
     * @param userAgent names the service in the API server's audit log
     * @throws IllegalArgumentException with what to change when it cannot be used
     */
    public static Fabric8KubernetesApi connect(Path kubeconfig, String userAgent) {
        return connect(new ApiAccess.ByKubeconfig(kubeconfig), userAgent);
    }

    /** As {@link #connect(Path, String)}, also as the pod that we are. */
    public static Fabric8KubernetesApi connect(ApiAccess access, String userAgent) {
        Kubeconfig read = Kubeconfig.of(access);
        return new Fabric8KubernetesApi(
                new Transport(HttpClients.own(read), read.server(), userAgent), read.bearerToken());
    }

    @Override
    public Optional<JsonObject> get(ResourceType type, ObjectKey key) {
        Transport.Answer answer =
                transport.send(Transport.Call.get(Paths.object(type, key)), token.current(), ONE);
        return answer.code() == 404 ? Optional.empty() : Optional.of(Transport.object(answer, ONE));
    }

    @Override
    public ObjectPage listKnown(ResourceType type, Selection selection, PageRequest page) {
        Transport.Answer answer =
                transport.send(
                        Transport.Call.get(Paths.list(type, selection, page)),
                        token.current(),
                        PAGE);
        return page(type, Transport.successful(answer));
    }

    static ObjectPage page(ResourceType type, byte[] body) {
        JsonObject list;
        try {
            list = JsonReader.readObject(body, PAGE);
        } catch (MalformedJsonException e) {
            return Skimmed.page(type, body, item -> typed(type, item));
        }
        List<JsonObject> items =
                list.objects("items").stream().map(item -> typed(type, item)).toList();
        String version =
                list.string("metadata", "resourceVersion")
                        .orElseThrow(() ->
                                new KubernetesApiException.Unreadable(
                                        "a list without a resourceVersion", null));
        return new ObjectPage(items, version, list.string("metadata", "continue").orElse(""));
    }

    @Override
    public WatchStream watch(ResourceType type, Selection selection, String resourceVersion) {
        String path = Paths.watch(type, selection, resourceVersion, WATCH_LIMIT);
        return new JsonWatchStream(transport.stream(Transport.Call.get(path), token.current()));
    }

    @Override
    public ServedTypes served() {
        return new Discovery(path ->
                Transport.object(
                        transport.send(Transport.Call.get(path), token.current(), PAGE), PAGE))
                .served();
    }

    @Override
    public WriteResult create(ResourceType type, JsonObject object, WriteOptions options) {
        String path = Paths.collection(type, namespaceOf(type, object));
        return write(
                Transport.Call.json(
                        "POST", Paths.write(path, options), JsonWriter.writeString(object)));
    }

    @Override
    public WriteResult patch(ResourceType type, ObjectKey key, Patch patch, WriteOptions options) {
        String path = Paths.write(Paths.object(type, key), options);
        return write(
                new Transport.Call(
                        "PATCH",
                        path,
                        patch.contentType(),
                        JsonWriter.writeString(patch.document())));
    }

    @Override
    public WriteResult delete(ResourceType type, ObjectKey key, DeleteOptions options) {
        JsonObject.Builder body =
                JsonObject.builder().put("apiVersion", "v1").put("kind", "DeleteOptions");
        options.uid()
                .ifPresent(uid ->
                        body.put("preconditions", JsonObject.of("uid", new JsonString(uid))));
        options.graceSeconds().ifPresent(seconds -> body.put("gracePeriodSeconds", seconds));
        if (options.dryRun()) {
            body.put("dryRun", JsonArray.of(new JsonString("All")));
        }
        return write(
                Transport.Call.json(
                        "DELETE", Paths.object(type, key), JsonWriter.writeString(body.build())));
    }

    @Override
    public ProbeAnswer knock(ResourceType type, ObjectKey key, Knock knock) {
        String path = Paths.subResource(type, key, knock);
        String body = knock.body().map(JsonWriter::writeString).orElse("");
        return Transport.probeAnswer(
                transport.send(
                        new Transport.Call(knock.method(), path, knock.contentType(), body),
                        token.current(),
                        ONE));
    }

    @Override
    public void close() {
        transport.close();
    }

    private WriteResult write(Transport.Call call) {
        Transport.Answer answer = transport.send(call, token.current(), ONE);
        return new WriteResult(Transport.object(answer, ONE), answer.auditId());
    }

    static String namespaceOf(ResourceType type, JsonObject object) {
        String namespace = object.string("metadata", "namespace").orElse("");
        if (type.namespaced() && namespace.isEmpty()) {
            throw new IllegalArgumentException("a " + type.kind() + " needs metadata.namespace");
        }
        return namespace;
    }

    /** The API leaves apiVersion and kind out of the items of a list. */
    private static JsonObject typed(ResourceType type, JsonObject item) {
        if (item.has("kind") && item.has("apiVersion")) {
            return item;
        }
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("apiVersion", new JsonString(type.apiVersion()));
        members.put("kind", new JsonString(type.kind()));
        members.putAll(item.members());
        return new JsonObject(members);
    }
}
