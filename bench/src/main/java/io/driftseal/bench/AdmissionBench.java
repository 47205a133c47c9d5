package io.driftseal.bench;

import io.driftseal.bench.AdmissionPath.Step;
import io.driftseal.bench.document.PodSize;
import io.driftseal.bench.load.Load;
import io.driftseal.bench.load.Load.Extent;
import io.driftseal.bench.load.ReviewClient;
import io.driftseal.bench.load.ReviewClient.Protocol;
import io.driftseal.bench.load.Window;
import io.driftseal.bench.measured.MeasuredProcess;
import io.driftseal.bench.measured.WebhookTarget;
import io.driftseal.bench.measured.Workshop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

/**
 * The floor and the webhook, interleaved in one run: the same documents, the same client, turn by
 * turn, so that what the machine does besides hits all of them alike.
 */
final class AdmissionBench implements AutoCloseable {
    private static final int[] CLIENTS = {1, 8, 64};

    private final AdmissionSettings settings;
    private final PrintStream out;
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Load load = new Load(context);
    private final MeasuredProcess floor;
    private final WebhookTarget webhook;
    private final int floorPort;

    AdmissionBench(Workshop workshop, AdmissionSettings settings, PrintStream out)
            throws Exception {
        this.settings = settings;
        this.out = out;
        this.floorPort = Workshop.freePort();
        this.floor = workshop.startFloor(floorPort, settings.flags());
        this.webhook = WebhookTarget.start(workshop, "webhook", settings.flags());
    }

    void run() throws Exception {
        out.println("Load average before: " + loadAverage());
        out.printf(
                "webhook ready after %d ms, flags %s%n",
                webhook.untilReady().toMillis(), String.join(" ", settings.flags()));
        try (ReviewClient floorClient = client(floorPort, Protocol.HTTP_1_MANY_CONNECTIONS);
                ReviewClient ours = client(webhook.port(), Protocol.HTTP_1_MANY_CONNECTIONS)) {
            List<AdmissionPath> paths = new ArrayList<>();
            for (PodSize size : settings.sizes()) {
                paths.add(new AdmissionPath(size, floorClient, ours));
            }
            warm(paths);
            out.println();
            out.println(
                    "| Pod | Clients | What | per second | p50 ms | p95 | p99 | p99.9 | CPU ms"
                            + " | of it policy engine | without engine, × floor | compilers |");
            out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
            for (AdmissionPath path : paths) {
                for (int clients : CLIENTS) {
                    closed(path, clients);
                }
            }
            openLoops(paths);
            sizes(paths);
        }
        protocols();
        memory();
        webhook.complaint().ifPresent(line -> out.println("The webhook complained: " + line));
    }

    private void warm(List<AdmissionPath> paths) throws InterruptedException {
        for (AdmissionPath path : paths) {
            path.renewStamp();
            for (Step step : List.of(Step.CONSTANT, Step.FLOOR, Step.ADMIT)) {
                load.closed(8, settings.warmUp(), path.of(step));
            }
        }
    }

    private void closed(AdmissionPath path, int clients) throws InterruptedException {
        double floorCpu = 0;
        var table = new EnumMap<Step, List<Reading>>(Step.class);
        for (int round = 0; round < settings.rounds(); round++) {
            path.renewStamp();
            for (Step step : Step.values()) {
                table.computeIfAbsent(step, _ -> new ArrayList<>())
                        .add(measure(path, step, clients));
            }
        }
        for (Step step : Step.values()) {
            Reading median = median(table.getOrDefault(step, List.of()));
            if (step == Step.FLOOR) {
                floorCpu = median.cpuMillis();
            }
            double floors = step == Step.ADMIT ? 2 * floorCpu : floorCpu;
            row(path, clients, step, median, floors);
        }
    }

    private Reading measure(AdmissionPath path, Step step, int clients)
            throws InterruptedException {
        Reading.Start start = Reading.Start.of(step.ours() ? webhook.process() : floor);
        return start.end(load.closed(clients, settings.window(), path.of(step)));
    }

    private static Reading median(List<Reading> readings) {
        return readings.stream()
                .sorted(java.util.Comparator.comparingDouble(Reading::warmMillis))
                .skip((readings.size() - 1) / 2)
                .findFirst()
                .orElseThrow();
    }

    private void row(AdmissionPath path, int clients, Step step, Reading reading, double floors) {
        Window window = reading.window();
        out.printf(
                "| %s | %d | %s | %.0f | %.2f | %.2f | %.2f | %.2f | %.3f | %.3f | %s | %.3f |%s%n",
                path.size().words(),
                clients,
                step.words(),
                window.perSecond(),
                window.millisAt(50),
                window.millisAt(95),
                window.millisAt(99),
                window.millisAt(99.9),
                reading.warmMillis(),
                reading.engineCpuMillis(),
                floors > 0 ? "%.2f".formatted(reading.cpuMillis() / floors) : "",
                reading.compilerMillis(),
                window.failures() > 0 ? " FAILURES " + window.failures() : "");
    }

