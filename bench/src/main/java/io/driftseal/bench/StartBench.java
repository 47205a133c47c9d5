package io.driftseal.bench;

import io.driftseal.bench.document.PodSize;
import io.driftseal.bench.load.ReviewClient;
import io.driftseal.bench.load.ReviewClient.Protocol;
import io.driftseal.bench.measured.FloorTarget;
import io.driftseal.bench.measured.MeasuredProcess;
import io.driftseal.bench.measured.WebhookTarget;
import io.driftseal.bench.measured.Workshop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * From the start of the process to {@code /readyz}, and the first answer after it: without and with
 * an archive of the classes that an earlier run has left, turn by turn; beside the bare server with
 * an archive of its own, whose start is the least that this Java and this machine allow.
 */
final class StartBench {
    private final Workshop workshop;
    private final List<String> flags;
    private final PrintStream out;

    StartBench(Workshop workshop, List<String> flags, PrintStream out) {
        this.workshop = workshop;
        this.flags = flags;
        this.out = out;
    }

    void run(int runs) throws Exception {
        Path archive = workshop.directory().resolve("webhook.aot");
        Path floorArchive = workshop.directory().resolve("floor.aot");
        Vertx vertx = Vertx.vertx();
        try {
            Context context = vertx.getOrCreateContext();
            Training.run(workshop, WebhookTarget.launch(workshop, flags), archive);
            trainFloor(vertx, context, floorArchive);
            List<Start> floor = new ArrayList<>();
            List<Start> without = new ArrayList<>();
            List<Start> with = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                without.add(start(vertx, context, "without-" + run, flags));
                with.add(start(vertx, context, "with-" + run, and("-XX:AOTCache=" + archive)));
                floor.add(startFloor(vertx, context, and("-XX:AOTCache=" + floorArchive)));
            }
            out.printf("Archive of %d MB. Medians of %d runs:%n%n", size(archive), runs);
            out.println(
                    "| Start | ready ms | CPU ms until then | of it compilers | policy engine"
                            + " | first answer ms | resident MB |");
            out.println("|---|---|---|---|---|---|---|");
            row("without archive", without);
            row("with archive", with);
            row("bare server with archive", floor);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static long size(Path archive) throws Exception {
        return Files.size(archive) / (1024 * 1024);
    }

    private List<String> and(String flag) {
        List<String> all = new ArrayList<>(flags);
        all.add(flag);
        return all;
    }

    private static ReviewClient client(Vertx vertx, Context context, int port) {
        return ReviewClient.to(vertx, context, port, Protocol.HTTP_1_MANY_CONNECTIONS);
    }

    private void trainFloor(Vertx vertx, Context context, Path archive) throws Exception {
        List<String> training = new ArrayList<>(and("-XX:AOTCacheOutput=" + archive));
        training.addAll(Training.WITHOUT_PROFILES);
        try (FloorTarget floor = FloorTarget.start(workshop, training);
                ReviewClient client = client(vertx, context, floor.port())) {
            new AdmissionPath(PodSize.MEDIUM, client, client).floorNow();
            floor.process().stop();
        }
        if (!Files.exists(archive)) {
            throw new IOException("no archive of the bare server's classes was written");
        }
    }

    private Start startFloor(Vertx vertx, Context context, List<String> itsFlags) throws Exception {
        try (FloorTarget floor = FloorTarget.start(workshop, itsFlags);
                ReviewClient client = client(vertx, context, floor.port())) {
            var path = new AdmissionPath(PodSize.MEDIUM, client, client);
            return started(floor.process(), floor.untilReady(), path::floorNow);
        }
    }

    private Start start(Vertx vertx, Context context, String name, List<String> itsFlags)
            throws Exception {
        try (WebhookTarget webhook = WebhookTarget.start(workshop, name, itsFlags);
                ReviewClient client = client(vertx, context, webhook.port())) {
            var path = new AdmissionPath(PodSize.MEDIUM, client, client);
            return started(webhook.process(), webhook.untilReady(), path::stampNow);
        }
    }

    private static Start started(MeasuredProcess process, Duration untilReady, Call first)
            throws InterruptedException {
        double cpu = process.cpuMillis();
        double compilers = process.compilerMillis();
        double engineCpu = process.endedChildrenCpuMillis() + process.childrenCpuMillis();
        long began = System.nanoTime();
        first.make();
        double firstMillis = (System.nanoTime() - began) / 1e6;
        return new Start(
                untilReady.toNanos() / 1e6,
                cpu + engineCpu,
                compilers,
                engineCpu,
                firstMillis,
                process.residentMegabytes());
    }

    /** One call, waiting for its answer. */
    private interface Call {
        void make() throws InterruptedException;
    }

    private void row(String words, List<Start> starts) {
        out.printf(
                "| %s | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f |%n",
                words,
                median(starts, Start::readyMillis),
                median(starts, Start::cpuMillis),
                median(starts, Start::compilerMillis),
                median(starts, Start::engineCpuMillis),
                median(starts, Start::firstMillis),
                median(starts, Start::residentMegabytes));
    }

    private static double median(
            List<Start> starts, java.util.function.ToDoubleFunction<Start> figure) {
        return starts.stream()
                .mapToDouble(figure)
                .sorted()
                .skip((starts.size() - 1) / 2)
                .findFirst()
                .orElseThrow();
    }

    /** One start. */
    private record Start(
            double readyMillis,
            double cpuMillis,
            double compilerMillis,
            double engineCpuMillis,
            double firstMillis,
            double residentMegabytes) {}
}
