package io.driftseal.testsupport.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import io.driftseal.kubernetes.WatchEvent;
import io.driftseal.kubernetes.WatchStream;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.kubernetes.WriteResult;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every implementation of the port does. Runs on the fake and on a real API server. */
public abstract class KubernetesApiContract {

    private static final ResourceType TYPE = ResourceType.CONFIG_MAPS;
    private static final WriteOptions STORED = WriteOptions.stored("driftseal-contract");
    private static final Duration LONG = Duration.ofSeconds(20);

    /** The API under test. */
    protected abstract KubernetesApi api();

    /**
     * An existing namespace with no ConfigMap that carries the label {@code contract}; new for each
     * test.
     */
    protected abstract String namespace();

    /** A resourceVersion that a watch can no longer begin from; empty where none can be had. */
    protected abstract Optional<String> expiredVersion();

    @Test
    void anObjectThatWasCreatedIsReadWithIdentityAndVersion() {
        WriteResult created = api().create(TYPE, configMap("a", "1"), STORED);

        JsonObject read = api().get(TYPE, key("a")).orElseThrow();

        assertThat(read).isEqualTo(created.object());
        assertThat(read.string("metadata", "uid")).isPresent();
        assertThat(read.string("metadata", "resourceVersion")).isPresent();
        assertThat(created.auditId()).isPresent();
    }

    @Test
    void whatIsServedNamesEachTypeOnceAndNoSubResource() {
        ServedTypes served = api().served();

        assertThat(served.listable())
                .contains(TYPE, ResourceType.PODS, ResourceType.DEPLOYMENTS)
                .doesNotHaveDuplicates()
                .noneMatch(type -> type.plural().contains("/"));
        assertThat(served.unreadable()).isEmpty();
    }

    @Test
    void anAbsentObjectIsEmpty() {
        assertThat(api().get(TYPE, key("absent"))).isEmpty();
    }

    @Test
    void creatingTwiceIsAConflictThatSaysSo() {
        api().create(TYPE, configMap("a", "1"), STORED);

        assertThatThrownBy(() -> api().create(TYPE, configMap("a", "2"), STORED))
                .isInstanceOfSatisfying(
                        KubernetesApiException.Conflict.class,
                        conflict -> {
                            assertThat(conflict.alreadyExists()).isTrue();
                            assertThat(conflict.auditId()).isPresent();
                        });
    }

    @Test
    void aDryRunStoresNothing() {
        api().create(TYPE, configMap("a", "1"), WriteOptions.dryRun("driftseal-contract"));

        assertThat(api().get(TYPE, key("a"))).isEmpty();
    }