    /** Latency at half of what the closed loop could do: late from when a request was due. */
    private void openLoops(List<AdmissionPath> paths) throws InterruptedException {
        out.println();
        out.println("Open loop at half saturation, late from when a request was due:");
        out.println();
        out.println("| Pod | What | per second | p50 ms | p95 | p99 | p99.9 | worst |");
        out.println("|---|---|---|---|---|---|---|---|");
        for (AdmissionPath path : paths) {
            for (Step step : List.of(Step.FLOOR, Step.STAMP, Step.VERIFY, Step.ADMIT)) {
                path.renewStamp();
                Window saturated = load.closed(8, settings.window(), path.of(step));
                path.renewStamp();
                Window window =
                        load.open(
                                saturated.perSecond() / 2,
                                settings.window().atLeast().multipliedBy(2),
                                path.of(step));
                out.printf(
                        "| %s | %s | %.0f | %.2f | %.2f | %.2f | %.2f | %.2f |%s%n",
                        path.size().words(),
                        step.words(),
                        window.perSecond(),
                        window.millisAt(50),
                        window.millisAt(95),
                        window.millisAt(99),
                        window.millisAt(99.9),
                        window.millisAt(100),
                        window.failures() > 0 ? " FAILURES " + window.failures() : "");
            }
        }
    }

    private void sizes(List<AdmissionPath> paths) throws Exception {
        out.println();
        out.println(
                "| Pod | review bytes | bytes that a stamp adds (patch) | KB allocated, /stamp |"
                        + " /verify |");
        out.println("|---|---|---|---|---|");
        try (Allocation allocation = Allocation.of(webhook.process().pid())) {
            for (AdmissionPath path : paths) {
                path.renewStamp();
                out.printf(
                        "| %s | %d | %d | %.0f | %.0f |%n",
                        path.size().words(),
                        path.reviewBytes(),
                        path.patchBytes(),
                        allocated(allocation, path, Step.STAMP),
                        allocated(allocation, path, Step.VERIFY));
            }
        }
    }

    private double allocated(Allocation allocation, AdmissionPath path, Step step)
            throws Exception {
        long before = allocation.bytes();
        Window window = load.closed(8, settings.window(), path.of(step));
        return (allocation.bytes() - before) / 1024.0 / Math.max(1, window.count());
    }

    /** One HTTP/2 connection against many of HTTP/1.1, turn by turn. */
    private void protocols() throws InterruptedException {
        out.println();
        out.println("64 requests in flight, 9 KB:");
        out.println();
        out.println("| Connections | What | per second | cores of the server | p99 ms | CPU ms |");
        out.println("|---|---|---|---|---|---|");
        for (Step step : List.of(Step.FLOOR, Step.STAMP, Step.VERIFY)) {
            for (Protocol protocol : Protocol.values()) {
                try (ReviewClient floorClient = client(floorPort, protocol);
                        ReviewClient ours = client(webhook.port(), protocol)) {
                    var path = new AdmissionPath(PodSize.MEDIUM, floorClient, ours);
                    path.renewStamp();
                    load.closed(64, settings.window(), path.of(step));
                    Reading reading = measure(path, step, 64);
                    out.printf(
                            "| %s | %s | %.0f | %.2f | %.2f | %.3f |%n",
                            protocol == Protocol.HTTP_1_MANY_CONNECTIONS
                                    ? "many, HTTP/1.1"
                                    : "one, HTTP/2",
                            step.words(),
                            reading.window().perSecond(),
                            reading.window().perSecond() * reading.cpuMillis() / 1000,
                            reading.window().millisAt(99),
                            reading.warmMillis());
                }
            }
        }
    }

    /** What else the machine does; beside figures, so that a reader can judge them. */
    private static String loadAverage() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).strip();
    }

    private void memory() throws IOException {
        out.println();
        out.println("Load average after: " + loadAverage());
        out.printf(
                "Resident after all of this: webhook %.0f MB, policy engine %.0f MB, floor %.0f"
                        + " MB%n",
                webhook.process().residentMegabytes(),
                webhook.process().childrenResidentMegabytes(),
                floor.residentMegabytes());
    }

    private ReviewClient client(int port, Protocol protocol) {
        return ReviewClient.to(vertx, context, port, protocol);
    }

    @Override
    public void close() {
        floor.close();
        webhook.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /**
     * @param warmUp of each path, until its compiler is done with it
     * @param window of which the median of so many rounds is shown
     * @param flags of the JVMs that are measured
     */
    record AdmissionSettings(
            Extent warmUp, Extent window, int rounds, List<PodSize> sizes, List<String> flags) {
        AdmissionSettings {
            sizes = List.copyOf(sizes);
            flags = List.copyOf(flags);
        }
    }
}
