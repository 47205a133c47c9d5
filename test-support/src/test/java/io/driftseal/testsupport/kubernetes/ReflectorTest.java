package io.driftseal.testsupport.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.BackOff;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.Reflector;
import io.driftseal.kubernetes.ReflectorListener;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.Selection;
import io.driftseal.kubernetes.UnreadableObject;
import io.driftseal.workload.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReflectorTest {

    private static final ResourceType TYPE = ResourceType.CONFIG_MAPS;

    private final FakeKubernetesApi api = new FakeKubernetesApi();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final Reflector<String> reflector =
            new Reflector<>(
                    api,
                    new Reflector.Subject<>(
                            TYPE, Selection.everything(), object -> ObjectKey.of(object).name()),
                    new Recorder(),
                    new BackOff(Duration.ofMillis(1), Duration.ofMillis(5), () -> 0.5),
                    Clock.systemUTC());

    @AfterEach
    void close() {
        reflector.close();
    }

    @Test
    void listsThenFollows() throws InterruptedException {
        put("a");

        reflector.start();

        assertThat(next()).isEqualTo("replaced [a]");
        put("b");
        assertThat(next()).isEqualTo("upserted b");
        api.remove(TYPE, key("a"));
        assertThat(next()).isEqualTo("deleted a");
        assertThat(reflector.synced()).isTrue();
        assertThat(reflector.gaps()).isZero();
    }

    @Test
    void aBrokenStreamIsResumedWithoutAGapAndMissesNothing() throws InterruptedException {
        reflector.start();
        assertThat(next()).isEqualTo("replaced []");

        api.breakWatches();
        put("meanwhile");

        assertThat(next()).isEqualTo("upserted meanwhile");
        assertThat(reflector.gaps()).isZero();
    }

    @Test
    void aForgottenVersionIsAGapAndCostsAList() throws InterruptedException {
        put("a");
        reflector.start();
        assertThat(next()).isEqualTo("replaced [a]");

        put("b");
        assertThat(next()).isEqualTo("upserted b");
        api.compact();
        api.breakWatches();

        assertThat(next()).startsWith("gap ");
        assertThat(next()).isEqualTo("replaced [a, b]");
        put("c");
        assertThat(next()).isEqualTo("upserted c");
        assertThat(reflector.gaps()).isEqualTo(1);
        assertThat(reflector.synced()).isTrue();
    }

    @Test
    void anEventThatCannotBeReadIsAGapAndNotALoop() throws InterruptedException {
        reflector.start();
        assertThat(next()).isEqualTo("replaced []");
        // Only a watch that is open can fail, and an event says that it is.
        put("a");
        assertThat(next()).isEqualTo("upserted a");

        api.failWatches(new KubernetesApiException.Unreadable("an event is too large", null));

        assertThat(next()).isEqualTo("gap an event is too large");
        assertThat(next()).isEqualTo("replaced [a]");
    }

    @Test
    void aDefectOfTheListenerIsAGap() throws InterruptedException {
        reflector.start();
        assertThat(next()).isEqualTo("replaced []");

        put("poison");

        assertThat(next()).isEqualTo("gap poisoned");
        assertThat(next()).isEqualTo("replaced [poison]");
    }

    @Test
    void aFailedListIsRepeatedAndUntilThenNothingIsSynced() throws InterruptedException {
        api.failNext(FakeKubernetesApi.Call.LIST, forbidden());
        api.failNext(FakeKubernetesApi.Call.LIST, forbidden());

        assertThat(reflector.synced()).isFalse();
        reflector.start();

        assertThat(next()).isEqualTo("replaced []");
        assertThat(reflector.gaps()).isZero();
    }

    @Test
    void aWatchThatIsRefusedForAWhileIsRepeatedFromWhereItWas() throws InterruptedException {
        reflector.start();
        assertThat(next()).isEqualTo("replaced []");
        api.failNext(FakeKubernetesApi.Call.WATCH, forbidden());
        api.breakWatches();

        put("a");

        assertThat(next()).isEqualTo("upserted a");
        assertThat(reflector.gaps()).isZero();
    }

    @Test
    void aPageThatIsTooLargeIsAskedForInSmallerOnes() throws InterruptedException {
        put("a");
        put("b");
        for (int i = 0; i < 3; i++) {
            api.failNext(FakeKubernetesApi.Call.LIST, tooLarge());
        }

        reflector.start();

        assertThat(next()).isEqualTo("replaced [a, b]");
        assertThat(reflector.gaps()).isZero();
    }

    @Test
    void aPageOfOneThatCannotBeReadIsAFailedList() throws InterruptedException {
        put("a");
        // 500, 250, 125, 62, 31, 15, 7, 3, 1: then there is no smaller one
        for (int i = 0; i < 9; i++) {
            api.failNext(FakeKubernetesApi.Call.LIST, tooLarge());
        }

        reflector.start();

        assertThat(next()).isEqualTo("replaced [a]");
    }

    @Test
    void whatCannotBeReadIsDeliveredToWhoeverTakesIt() throws InterruptedException {
        api.putUnreadable(TYPE, odd("first"));
        try (Reflector<String> taking =
                new Reflector<>(
                        api,
                        new Reflector.Subject<>(
                                TYPE,
                                Selection.everything(),
                                object -> ObjectKey.of(object).name(),
                                object -> "odd " + object.name()),
                        new Recorder(),
                        new BackOff(Duration.ofMillis(1), Duration.ofMillis(5), () -> 0.5),
                        Clock.systemUTC())) {
            taking.start();
            assertThat(next()).isEqualTo("replaced [odd first]");

            api.putUnreadable(TYPE, odd("second"));
            assertThat(next()).isEqualTo("upserted odd second");
            put("second");
            assertThat(next()).isEqualTo("upserted second");
            api.remove(TYPE, key("first"));
            assertThat(next()).isEqualTo("deleted odd first");
            assertThat(taking.gaps()).isZero();
        }
    }

    @Test
    void whatCannotBeReadIsAGapToWhoeverNeedsEveryObject() throws InterruptedException {
        reflector.start();
        assertThat(next()).isEqualTo("replaced []");

        api.putUnreadable(TYPE, odd("web"));

        assertThat(next()).isEqualTo("gap shop/web cannot be read: odd");
        assertThat(reflector.synced()).isFalse();
        put("web");
        assertThat(next()).isEqualTo("replaced [web]");
    }

    private static UnreadableObject odd(String name) {
        return new UnreadableObject("shop", name, "uid-" + name, "", "odd");
    }

    private static KubernetesApiException tooLarge() {
        return new KubernetesApiException.Unreadable("larger than is read", null);
    }

    @Test
    void theBackOffDoublesUpToItsBoundWithJitter() {
        BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(10), () -> 0.0);
        BackOff late = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(10), () -> 0.999);

        assertThat(List.of(backOff.before(1), backOff.before(2), backOff.before(100)))
                .containsExactly(
                        Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(5));
        assertThat(late.before(100)).isLessThanOrEqualTo(Duration.ofSeconds(10));
    }

    private final class Recorder implements ReflectorListener<String> {
        @Override
        public void replaced(List<String> all) {
            seen.add("replaced " + all);
        }

        @Override
        public void upserted(String object) {
            if (object.equals("poison")) {
                throw new IllegalStateException("poisoned");
            }
            seen.add("upserted " + object);
        }

        @Override
        public void deleted(String object) {
            seen.add("deleted " + object);
        }

        @Override
        public void gap(String cause) {
            seen.add("gap " + cause);
        }
    }

    private String next() throws InterruptedException {
        return Optional.ofNullable(seen.poll(20, TimeUnit.SECONDS)).orElse("nothing");
    }

    private void put(String name) {
        JsonObject metadata =
                JsonObject.builder().put("namespace", "shop").put("name", name).build();
        api.put(TYPE, JsonObject.of("metadata", metadata));
    }

    private static ObjectKey key(String name) {
        return ObjectKey.namespaced("shop", name);
    }

    private static KubernetesApiException forbidden() {
        return KubernetesApiException.of(
                new KubernetesApiException.Answer(403, "Forbidden", "no", Optional.empty()));
    }
}