    @Test
    void aListComesInPagesAndItsItemsSayWhatTheyAre() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            api().create(TYPE, configMap(name, "1"), STORED);
        }

        List<String> names = new ArrayList<>();
        ObjectPage page = api().list(TYPE, labelled(), new PageRequest(2, ""));
        names.addAll(names(page));
        int pages = 1;
        while (!page.isLast()) {
            page = api().list(TYPE, labelled(), new PageRequest(2, page.continueToken()));
            names.addAll(names(page));
            pages++;
        }

        assertThat(names).containsExactly("a", "b", "c", "d", "e");
        assertThat(pages).isEqualTo(3);
        assertThat(page.items())
                .allSatisfy(item -> assertThat(item.string("kind")).contains("ConfigMap"));
    }

    @Test
    void aNameSelectsOneObject() {
        api().create(TYPE, configMap("a", "1"), STORED);
        api().create(TYPE, configMap("b", "1"), STORED);

        ObjectPage page = api().list(TYPE, Selection.named(key("b")), PageRequest.first());

        assertThat(names(page)).containsExactly("b");
    }

    @Test
    void aWatchDeliversWhatHappenedAfterItsVersionInOrder() throws InterruptedException {
        api().create(TYPE, configMap("before", "1"), STORED);
        String version = api().list(TYPE, labelled(), PageRequest.first()).resourceVersion();
        api().create(TYPE, configMap("a", "1"), STORED);

        try (WatchStream stream = api().watch(TYPE, labelled(), version)) {
            api().patch(TYPE, key("a"), value("2"), STORED);
            api().delete(TYPE, key("a"), none());

            assertThat(event(stream)).isInstanceOf(WatchEvent.Added.class);
            assertThat(event(stream))
                    .isInstanceOfSatisfying(
                            WatchEvent.Modified.class,
                            modified ->
                                    assertThat(modified.object().string("data", "value"))
                                            .contains("2"));
            assertThat(event(stream))
                    .isInstanceOfSatisfying(
                            WatchEvent.Deleted.class,
                            deleted ->
                                    assertThat(ObjectKey.of(deleted.object())).isEqualTo(key("a")));
        }
    }

    @Test
    void closingAWatchEndsAWaitingRead() throws Exception {
        String version = api().list(TYPE, labelled(), PageRequest.first()).resourceVersion();
        WatchStream stream = api().watch(TYPE, labelled(), version);
        CompletableFuture<Optional<WatchEvent>> read = new CompletableFuture<>();
        Thread reader =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                read.complete(stream.next(LONG));
                            } catch (InterruptedException | RuntimeException e) {
                                read.completeExceptionally(e);
                            }
                        });

        stream.close();

        reader.join();
        assertThat(read.get()).isEmpty();
    }

    @Test
    void aWatchFromAForgottenVersionIsGone() {
        Optional<String> expired = expiredVersion();
        assumeTrue(expired.isPresent(), "this API cannot be made to forget");
        String version = expired.orElseThrow();

        assertThatThrownBy(
                        () -> {
                            try (WatchStream stream = api().watch(TYPE, labelled(), version)) {
                                stream.next(LONG);
                            }
                        })
                .isInstanceOf(KubernetesApiException.Gone.class);
    }

    @Test
    void aMergePatchSetsAndRemovesMembers() {
        api().create(TYPE, configMap("a", "1"), STORED);
        JsonObject change =
                JsonObject.of(
                        "data",
                        JsonObject.of("value", JsonNull.INSTANCE, "other", new JsonString("x")));

        api().patch(TYPE, key("a"), new Patch.Merge(change), STORED);

        assertThat(api().get(TYPE, key("a")).orElseThrow().object("data"))
                .isEqualTo(JsonObject.of("other", new JsonString("x")));
    }

    @Test
    void aMergePatchOnAnOldVersionIsAConflict() {
        JsonObject old = api().create(TYPE, configMap("a", "1"), STORED).object();
        api().patch(TYPE, key("a"), value("2"), STORED);
        JsonObject conditional =
                JsonObject.of("data", JsonObject.of("value", new JsonString("3")))
                        .with(
                                "metadata",
                                JsonObject.EMPTY.with(
                                        "resourceVersion",
                                        old.string("metadata", "resourceVersion").orElseThrow()));

        assertThatThrownBy(() -> api().patch(TYPE, key("a"), new Patch.Merge(conditional), STORED))
                .isInstanceOf(KubernetesApiException.Conflict.class);
    }

    @Test
    void aPatchThatChangesNothingKeepsTheVersion() {
        JsonObject created = api().create(TYPE, configMap("a", "1"), STORED).object();

        JsonObject patched = api().patch(TYPE, key("a"), value("1"), STORED).object();

        assertThat(patched.string("metadata", "resourceVersion"))
                .isEqualTo(created.string("metadata", "resourceVersion"));
    }

    @Test
    void aFailedTestRefusesAJsonPatchAsAWhole() {
        api().create(TYPE, configMap("a", "1"), STORED);
        JsonObject replace = operation("replace", "/data/value", "2");
        JsonObject test = operation("test", "/data/value", "other");

        assertThatThrownBy(() ->
                        api().patch(
                                        TYPE,
                                        key("a"),
                                        new Patch.Operations(JsonArray.of(replace, test)),
                                        STORED))
                .isInstanceOf(KubernetesApiException.Invalid.class);
        assertThat(api().get(TYPE, key("a")).orElseThrow().string("data", "value")).contains("1");
    }

    @Test
    void aPatchOfAnAbsentObjectIsNotFound() {
        assertThatThrownBy(() -> api().patch(TYPE, key("absent"), value("1"), STORED))
                .isInstanceOf(KubernetesApiException.NotFound.class);
    }

    @Test
    void anotherUidProtectsFromDeletion() {
        String uid =
                api().create(TYPE, configMap("a", "1"), STORED)
                        .object()
                        .string("metadata", "uid")
                        .orElseThrow();

        assertThatThrownBy(() ->
                        api().delete(
                                        TYPE,
                                        key("a"),
                                        DeleteOptions.ofUid(
                                                "11111111-2222-4333-8444-555555555555")))
                .isInstanceOf(KubernetesApiException.Conflict.class);
        api().delete(TYPE, key("a"), DeleteOptions.ofUid(uid).asDryRun());
        assertThat(api().get(TYPE, key("a"))).isPresent();
        api().delete(TYPE, key("a"), DeleteOptions.ofUid(uid));
        assertThat(api().get(TYPE, key("a"))).isEmpty();
    }

    private JsonObject configMap(String name, String value) {
        JsonObject metadata =
                JsonObject.builder()
                        .put("name", name)
                        .put("namespace", namespace())
                        .put("labels", JsonObject.of("contract", new JsonString("yes")))
                        .build();
        return JsonObject.builder()
                .put("apiVersion", "v1")
                .put("kind", "ConfigMap")
                .put("metadata", metadata)
                .put("data", JsonObject.of("value", new JsonString(value)))
                .build();
    }

    private ObjectKey key(String name) {
        return ObjectKey.namespaced(namespace(), name);
    }

    @Test
    void aKnockAtAnObjectThatIsNotThereSaysSo() {
        ProbeAnswer answer =
                api().knock(
                                ResourceType.PODS,
                                ObjectKey.namespaced(namespace(), "nobody"),
                                Knock.connect("exec", Map.of("command", "true")));

        assertThat(answer.code()).isEqualTo(404);
        assertThat(answer.accepted()).isFalse();
        assertThat(answer.message()).contains("nobody");
        assertThat(answer.auditId()).isPresent();
    }

    private Selection labelled() {
        return Selection.inNamespace(namespace()).withLabels("contract=yes");
    }

    private static Patch value(String value) {
        return new Patch.Merge(
                JsonObject.of("data", JsonObject.of("value", new JsonString(value))));
    }

    private static JsonObject operation(String op, String path, String value) {
        return JsonObject.builder().put("op", op).put("path", path).put("value", value).build();
    }

    private static DeleteOptions none() {
        return new DeleteOptions(Optional.empty(), OptionalInt.empty(), false);
    }

    private static WatchEvent event(WatchStream stream) throws InterruptedException {
        Optional<WatchEvent> next = stream.next(LONG);
        while (next.isPresent() && next.get() instanceof WatchEvent.Bookmark) {
            next = stream.next(LONG);
        }
        return next.orElseThrow();
    }

    private static List<String> names(ObjectPage page) {
        return page.items().stream().map(item -> ObjectKey.of(item).name()).toList();
    }
}
