package io.driftseal.bench;

import io.driftseal.bench.AdmissionBench.AdmissionSettings;
import io.driftseal.bench.document.PodSize;
import io.driftseal.bench.engines.EngineBench;
import io.driftseal.bench.engines.EngineBench.EngineSettings;
import io.driftseal.bench.load.Load.Extent;
import io.driftseal.bench.measured.WebhookTarget;
import io.driftseal.bench.measured.Workshop;
import io.driftseal.bench.micro.MicroBench;
import io.driftseal.decision.bundle.OpaProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** {@code ./driftseal bench WHAT}. */
public final class BenchMain {
    /** As an image starts it, but for a bound of the heap that no container gives here. */
    private static final List<String> FLAGS =
            Stream.concat(
                            Stream.of("-Xmx256m", "-XX:+UseSerialGC"),
                            WebhookTarget.SMALL_CONTAINER.stream())
                    .toList();

    private static final String USAGE =
            """
            ./driftseal bench admission           the webhook against the floor
            ./driftseal bench admission quick     the same in a few minutes
            ./driftseal bench admission medium    the same, pods of 9 KB only and longer warmed up
            ./driftseal bench profile             where the time of an admission goes
            ./driftseal bench start               until the webhook is ready
            ./driftseal bench cluster             the API server's own account of its webhooks
            ./driftseal bench engines [quick]     the engines of policy against one another
            ./driftseal bench micro [quick]       single steps, by JMH
            """;

    private BenchMain() {}

    public static void main(String[] arguments) throws Exception {
        Path project = Path.of(System.getProperty("driftseal.repository", "."));
        String what = String.join(" ", arguments);
        switch (what) {
            case "admission" -> admission(project, settings(4_000, 400, 3, PodSize.values()));
            case "admission quick" -> admission(project, settings(1_000, 100, 1, PodSize.values()));
            case "admission medium" -> admission(project, settings(8_000, 400, 3, PodSize.MEDIUM));
            case "profile" -> profile(project);
            case "start" -> start(project);
            case "engines" -> engines(project, Duration.ofSeconds(5), Duration.ofSeconds(3), 3);
            case "engines quick" ->
                    engines(project, Duration.ofMillis(900), Duration.ofMillis(500), 1);
            case "micro" -> MicroBench.run(2);
            case "micro quick" -> MicroBench.run(0);
            default -> {
                System.err.print(USAGE);
                System.exit(2);
            }
        }
        System.exit(0);
    }

    private static AdmissionSettings settings(
            int warmUp, int operations, int rounds, PodSize... sizes) {
        return new AdmissionSettings(
                new Extent(Duration.ofSeconds(2), warmUp),
                new Extent(Duration.ofSeconds(1), operations),
                rounds,
                List.of(sizes),
                FLAGS);
    }

    private static void engines(Path project, Duration warmUp, Duration window, int rounds)
            throws Exception {
        System.setProperty("logback.configurationFile", "io/driftseal/bench/engines/log.xml");
        Path opa =
                OpaProgram.find(System.getenv())
                        .orElseThrow(() -> new IllegalStateException("no opa: ./driftseal tools"));
        new EngineBench(project, opa, new EngineSettings(warmUp, window, rounds), System.out).run();
    }

    private static void start(Path project) throws Exception {
        try (Workshop workshop = Workshop.open(project)) {
            new StartBench(workshop, FLAGS, System.out).run(5);
        }
    }

    private static void profile(Path project) throws Exception {
        try (Workshop workshop = Workshop.open(project)) {
            new ProfileBench(workshop, FLAGS, System.out)
                    .run(
                            new Extent(Duration.ofSeconds(60), 20_000),
                            new Extent(Duration.ofSeconds(15), 4_000));
        }
    }

    @SuppressWarnings("ClosingStandardOutputStreams") // the bench closes what it started, not this
    private static void admission(Path project, AdmissionSettings settings) throws Exception {
        try (Workshop workshop = Workshop.open(project);
                AdmissionBench bench = new AdmissionBench(workshop, settings, System.out)) {
            bench.run();
        }
    }
}
