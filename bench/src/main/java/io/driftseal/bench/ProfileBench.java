package io.driftseal.bench;

import io.driftseal.bench.AdmissionPath.Step;
import io.driftseal.bench.document.PodSize;
import io.driftseal.bench.load.Load;
import io.driftseal.bench.load.Load.Extent;
import io.driftseal.bench.load.ReviewClient;
import io.driftseal.bench.load.ReviewClient.Protocol;
import io.driftseal.bench.load.Window;
import io.driftseal.bench.measured.MeasuredProcess;
import io.driftseal.bench.measured.Recording;
import io.driftseal.bench.measured.WebhookTarget;
import io.driftseal.bench.measured.Workshop;
import io.driftseal.bench.profile.Profile;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Where an admission's time goes: a flight recording of the warm webhook under a load of 9 KB pods,
 * each stamped and verified.
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
        var load = new Load(vertx, context);
        try (WebhookTarget webhook = WebhookTarget.start(workshop, "profiled", flags);
                ReviewClient client =
                        ReviewClient.to(
                                vertx, context, webhook.port(), Protocol.HTTP_1_MANY_CONNECTIONS);
                Allocation allocation = Allocation.of(webhook.process().pid())) {
            var path = new AdmissionPath(PodSize.MEDIUM, client, client);
            load.closed(CLIENTS, warmUp, path.of(Step.ADMIT));
            Recording recording = Recording.start(webhook.process(), workshop.directory());
            load.closed(CLIENTS, FIRST_SAMPLES, path.of(Step.ADMIT));
            Instant from = Instant.now();
            Used before = Used.by(webhook.process());
            long bytes = allocation.bytes();
            Window done = load.closed(CLIENTS, window, path.of(Step.ADMIT));
            double kilobytes = (allocation.bytes() - bytes) / 1024.0 / done.count();
            Used used = Used.by(webhook.process()).since(before).perOperation(done.count());
            Path file = recording.stop();
            out.printf(
                    "An admitted pod of 9 KB, /stamp and /verify, %d of them with %d clients:%n"
                            + "CPU ms %.3f: Java threads %.3f, compilers %.3f, collector and VM"
                            + " %.3f; policy engine %.3f beside it; %.0f KB allocated%n%n",
                    done.count(),
                    CLIENTS,
                    used.process,
                    used.javaThreads(),
                    used.compilers,
                    used.virtualMachine,
                    used.engine,
                    kilobytes);
            Profile.of(file, from).print(out, used.javaThreads(), kilobytes);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

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

        double javaThreads() {
            return process - compilers - virtualMachine;
        }
    }
}
