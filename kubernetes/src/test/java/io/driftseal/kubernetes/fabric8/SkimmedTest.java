package io.driftseal.kubernetes.fabric8;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ObjectPage;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.UnreadableObject;
import io.driftseal.kubernetes.WatchEvent;
import io.fabric8.kubernetes.client.http.AsyncBody;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One object that cannot be read hides neither the others of its type nor itself. */
class SkimmedTest {

    private static final String METADATA =
            "\"metadata\":{\"name\":\"odd\",\"namespace\":\"shop\",\"uid\":\"u-1\",\"resourceVersion\":\"8\"}";

    /** By what is wrong, in the words of the verdict, the object that the API server gives. */
    private static Map<String, String> broken() {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("more than 132 levels", object("[".repeat(200) + "]".repeat(200)));
        rows.put("number out of range", object("1e+300"));
        rows.put("two members of one name", object("1,\"x\":2"));
        rows.put("more than 1000000 values", object("[" + "1,".repeat(1_000_000) + "1]"));
        rows.put("half of a surrogate pair", object("\"\\ud800\""));
        return rows;
    }

    private static String object(String value) {
        return "{\"before\":[{\"metadata\":{\"uid\":\"no\"}}],"
                + METADATA
                + ",\"x\":"
                + value
                + "}";
    }

    @Test
    void aPageNamesWhatCannotBeReadBesideWhatCan() {
        String good = "{\"metadata\":{\"name\":\"wéb\"},\"x\":[1]}";
        broken().forEach((cause, object) -> {
            // A page may hold more values than one object.
            boolean fits = cause.contains("values");
            ObjectPage page =
                    page(good + "," + object + (fits ? ",{\"x\":1e+300}" : "") + "," + good);

            assertThat(page.items())
                    .as(cause)
                    .extracting(item -> ObjectKey.of(item).name())
                    .containsExactly("wéb", "wéb");
            assertThat(page.items().getFirst().string("kind")).contains("Pod");
            assertThat(page.unreadable()).contains(odd(cause));
            assertThat(page.resourceVersion()).isEqualTo("77");
            assertThat(page.continueToken()).isEqualTo("more");
        });
    }

    @Test
    void anObjectThatIsLongerThanOneMayBeIsNamed() throws InterruptedException {
        String long9 = "\"" + "\\u003c".repeat(1_500_000) + "\"";

        assertThat(page(object(long9) + ",{\"x\":1e+300}").unreadable())
                .first()
                .satisfies(o -> assertThat(o.cause()).matches("document of 9\\d{6} bytes"));
        assertThat(event("MODIFIED", object(long9)))
                .isInstanceOfSatisfying(
                        WatchEvent.Unreadable.class,
                        e -> assertThat(e.object().uid()).isEqualTo("u-1"));
    }

    @Test
    void whatIsNoListIsRefused() {
        for (String body : List.of("{\"items\":[{]}", "{\"items\":[1e+300]}", "no", "[1e+300]")) {
            assertThatThrownBy(() ->
                            Fabric8KubernetesApi.page(ResourceType.PODS, body.getBytes(UTF_8)))
                    .as(body)
                    .isInstanceOf(KubernetesApiException.Unreadable.class);
        }
    }

    @Test
    void aChangeOfWhatCannotBeReadIsAnEventOfItsOwn() throws InterruptedException {
        for (Map.Entry<String, String> row : broken().entrySet()) {
            UnreadableObject odd = odd(row.getKey());
            assertThat(event("ADDED", row.getValue())).isEqualTo(new WatchEvent.Unreadable(odd));
            if (row.getKey().contains("values")) {
                continue; // Large, and the same for each change
            }
            assertThat(event("MODIFIED", row.getValue())).isEqualTo(new WatchEvent.Unreadable(odd));
            WatchEvent deleted = event("DELETED", row.getValue());
            assertThat(deleted).isEqualTo(new WatchEvent.UnreadableDeleted(odd));
            assertThat(deleted.resourceVersion()).isEqualTo("8");
        }
    }

    @Test
    void anEventThatSaysNoVersionOrNoKnownChangeIsRefused() {
        String without = "{\"metadata\":{\"uid\":\"u\"},\"x\":1e+300}";
        assertThatThrownBy(() -> event("ADDED", without))
                .isInstanceOf(KubernetesApiException.Unreadable.class);
        assertThatThrownBy(() -> event("ERROR", object("1e+300")))
                .isInstanceOf(KubernetesApiException.Unreadable.class);
        assertThatThrownBy(() -> event("ADDED", "{"))
                .isInstanceOf(KubernetesApiException.Unreadable.class);
    }

    private static UnreadableObject odd(String cause) {
        return new UnreadableObject("shop", "odd", "u-1", "8", cause);
    }

    private static ObjectPage page(String items) {
        String list =
                "{\"items\":[%s],\"metadata\":{\"resourceVersion\":\"77\",\"continue\":\"more\"}}"
                        .formatted(items);
        return Fabric8KubernetesApi.page(ResourceType.PODS, list.getBytes(UTF_8));
    }

    private static WatchEvent event(String type, String object) throws InterruptedException {
        String line = "{\"object\":%s,\"type\":\"%s\"}\n".formatted(object, type);
        LineStream lines = new LineStream(Transport.LONGEST_EVENT_BYTES);
        lines.attach(new OneLine(lines, ByteBuffer.wrap(line.getBytes(UTF_8))));
        return new JsonWatchStream(lines).next(Duration.ofSeconds(20)).orElseThrow();
    }

    private record OneLine(LineStream lines, ByteBuffer line) implements AsyncBody {
        @Override
        public void consume() {
            lines.accept(List.of(line), this);
        }

        @Override
        public CompletableFuture<Void> done() {
            return new CompletableFuture<>();
        }

        @Override
        public void cancel() {}
    }
}
