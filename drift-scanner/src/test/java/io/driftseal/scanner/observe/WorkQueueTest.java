package io.driftseal.scanner.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkQueueTest {

    @Test
    void aKeyOfferedTwiceIsHandedOutOnce() throws InterruptedException {
        WorkQueue queue = new WorkQueue(10);

        queue.offer(key(1));
        queue.offer(key(1));

        assertThat(queue.take(0)).contains(key(1));
        assertThat(queue.take(0)).isEmpty();
    }

    @Test
    void aKeyOfferedWhileInWorkComesAgainAndNotBefore() throws InterruptedException {
        WorkQueue queue = new WorkQueue(10);
        queue.offer(key(1));
        queue.take(0);

        queue.offer(key(1));

        assertThat(queue.take(0)).isEmpty();
        queue.done(key(1));
        assertThat(queue.take(0)).contains(key(1));
        queue.done(key(1));
        assertThat(queue.take(0)).isEmpty();
    }

    @Test
    void atTheBoundANewKeyIsDroppedAndTold() {
        WorkQueue queue = new WorkQueue(2);
        queue.offer(key(1));
        queue.offer(key(2));

        boolean taken = queue.offer(key(3));

        assertThat(taken).isFalse();
        assertThat(queue.dropsTotal()).isEqualTo(1);
        assertThat(queue.takeDrops()).isEqualTo(new WorkQueue.Drops(Set.of(key(3)), false));
        assertThat(queue.takeDrops().none()).isTrue();
    }

    @Test
    void dropsBeyondTheMemoryAreToldWithoutTheirNames() {
        WorkQueue queue = new WorkQueue(1);
        for (int i = 0; i < 4; i++) {
            queue.offer(key(i));
        }

        WorkQueue.Drops drops = queue.takeDrops();

        assertThat(drops.keys()).containsExactly(key(1));
        assertThat(drops.more()).isTrue();
        assertThat(queue.dropsTotal()).isEqualTo(3);
    }

    @Test
    void aClosedQueueTakesNothingAndHandsOutWhatWaits() throws InterruptedException {
        WorkQueue queue = new WorkQueue(10);
        queue.offer(key(1));

        queue.close();

        assertThat(queue.offer(key(2))).isFalse();
        assertThat(queue.take(1_000)).contains(key(1));
        assertThat(queue.take(1_000)).isEmpty();
    }

    @Test
    void underManyThreadsNoKeyIsInTwoHandsAndTheLastOfferIsAlwaysSeen() throws Exception {
        int keys = 50;
        int offers = 20_000;
        WorkQueue queue = new WorkQueue(keys);
        AtomicIntegerArray state = new AtomicIntegerArray(keys);
        Map<WorkKey, Integer> seen = new ConcurrentHashMap<>();
        Set<WorkKey> inHand = ConcurrentHashMap.newKeySet();
        AtomicInteger collisions = new AtomicInteger();
        List<Thread> takers = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            takers.add(
                    Thread.ofPlatform().start(() -> work(queue, state, seen, inHand, collisions)));
        }

        for (int i = 0; i < offers; i++) {
            state.incrementAndGet(i % keys);
            queue.offer(key(i % keys));
        }
        while (!queue.idle()) {
            Thread.onSpinWait();
        }
        queue.close();
        for (Thread taker : takers) {
            taker.join();
        }

        assertThat(collisions).hasValue(0);
        assertThat(queue.dropsTotal()).isZero();
        assertThat(seen)
                .hasSize(keys)
                .allSatisfy((key, value) -> assertThat(value).isEqualTo(offers / keys));
    }

    private static void work(
            WorkQueue queue,
            AtomicIntegerArray state,
            Map<WorkKey, Integer> seen,
            Set<WorkKey> inHand,
            AtomicInteger collisions) {
        try {
            Optional<WorkKey> key = queue.take(5_000);
            while (key.isPresent()) {
                if (!inHand.add(key.get())) {
                    collisions.incrementAndGet();
                }
                int number = Integer.parseInt(key.get().identity().substring("uid-".length()));
                seen.put(key.get(), state.get(number));
                inHand.remove(key.get());
                queue.done(key.get());
                key = queue.take(5_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static WorkKey key(int number) {
        return new WorkKey("Pod", "uid-" + number);
    }
}
