package io.driftseal.testsupport.kubernetes;

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
import io.driftseal.kubernetes.UnreadableObject;
import io.driftseal.kubernetes.WatchEvent;
import io.driftseal.kubernetes.WatchStream;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.kubernetes.WriteResult;
import io.driftseal.workload.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A Kubernetes API in memory: resourceVersions, paged lists, watches with replay, preconditions,
 * dry runs, audit ids, and failures on demand. No admission, no validation, no controllers. Safe
 * for use by many threads.
 */
public final class FakeKubernetesApi implements KubernetesApi {

    /** What a caller asked for, for {@link #failNext}. */
    public enum Call {
        SERVED,
        GET,
        LIST,
        WATCH,
        CREATE,
        PATCH,
        DELETE,
        KNOCK
    }

    /** What answers to knocks. */
    @FunctionalInterface
    public interface Doorman {
        ProbeAnswer answer(ResourceType type, ObjectKey key, Knock knock);
    }

    /** A write that was accepted, dry runs included. */
    public record Write(Call call, ResourceType type, ObjectKey key, boolean dryRun) {}

    private record Failure(Call call, KubernetesApiException exception) {}

    private record Change(ResourceType type, WatchEvent event, long version) {}

    private final Map<String, JsonObject> objects = new TreeMap<>();
    private final Map<String, UnreadableObject> unreadable = new TreeMap<>();
    private final Set<ResourceType> types =
            new LinkedHashSet<>(
                    List.of(
                            ResourceType.PODS,
                            ResourceType.CONFIG_MAPS,
                            ResourceType.NAMESPACES,
                            ResourceType.DEPLOYMENTS));
    private final List<Change> changes = new ArrayList<>();
    private final List<FakeWatchStream> streams = new ArrayList<>();
    private final Deque<Failure> failures = new ArrayDeque<>();
    private final List<Write> writes = new ArrayList<>();
    private Doorman doorman =
            (type, key, knock) ->
                    new ProbeAnswer(200, "", "", JsonObject.EMPTY, Optional.of("audit-knock"));
    private long version = 1_000;
    private long oldest = 1_000;
    private long created;
    private long requests;

    /** Puts an object behind the API's back, as a controller or etcd would; watches see it. */
    public synchronized JsonObject put(ResourceType type, JsonObject object) {
        ObjectKey key = ObjectKey.of(object);
        return store(type, key, object);
    }

    /** As {@link #put}, of an object that the real adapter cannot read. */
    public synchronized void putUnreadable(ResourceType type, UnreadableObject object) {
        String path = path(type, new ObjectKey(object.namespace(), object.name()));
        UnreadableObject stored =
                new UnreadableObject(
                        object.namespace(),
                        object.name(),
                        object.uid(),
                        Long.toString(++version),
                        object.cause());
        objects.remove(path);
        unreadable.put(path, stored);
        types.add(type);
        publish(type, new WatchEvent.Unreadable(stored));
    }

    /** Removes an object behind the API's back; watches see it. */
    public synchronized void remove(ResourceType type, ObjectKey key) {
        removeStored(type, key);
    }

    /** Lets the next call of a sort fail. */
    public synchronized void failNext(Call call, KubernetesApiException exception) {
        failures.add(new Failure(call, exception));
    }

    /** Breaks all open watches as a lost connection does. */
    public void breakWatches() {
        failWatches(new KubernetesApiException.Unreachable("connection reset", null));
    }

    /** Ends all open watches with a failure. */
    public synchronized void failWatches(KubernetesApiException failure) {
        streams.forEach(stream -> stream.fail(failure));
        streams.clear();
    }

    /** Forgets the changes so far: watches from before answer 410. */
    public synchronized void compact() {
        changes.clear();
        oldest = ++version;
    }

    /** Sends a bookmark to all open watches. */
    public synchronized void bookmark() {
        WatchEvent bookmark = new WatchEvent.Bookmark(Long.toString(version));
        streams.forEach(stream -> stream.offer(bookmark));
    }

    /** Answers knocks at objects that are there; without one nothing stands in their way. */
    public synchronized void knocksAnsweredBy(Doorman newDoorman) {
        doorman = newDoorman;
    }

    /** Everything that was written through the port, in order. */
    public synchronized List<Write> writes() {
        return List.copyOf(writes);
    }

    @Override
    public synchronized ProbeAnswer knock(ResourceType type, ObjectKey key, Knock knock) {
        request(Call.KNOCK);
        if (!objects.containsKey(path(type, key))) {
            String message = type.plural() + " \"" + key.name() + "\" not found";
            return new ProbeAnswer(
                    404, "NotFound", message, JsonObject.EMPTY, Optional.of("audit-knock"));
        }
        return doorman.answer(type, key, knock);
    }

    @Override
    public synchronized Optional<JsonObject> get(ResourceType type, ObjectKey key) {
        request(Call.GET);
        return Optional.ofNullable(objects.get(path(type, key)));
    }

