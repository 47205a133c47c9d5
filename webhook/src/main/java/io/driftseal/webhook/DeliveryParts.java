package io.driftseal.webhook;

import io.driftseal.evidence.spool.DeliveryResult;
import io.driftseal.evidence.spool.DeliverySettings;
import io.driftseal.evidence.spool.Pause;
import io.driftseal.evidence.spool.RecordSink;
import io.driftseal.evidence.spool.RecordSpool;
import io.driftseal.evidence.spool.RejectedRecords;
import io.driftseal.evidence.spool.SpoolDelivery;
import io.driftseal.evidence.spool.SpoolException;
import io.driftseal.evidence.spool.SpoolSettings;
import io.driftseal.service.health.Health;
import io.driftseal.service.lifecycle.ServiceRuntime;
import io.driftseal.service.lifecycle.StopPhase;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.DeadLetterRoutes;
import io.driftseal.service.mutualtls.MutualTls;
import io.driftseal.service.mutualtls.MutualTlsClient;
import io.driftseal.service.mutualtls.PeerRoute;
import io.driftseal.webhook.delivery.ScannerSink;
import io.driftseal.webhook.delivery.SpooledJournal;
import io.driftseal.webhook.delivery.UnrecordedInputs;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/** Decisions on disk, and their way to the scanner. */
final class DeliveryParts {
    /** An answer lists the ids of one batch. */
    private static final int MAXIMUM_ANSWER_BYTES = 256 * 1024;

    /** What the scanner gets of the stop; the rest waits in the spool for the next start. */
    private static final Duration FLUSH_DEADLINE = Duration.ofSeconds(4);

    private static final Duration PROGRESS_LIMIT = Duration.ofMinutes(3);

    private final WebhookConfiguration configuration;
    private final ServiceRuntime runtime;
    private final ServiceMetrics metrics;
    private final Health health;
    private final Clock clock;

    DeliveryParts(
            WebhookConfiguration configuration,
            ServiceRuntime runtime,
            ServiceMetrics metrics,
            Health health,
            Clock clock) {
        this.configuration = configuration;
        this.runtime = runtime;
        this.metrics = metrics;
        this.health = health;
        this.clock = clock;
    }

    Started start(MutualTls identity, RandomGenerator random, UnrecordedInputs inputs)
            throws SpoolException {
        RecordSpool spool =
                RecordSpool.open(
                        configuration.stateDirectory().resolve("spool"),
                        SpoolSettings.of(configuration.spoolBytes()),
                        clock,
                        () -> gapId(random));
        runtime.onStop(StopPhase.CLOSE, "spool", spool::close);
        RejectedRecords aside =
                RejectedRecords.open(
                        configuration.stateDirectory().resolve("rejected"), "drift-scanner");
        var delivery =
                new SpoolDelivery(
                        spool,
                        aside,
                        configuration
                                .scannerUrl()
                                .map(scanner -> sink(identity, scanner))
                                .orElse(batch -> new DeliveryResult.Retry("no scanner is set")),
                        DeliverySettings.defaults(),
                        new SpoolDelivery.Surroundings(clock, random, Pause.sleeping()));
        delivery.start();
        runtime.onStop(StopPhase.FLUSH, "delivery", () -> delivery.stop(FLUSH_DEADLINE));
        health.progress("delivery", PROGRESS_LIMIT, delivery::lastProgress);
        metrics.gauge("records.delivered", delivery::delivered);
        metrics.gauge("records.retries", delivery::retries);
        metrics.gauge("records.rejected", delivery::rejected);
        metrics.gauge("records.dead", aside::size);
        metrics.gauge("records.dead.lost", aside::lost);
        return new Started(
                new SpooledJournal(spool, inputs, metrics),
                DeadLetterRoutes.of(aside::list, delivery::resend, aside::discard));
    }

    /**
     * @param deadLetters what the scanner refused for good, for the command
     */
    record Started(SpooledJournal journal, List<PeerRoute> deadLetters) {}

    private RecordSink sink(MutualTls identity, URI scanner) {
        var client =
                new MutualTlsClient(
                        identity,
                        scanner,
                        "drift-scanner",
                        configuration.deliveryDeadline(),
                        MAXIMUM_ANSWER_BYTES);
        runtime.onStop(StopPhase.CLOSE, "scanner-client", client::close);
        return new ScannerSink(client);
    }

    private static String gapId(RandomGenerator random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return "gap-" + HexFormat.of().formatHex(bytes);
    }
}
