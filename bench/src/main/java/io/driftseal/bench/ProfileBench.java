package io.driftseal.bench;

import io.driftseal.bench.AdmissionPath.Step;
import io.driftseal.bench.document.PodSize;
import io.driftseal.bench.load.Load;
import io.driftseal.bench.load.Load.Extent;
import io.driftseal.bench.load.Operation;
import io.driftseal.bench.load.ReviewClient;
import io.driftseal.bench.load.ReviewClient.Protocol;
import io.driftseal.bench.load.Window;
import io.driftseal.bench.measured.MeasuredProcess;
import io.driftseal.bench.measured.Recording;
import io.driftseal.bench.measured.WebhookTarget;
import io.driftseal.bench.measured.Workshop;
import io.driftseal.bench.profile.Profile;
import io.driftseal.bench.profile.Stage;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Where an admission's time goes: flight recordings of the warm webhook under a load of 9 KB pods,
 * of both calls and of each alone, and what is left of them without the policies, beside the floor.
 */
final class ProfileBench {
    private static final int CLIENTS = 8;

    /** Until each thread has had its first sample. */
    private static final Extent FIRST_SAMPLES = new Extent(Duration.ofSeconds(2), 1);

    private final Workshop workshop;
    private final List<String> flags;
    private final PrintStream out;

    ProfileBench(Workshop workshop, List<String> flags, PrintStream out) {
        this.workshop = workshop;
        this.flags = flags;
        this.out = out;
    }

    void run(Extent warmUp, Extent window) throws Exception {
        Vertx vertx = Vertx.vertx();
        Context context = vertx.getOrCreateContext();
        var load = new Load(context);
        int floorPort = Workshop.freePort();
        try (MeasuredProcess floor = workshop.startFloor(floorPort, flags);
                WebhookTarget webhook = WebhookTarget.start(workshop, "profiled", flags);
                ReviewClient floorClient = client(vertx, context, floorPort);
                ReviewClient client = client(vertx, context, webhook.port());
                Allocation allocation = Allocation.of(webhook.process().pid())) {
            var path = new AdmissionPath(PodSize.MEDIUM, floorClient, client);
            load.closed(CLIENTS, FIRST_SAMPLES, path.of(Step.FLOOR));
            load.closed(CLIENTS, warmUp, path.of(Step.ADMIT));
            for (Step step : List.of(Step.ADMIT, Step.STAMP, Step.VERIFY)) {
                path.renewStamp();
                double floorMillis = floorMillis(load, floor, path, window);
                Recorded recorded = record(load, webhook, allocation, path.of(step), window);
                print(step, recorded, floorMillis);
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static ReviewClient client(Vertx vertx, Context context, int port) {
        return ReviewClient.to(vertx, context, port, Protocol.HTTP_1_MANY_CONNECTIONS);
    }

    private static double floorMillis(
            Load load, MeasuredProcess floor, AdmissionPath path, Extent window)
            throws InterruptedException {
        Used before = Used.by(floor);
        Window done = load.closed(CLIENTS, window, path.of(Step.FLOOR));
        return Used.by(floor).since(before).perOperation(done.count()).warm();
    }

    private Recorded record(
            Load load,
            WebhookTarget webhook,
            Allocation allocation,
            Operation operation,
            Extent window)
            throws Exception {
        Recording recording = Recording.start(webhook.process(), workshop.directory());
        load.closed(CLIENTS, FIRST_SAMPLES, operation);
        Instant from = Instant.now();
        Used before = Used.by(webhook.process());
        long bytes = allocation.bytes();
        Window done = load.closed(CLIENTS, window, operation);
        double kilobytes = (allocation.bytes() - bytes) / 1024.0 / done.count();
        Used used = Used.by(webhook.process()).since(before).perOperation(done.count());
        return new Recorded(done.count(), used, kilobytes, Profile.of(recording.stop(), from));
    }

    private void print(Step step, Recorded recorded, double floorMillis) {
        Used used = recorded.used;
        double policies = used.javaThreads() * recorded.profile.share(Stage.INPUT, Stage.POLICY);
        double floors = floorMillis * (step == Step.ADMIT ? 2 : 1);
        out.printf(
                "## %s%n%n%d of them, pods of 9 KB, %d clients. CPU ms %.3f: Java threads %.3f,"
                        + " compilers %.3f, collector and VM %.3f; policy engine %.3f beside it;"
                        + " %.0f KB allocated.%n"
                        + "Without compilers %.1f × the floor of %.3f; without policies too"
                        + " %.3f, %.1f × the floor.%n%n",
                step.words(),
                recorded.count,
                CLIENTS,
                used.process,
                used.javaThreads(),
                used.compilers,
                used.virtualMachine,
                used.engine,
                recorded.kilobytes,
                used.warm() / floors,
                floors,
                used.warm() - policies,
                (used.warm() - policies) / floors);
        recorded.profile.print(out, used.javaThreads(), recorded.kilobytes);
        out.println();
    }

    private record Recorded(long count, Used used, double kilobytes, Profile profile) {}

    /** Processor time in milliseconds. */
    private record Used(double process, double compilers, double virtualMachine, double engine) {
        static Used by(MeasuredProcess process) {
            return new Used(
                    process.cpuMillis(),
                    process.compilerMillis(),
                    process.threadMillis("VM "),
                    process.childrenCpuMillis());
        }

        Used since(Used before) {
            return new Used(
                    process - before.process,
                    compilers - before.compilers,
                    virtualMachine - before.virtualMachine,
                    engine - before.engine);
        }

        Used perOperation(long count) {
            return new Used(
                    process / count, compilers / count, virtualMachine / count, engine / count);
        }

        /** Without compilers, which are no part of what an operation costs. */
        double warm() {
            return process - compilers;
        }

        double javaThreads() {
            return process - compilers - virtualMachine;
        }
    }
}
