package io.driftseal.scanner;

import io.driftseal.scanner.notification.DeliveryLoop;
import io.driftseal.scanner.notification.DeliveryQueue;
import io.driftseal.scanner.notification.Destination;
import io.driftseal.scanner.notification.MessageRendering;
import io.driftseal.scanner.notification.PagerDutySender;
import io.driftseal.scanner.notification.ResponderDelivery;
import io.driftseal.scanner.notification.Sender;
import io.driftseal.scanner.notification.SlackSender;
import io.driftseal.scanner.store.RetentionLimits;
import io.driftseal.scanner.store.StoreCounters;
import io.driftseal.scanner.store.StorePolicy;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.MutualTls;
import io.driftseal.service.mutualtls.MutualTlsClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The destinations that are configured, and a delivery loop for each. */
final class Outward {

    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration RESPONDER_DEADLINE = Duration.ofSeconds(5);
    private static final int RESPONDER_ANSWER_BYTES = 64 * 1024;

    private final List<Sender> senders = new ArrayList<>();
    private final ServiceMetrics metrics;
    private final Clock clock;

    Outward(
            ScannerConfiguration configuration,
            MutualTls identity,
            ServiceMetrics metrics,
            Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
        configuration.slackWebhookUrl().ifPresent(url -> senders.add(new SlackSender(url)));
        configuration
                .pagerDutyRoutingKey()
                .ifPresent(
                        key -> senders.add(new PagerDutySender(configuration.pagerDutyUrl(), key)));
        configuration
                .responderUrl()
                .ifPresent(url ->
                        senders.add(
                                new ResponderDelivery(
                                        new MutualTlsClient(
                                                identity,
                                                url,
                                                "responder",
                                                RESPONDER_DEADLINE,
                                                RESPONDER_ANSWER_BYTES))));
    }

    /** How the store renders messages, what it may forget, and who counts it. */
    StorePolicy storePolicy() {
        Set<Destination> configured =
                senders.stream().map(Sender::destination).collect(Collectors.toSet());
        StoreCounters counters =
                new StoreCounters() {
                    @Override
                    public void forgotten(String kind, int rows) {
                        metrics.counter("store.forgotten", "kind", kind).increment(rows);
                    }

                    @Override
                    public void refused(String destination) {
                        metrics.counter("outbox.refused", "destination", destination).increment();
                    }
                };
        return new StorePolicy(
                new MessageRendering(configured), RetentionLimits.defaults(), counters, clock);
    }

    void start(DeliveryQueue queue, Loops loops, RandomGenerator random) {
        for (Sender sender : senders) {
            DeliveryLoop loop = new DeliveryLoop(queue, sender, clock, random, metrics);
            loops.start(
                    "delivery-" + sender.destination().wireName(),
                    progress -> loop.run(progress, IDLE));
        }
    }

    void close() {
        senders.forEach(Sender::close);
    }
}
