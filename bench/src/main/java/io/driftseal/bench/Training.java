package io.driftseal.bench;

import io.driftseal.bench.AdmissionPath.Step;
import io.driftseal.bench.document.PodSize;
import io.driftseal.bench.load.Load;
import io.driftseal.bench.load.Load.Extent;
import io.driftseal.bench.load.ReviewClient;
import io.driftseal.bench.load.ReviewClient.Protocol;
import io.driftseal.bench.measured.WebhookTarget;
import io.driftseal.bench.measured.WebhookTarget.Launch;
import io.driftseal.bench.measured.Workshop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of the webhook whose classes are archived for later starts (JEP 483 and 514): started as it
 * will be, until it is ready, with every path that an admission takes. A start for which the
 * archive does not fit, because a jar or the Java is another, goes on without it.
 *
 * <p>Not its profiles (JEP 515). With them the optimizing compiler is at work while the service
 * starts, which takes longer until it is ready and 20 MB more, and the first thousands of
 * admissions take no less.
 */
public final class Training {
    private static final int CLIENTS = 4;
    static final List<String> WITHOUT_PROFILES =
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining");
    private static final Extent EXTENT = new Extent(Duration.ofSeconds(3), 1_500);

    private Training() {}

    /**
     * @param launch with the flags of later starts; only what is about the archive comes to them
     * @param archive is written
     * @throws IOException if none was written
     */
    public static void run(Workshop workshop, Launch launch, Path archive)
            throws IOException, InterruptedException {
        List<String> flags = new ArrayList<>(launch.flags());
        flags.addAll(WITHOUT_PROFILES);
        flags.add("-XX:AOTCacheOutput=" + archive);
        Vertx vertx = Vertx.vertx();
        try (WebhookTarget webhook =
                WebhookTarget.start(
                        workshop,
                        "trained",
                        new Launch(launch.java(), flags, launch.classPath()))) {
            admit(vertx, webhook.port());
            webhook.process().stop();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
        if (!Files.exists(archive)) {
            throw new IOException("no archive of classes was written");
        }
    }

    private static void admit(Vertx vertx, int port) throws InterruptedException {
        Context context = vertx.getOrCreateContext();
        for (Protocol protocol : Protocol.values()) {
            try (ReviewClient client = ReviewClient.to(vertx, context, port, protocol)) {
                var path = new AdmissionPath(PodSize.MEDIUM, client, client);
                new Load(context).closed(CLIENTS, EXTENT, path.of(Step.ADMIT));
            }
        }
    }
}
