package io.driftseal.webhook.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.webhook.edge.Admittance.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One namespace never takes what others need. */
final class AdmittanceTest {

    private final List<String> begun = new ArrayList<>();

    private Room ask(Admittance admittance, String namespace) {
        return admittance.review(namespace, () -> begun.add(namespace));
    }

    private static Admittance admittance(int reviews, int perNamespace, int waiting) {
        return new Admittance(
                new Admittance.Bounds(reviews, perNamespace, waiting, 1_000_000, 250_000));
    }

    @Test
    void aFloodOfOneNamespaceLeavesRoomForEveryOther() {
        Admittance admittance = admittance(16, 16, 2);

        for (int i = 0; i < 100; i++) {
            ask(admittance, "noisy");
        }

        assertThat(admittance.reviewsInHand()).isEqualTo(8);
        assertThat(admittance.waiting()).isEqualTo(2);
        assertThat(ask(admittance, "noisy")).isEqualTo(Room.SHARE_TAKEN);
        assertThat(ask(admittance, "quiet")).isEqualTo(Room.GIVEN);
        assertThat(ask(admittance, "other")).isEqualTo(Room.GIVEN);
    }

    @Test
    void howeverIdleNoNamespaceTakesMoreThanItsMost() {
        Admittance admittance = admittance(64, 3, 0);

        for (int i = 0; i < 10; i++) {
            ask(admittance, "noisy");
        }

        assertThat(begun).hasSize(3);
    }

    @Test
    void whoeverWaitsIsServedInTurnByNamespace() {
        Admittance admittance = admittance(2, 1, 10);
        ask(admittance, "a");
        ask(admittance, "b");
        for (int i = 0; i < 3; i++) {
            ask(admittance, "a");
        }
        ask(admittance, "b");
        begun.clear();

        admittance.releaseReview("a");
        admittance.releaseReview("b");
        admittance.releaseReview("a");
        admittance.releaseReview("a");

        assertThat(begun).containsExactly("a", "b", "a", "a");
        assertThat(admittance.waiting()).isZero();
    }

    @Test
    void bytesOfOneNamespaceAreBoundedAndOthersHaveTheRest() {
        Admittance admittance = admittance(1, 1, 1);

        assertThat(admittance.bytes("noisy", 250_000)).isEqualTo(Room.GIVEN);
        assertThat(admittance.bytes("noisy", 1)).isEqualTo(Room.SHARE_TAKEN);
        assertThat(admittance.bytes("quiet", 250_000)).isEqualTo(Room.GIVEN);
        assertThat(admittance.bytes(Admittance.UNKNOWN, 500_000)).isEqualTo(Room.GIVEN);
        assertThat(admittance.bytes("third", 1)).isEqualTo(Room.NONE_LEFT);
    }

    @Test
    void bytesThatCameBeforeTheNameCountOnceItIsKnown() {
        Admittance admittance = admittance(1, 1, 1);
        admittance.bytes(Admittance.UNKNOWN, 250_000);

        admittance.attribute("noisy", 250_000);

        assertThat(admittance.bytes("noisy", 1)).isEqualTo(Room.SHARE_TAKEN);
        admittance.releaseBytes("noisy", 250_000);
        assertThat(admittance.bytesInHand()).isZero();
        assertThat(admittance.namespacesInHand()).isZero();
    }

    /** Seeded: whatever comes and goes, the bounds hold and nothing is remembered afterwards. */
    @Test
    void nothingIsLeftOfAnyNumberOfNamespaces() {
        long seed = Long.getLong("driftseal.seed", System.nanoTime());
        Random random = new Random(seed);
        Admittance admittance = admittance(8, 4, 3);
        List<String> running = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            begun.clear();
            if (running.isEmpty() || random.nextInt(3) > 0) {
                ask(admittance, "ns-" + random.nextInt(5_000));
            } else {
                admittance.releaseReview(running.remove(random.nextInt(running.size())));
            }
            running.addAll(begun);
            assertThat(running.size()).as("seed %s", seed).isEqualTo(admittance.reviewsInHand());
            assertThat(running.size()).as("seed %s", seed).isLessThanOrEqualTo(8);
        }
        while (!running.isEmpty()) {
            begun.clear();
            admittance.releaseReview(running.removeFirst());
            running.addAll(begun);
        }

        assertThat(admittance.waiting()).as("seed %s", seed).isZero();
        assertThat(admittance.namespacesInHand()).as("seed %s", seed).isZero();
    }
}
