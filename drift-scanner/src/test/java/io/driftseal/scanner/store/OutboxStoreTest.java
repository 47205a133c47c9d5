package io.driftseal.scanner.store;

import static io.driftseal.scanner.incident.OutboxMessage.Change.OPENED;
import static io.driftseal.scanner.incident.OutboxMessage.Change.RESOLVED;
import static io.driftseal.scanner.incident.OutboxMessage.Change.UPDATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.scanner.incident.OutboxMessage;
import io.driftseal.scanner.notification.Delivery;
import io.driftseal.scanner.notification.DeliveryQueue;
import io.driftseal.scanner.notification.Destination;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxStoreTest {

    @TempDir Path temporary;
    private StoreFolder folder;
    private SqliteScannerStore store;
    private DeliveryQueue queue;

    @BeforeEach
    void open() {
        folder = new StoreFolder(temporary);
        store = folder.open();
        queue = store.deliveries();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void handsOutOneMessagePerIncidentInTheOrderOfWriting() {
        // Given
        enqueue(Samples.notice(1, "slack", OPENED));
        enqueue(Samples.notice(2, "slack", OPENED));
        enqueue(Samples.notice(1, "slack", RESOLVED));

        // When
        List<Delivery> due = due(StoreFolder.NOW);

        // Then: the resolve waits for its opening
        assertThat(due)
                .extracting(Delivery::messageId)
                .containsExactly("msg-1-slack-OPENED", "msg-2-slack-OPENED");

        queue.delivered(due.getFirst());
        assertThat(due(StoreFolder.NOW))
                .extracting(Delivery::messageId)
                .containsExactly("msg-2-slack-OPENED", "msg-1-slack-RESOLVED");
    }

    @Test
    void waitsForTheNextAttemptAcrossARestart() {
        // Given
        enqueue(Samples.notice(1, "slack", OPENED));
        queue.retry(due(StoreFolder.NOW).getFirst(), StoreFolder.NOW.plusSeconds(9), "status 500");

        // When
        store.close();
        store = folder.open();
        queue = store.deliveries();

        // Then
        assertThat(due(StoreFolder.NOW.plusSeconds(8))).isEmpty();
        assertThat(due(StoreFolder.NOW.plusSeconds(9)))
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.attempts()).isEqualTo(1));
        assertThat(queue.oldestPending(Destination.SLACK)).contains(StoreFolder.NOW);
    }

    @Test
    void takesAKnownMessageOnceEvenAfterDelivery() {
        // Given
        enqueue(Samples.notice(1, "slack", OPENED));
        enqueue(Samples.notice(1, "slack", OPENED));
        assertThat(queue.pending(Destination.SLACK)).isEqualTo(1);
        queue.delivered(due(StoreFolder.NOW).getFirst());

        // When
        enqueue(Samples.notice(1, "slack", OPENED));

        // Then
        assertThat(queue.pending(Destination.SLACK)).isZero();
    }

    @Test
    void keepsWhatCannotBeSentAsDeadLetters() {
        // When: PagerDuty is not configured here, and nobody knows a channel of that name
        enqueue(Samples.notice(1, "pagerduty", OPENED));
        enqueue(Samples.notice(2, "carrier-pigeon", OPENED));

        // Then
        assertThat(queue.dead(Destination.PAGERDUTY)).isEqualTo(1);
        assertThat(queue.pending(Destination.PAGERDUTY)).isZero();
    }

    @Test
    void refusesMoreThanItsBoundAndCounts() {
        // When: the bound is four
        for (int number = 1; number <= 5; number++) {
            enqueue(Samples.notice(number, "slack", OPENED));
        }

        // Then
        assertThat(queue.pending(Destination.SLACK)).isEqualTo(4);
        assertThat(queue.dead(Destination.SLACK)).isEqualTo(1);
        assertThat(folder.counted).containsExactly("refused slack");
    }

    @Test
    void forgetsTheOldestOfWhatIsDone() {
        // Given: limits are three delivered and two dead
        for (int number = 1; number <= 4; number++) {
            enqueue(Samples.notice(number, "slack", OPENED));
            queue.delivered(due(StoreFolder.NOW).getFirst());
        }
        for (int number = 1; number <= 3; number++) {
            enqueue(Samples.notice(number, "slack", UPDATED));
            queue.refuse(due(StoreFolder.NOW).getFirst(), "status 400: invalid_blocks");
        }

        // Then
        assertThat(folder.counted).containsExactly("delivered 1", "dead 1");
        assertThat(queue.dead(Destination.SLACK)).isEqualTo(2);
    }

    private List<Delivery> due(Instant now) {
        return queue.due(Destination.SLACK, now, 10);
    }

    private void enqueue(OutboxMessage message) {
        store.write(transaction -> {
            transaction.outbox().enqueue(message);
            return true;
        });
    }
}