    @Override
    public synchronized ObjectPage listKnown(
            ResourceType type, Selection selection, PageRequest page) {
        request(Call.LIST);
        List<Map.Entry<String, JsonObject>> matching =
                objects.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(prefix(type)))
                        .filter(entry -> Selected.by(selection, entry.getValue()))
                        .filter(entry -> entry.getKey().compareTo(page.continueToken()) > 0)
                        .toList();
        List<Map.Entry<String, JsonObject>> shown = matching.stream().limit(page.limit()).toList();
        String next = shown.size() < matching.size() ? shown.getLast().getKey() : "";
        List<UnreadableObject> broken =
                page.continueToken().isEmpty()
                        ? unreadable.entrySet().stream()
                                .filter(entry -> entry.getKey().startsWith(prefix(type)))
                                .map(Map.Entry::getValue)
                                .toList()
                        : List.of();
        return new ObjectPage(
                shown.stream().map(Map.Entry::getValue).toList(),
                broken,
                Long.toString(version),
                next);
    }

    @Override
    public synchronized WatchStream watch(
            ResourceType type, Selection selection, String resourceVersion) {
        request(Call.WATCH);
        long from = Long.parseLong(resourceVersion);
        if (from < oldest) {
            throw refusal(410, "Expired", "too old resource version: " + resourceVersion);
        }
        FakeWatchStream stream = new FakeWatchStream(type, selection);
        changes.stream()
                .filter(change -> change.version() > from)
                .forEach(change -> stream.offer(change.type(), change.event()));
        streams.add(stream);
        return stream;
    }

    /** The usual types, and those of which something was stored. */
    @Override
    public synchronized ServedTypes served() {
        request(Call.SERVED);
        return new ServedTypes(List.copyOf(types), List.of());
    }

    @Override
    public synchronized WriteResult create(
            ResourceType type, JsonObject object, WriteOptions options) {
        String auditId = request(Call.CREATE);
        JsonObject named = named(object);
        ObjectKey key = ObjectKey.of(named);
        if (objects.containsKey(path(type, key))) {
            throw refusal(409, "AlreadyExists", type.plural() + " \"" + key + "\" already exists");
        }
        writes.add(new Write(Call.CREATE, type, key, options.dryRun()));
        JsonObject result = options.dryRun() ? named : store(type, key, named);
        return new WriteResult(result, Optional.of(auditId));
    }

    @Override
    public synchronized WriteResult patch(
            ResourceType type, ObjectKey key, Patch patch, WriteOptions options) {
        String auditId = request(Call.PATCH);
        JsonObject live = live(type, key);
        JsonObject patched = PatchedTree.apply(live, patch);
        if (!versionOf(patched).equals(versionOf(live))) {
            throw refusal(409, "Conflict", "the object has been modified");
        }
        writes.add(new Write(Call.PATCH, type, key, options.dryRun()));
        boolean unchanged = patched.equals(live);
        JsonObject result = unchanged || options.dryRun() ? patched : store(type, key, patched);
        return new WriteResult(result, Optional.of(auditId));
    }

    @Override
    public synchronized WriteResult delete(
            ResourceType type, ObjectKey key, DeleteOptions options) {
        String auditId = request(Call.DELETE);
        JsonObject live = live(type, key);
        String uid = live.string("metadata", "uid").orElse("");
        if (options.uid().isPresent() && !options.uid().get().equals(uid)) {
            throw refusal(409, "Conflict", "the UID in the precondition is not the object's");
        }
        writes.add(new Write(Call.DELETE, type, key, options.dryRun()));
        if (!options.dryRun()) {
            removeStored(type, key);
        }
        return new WriteResult(live, Optional.of(auditId));
    }

    @Override
    public synchronized void close() {
        streams.forEach(FakeWatchStream::close);
        streams.clear();
    }

    private String request(Call call) {
        requests++;
        Failure next = failures.peek();
        if (next != null && next.call() == call) {
            failures.remove();
            throw next.exception();
        }
        return "audit-" + requests;
    }

    private JsonObject live(ResourceType type, ObjectKey key) {
        JsonObject live = objects.get(path(type, key));
        if (live == null) {
            throw refusal(404, "NotFound", type.plural() + " \"" + key + "\" not found");
        }
        return live;
    }

    private JsonObject named(JsonObject object) {
        JsonObject metadata = object.object("metadata");
        if (metadata.has("name")) {
            return object;
        }
        String prefix = metadata.string("generateName").orElse("");
        return object.with("metadata", metadata.with("name", prefix + "f" + ++created));
    }

    private JsonObject store(ResourceType type, ObjectKey key, JsonObject object) {
        JsonObject before = objects.get(path(type, key));
        JsonObject metadata =
                object.object("metadata").with("resourceVersion", Long.toString(++version));
        if (!metadata.has("uid")) {
            metadata = metadata.with("uid", "00000000-0000-4000-8000-%012d".formatted(++created));
        }
        if (!metadata.has("creationTimestamp")) {
            metadata = metadata.with("creationTimestamp", "2026-01-01T00:00:00Z");
        }
        JsonObject stored = object.with("metadata", metadata);
        objects.put(path(type, key), stored);
        unreadable.remove(path(type, key));
        types.add(type);
        publish(
                type,
                before == null ? new WatchEvent.Added(stored) : new WatchEvent.Modified(stored));
        return stored;
    }

    private void removeStored(ResourceType type, ObjectKey key) {
        UnreadableObject broken = unreadable.remove(path(type, key));
        if (broken != null) {
            version++;
            publish(type, new WatchEvent.UnreadableDeleted(broken));
            return;
        }
        JsonObject live = live(type, key);
        objects.remove(path(type, key));
        JsonObject last =
                live.with(
                        "metadata",
                        live.object("metadata").with("resourceVersion", Long.toString(++version)));
        publish(type, new WatchEvent.Deleted(last));
    }

    private void publish(ResourceType type, WatchEvent event) {
        changes.add(new Change(type, event, version));
        streams.forEach(stream -> stream.offer(type, event));
    }

    private static String versionOf(JsonObject object) {
        return object.string("metadata", "resourceVersion").orElse("");
    }

    private static String prefix(ResourceType type) {
        return type.group() + "/" + type.plural() + "/";
    }

    private static String path(ResourceType type, ObjectKey key) {
        return prefix(type) + key.namespace() + "/" + key.name();
    }

    private static KubernetesApiException refusal(int code, String reason, String message) {
        return KubernetesApiException.of(
                new KubernetesApiException.Answer(code, reason, message, Optional.of("audit-r")));
    }
}
