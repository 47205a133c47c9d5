package io.driftseal.scanner.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.scanner.incident.OutboxMessage;
import io.driftseal.scanner.incident.OutboxMessage.Change;
import io.driftseal.scanner.store.RetentionLimits;
import io.driftseal.scanner.store.SqliteScannerStore;
import io.driftseal.scanner.store.StoreCounters;
import io.driftseal.scanner.store.StorePolicy;
import io.driftseal.scanner.store.StoreSettings;
import io.driftseal.service.configuration.Secret;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.testsupport.receiver.Outage;
import io.driftseal.testsupport.receiver.RateLimit;
import io.driftseal.testsupport.receiver.ReceivedPagerDutyEvent;
import io.driftseal.testsupport.receiver.ReceivedPagerDutyEvent.Effect;
import io.driftseal.testsupport.receiver.ReceivedSlackMessage;
import io.driftseal.testsupport.receiver.ReceiverOptions;
import io.driftseal.testsupport.receiver.StrictPagerDutyReceiver;
import io.driftseal.testsupport.receiver.StrictSlackReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loop with the real store and the strict receivers; only time is scripted. */
class DeliveryLoopTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir Path temporary;
    private final TestClock clock = new TestClock();
    private final ServiceMetrics metrics = ServiceMetrics.create("drift-scanner");
    private final StrictSlackReceiver slack =
            StrictSlackReceiver.start(
                    ReceiverOptions.loopback(new RateLimit(1, SECOND)).withClock(clock));
    private final StrictPagerDutyReceiver pagerDuty =
            StrictPagerDutyReceiver.start(ReceiverOptions.loopback(RateLimit.none()));
    private final SlackSender slackSender =
            new SlackSender(new Secret(slack.webhookUrl().toString()));
    private final PagerDutySender pagerDutySender =
            new PagerDutySender(
                    pagerDuty.baseUrl(), new Secret(StrictPagerDutyReceiver.ROUTING_KEY));
    private SqliteScannerStore store;
    private DeliveryLoop loop;

    @BeforeEach
    void open() {
        store = openStore();
        loop = loop(slackSender);
    }

    @AfterEach
    void close() {
        slackSender.close();
        pagerDutySender.close();
        slack.close();
        pagerDuty.close();
        store.close();
        metrics.close();
    }

    @Test
    void sendsNoFasterThanSlackTakes() throws Exception {
        // Given
        for (int number = 1; number <= 3; number++) {
            enqueue(number, Change.OPENED, "slack");
        }

        // When
        int inOneInstant = loop.round();
        runFor(Duration.ofSeconds(5), loop);

        // Then: the receiver, which allows one a second, never had to refuse
        assertThat(inOneInstant).isEqualTo(1);
        assertThat(slack.violations()).isEmpty();
        assertThat(told()).containsExactly("1 CRITICAL", "2 CRITICAL", "3 CRITICAL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dropped", "500", "503", "429", "404"})
    void losesNothingAndKeepsTheOrderOverAnOutage(String kind) throws Exception {
        // Given
        slack.outage(
                kind.equals("dropped")
                        ? Outage.dropped()
                        : Outage.answering(Integer.parseInt(kind)));
        enqueue(1, Change.OPENED, "slack");
        enqueue(2, Change.OPENED, "slack");
        enqueue(1, Change.RESOLVED, "slack");
        runFor(Duration.ofMinutes(3), loop);
        assertThat(slack.messages()).isEmpty();
        int requestsWhileDown = slack.requests();

        // When
        slack.outage(Outage.none());
        runFor(Duration.ofMinutes(10), loop);

        // Then
        assertThat(requestsWhileDown).isBetween(2, 40);
        assertThat(told())
                .containsExactlyInAnyOrder("1 CRITICAL", "1 RESOLVED", "2 CRITICAL")
                .containsSubsequence("1 CRITICAL", "1 RESOLVED");
        assertThat(store.deliveries().pending(Destination.SLACK)).isZero();
    }

    @Test
    void waitsAsLongAsTheReceiverAsks() throws Exception {
        // Given
        slack.outage(Outage.rateLimited(30));
        enqueue(1, Change.OPENED, "slack");
        loop.round();
        slack.outage(Outage.none());

        // When
        runFor(Duration.ofSeconds(28), loop);
        int before = slack.messages().size();
        runFor(Duration.ofSeconds(4), loop);

        // Then
        assertThat(before).isZero();
        assertThat(slack.messages()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413})
    void neverRepeatsWhatIsRefusedForGood(int status) throws Exception {
        // Given
        slack.outage(Outage.answering(status));
        enqueue(1, Change.OPENED, "slack");

        // When
        runFor(Duration.ofMinutes(5), loop);

        // Then
        assertThat(slack.requests()).isEqualTo(1);
        assertThat(store.deliveries().dead(Destination.SLACK)).isEqualTo(1);
        assertThat(metrics.scrape())
                .contains(
                        "driftseal_drift_scanner_deliveries_total{destination=\"slack\",outcome=\"refused\"}"
                                + " 1.0")
                .contains("driftseal_drift_scanner_outbox_dead{destination=\"slack\"} 1.0");
    }

    @Test
    void aMessageThatFailsAloneDoesNotHoldUpTheOthers() throws Exception {
        // Given: the receiver breaks on the first incident and on no other
        BreakingSender sender = new BreakingSender(slackSender, Incidents.identifier(1));
        DeliveryLoop breaking = loop(sender);
        enqueue(1, Change.OPENED, "slack");
        enqueue(2, Change.OPENED, "slack");
        enqueue(3, Change.OPENED, "slack");

        // When
        runFor(Duration.ofMinutes(10), breaking);

        // Then
        assertThat(told()).containsExactly("2 CRITICAL", "3 CRITICAL");
        assertThat(store.deliveries().pending(Destination.SLACK)).isEqualTo(1);
    }

    @Test
    void sendsAgainWhatWasSentAndNotMarkedBeforeTheProcessEnded() throws Exception {
        // Given: PagerDuty has the event, the process ends before the outbox knows
        enqueue(1, Change.OPENED, "pagerduty");
        enqueue(1, Change.RESOLVED, "pagerduty");
        Delivery opened =
                store.deliveries().due(Destination.PAGERDUTY, clock.instant(), 1).getFirst();
        pagerDutySender.send(opened);
        store.close();

        // When
        store = openStore();
        runFor(Duration.ofMinutes(1), loop(pagerDutySender));

        // Then: the same key, so nobody is paged twice and the alert is closed
        assertThat(pagerDuty.messages())
                .extracting(ReceivedPagerDutyEvent::effect)
                .containsExactly(Effect.OPENED, Effect.LOGGED, Effect.RESOLVED);
        assertThat(pagerDuty.openAlerts()).isEmpty();
    }

    @Test
    void tellsHowMuchWaitsAndForHowLong() throws Exception {
        // Given
        slack.outage(Outage.answering(503));
        enqueue(1, Change.OPENED, "slack");

        // When
        runFor(Duration.ofSeconds(60), loop);

        // Then
        assertThat(metrics.scrape())
                .contains("driftseal_drift_scanner_outbox_pending{destination=\"slack\"} 1.0")
                .containsPattern(
                        "driftseal_drift_scanner_outbox_oldest_seconds\\{destination=\"slack\"\\}"
                                + " (5[0-9]|60)\\.0");
    }

    private void runFor(Duration duration, DeliveryLoop running) throws InterruptedException {
        for (long second = 0; second < duration.toSeconds(); second++) {
            running.round();
            clock.advance(SECOND);
        }
    }

    private List<String> told() {
        List<String> told = new ArrayList<>();
        for (ReceivedSlackMessage message : slack.messages()) {
            String word = message.text().startsWith("RESOLVED") ? " RESOLVED" : " CRITICAL";
            told.add(message.text().charAt(message.text().length() - 1) + word);
        }
        return told;
    }

    private void enqueue(int number, Change change, String channel) {
        OutboxMessage message = Incidents.notice(Incidents.patched(number), change, channel);
        store.write(transaction -> {
            transaction.outbox().enqueue(message);
            return true;
        });
    }

    private DeliveryLoop loop(Sender sender) {
        return new DeliveryLoop(store.deliveries(), sender, clock, new Random(1), metrics);
    }

    private SqliteScannerStore openStore() {
        return SqliteScannerStore.open(
                StoreSettings.at(temporary.resolve("driftseal.db")),
                new StorePolicy(
                        new MessageRendering(Set.of(Destination.SLACK, Destination.PAGERDUTY)),
                        RetentionLimits.defaults(),
                        new NoCounters(),
                        clock),
                () -> new UUID(0, 1));
    }

    private static final class NoCounters implements StoreCounters {
        @Override
        public void forgotten(String kind, int rows) {}

        @Override
        public void refused(String destination) {}
    }
}
