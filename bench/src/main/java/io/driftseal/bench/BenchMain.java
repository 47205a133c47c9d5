package io.driftseal.bench;

import io.driftseal.bench.AdmissionBench.AdmissionSettings;
import io.driftseal.bench.document.PodSize;
import io.driftseal.bench.load.Load.Extent;
import io.driftseal.bench.measured.Workshop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code ./driftseal bench WHAT}. */
public final class BenchMain {
    /** As the services are run; see {@code docs/HACKING.md}. */
    private static final List<String> FLAGS = List.of("-Xmx256m", "-XX:+UseSerialGC");

    private static final String USAGE =
            """
            ./driftseal bench admission [quick]   the webhook against the floor
            """;

    private BenchMain() {}

    public static void main(String[] arguments) throws Exception {
        Path project = Path.of(System.getProperty("driftseal.repository", "."));
        String what = String.join(" ", arguments);
        switch (what) {
            case "admission" -> admission(project, settings(4_000, 400, 3));
            case "admission quick" -> admission(project, settings(1_000, 100, 1));
            default -> {
                System.err.print(USAGE);
                System.exit(2);
            }
        }
        System.exit(0);
    }

    private static AdmissionSettings settings(int warmUp, int operations, int rounds) {
        return new AdmissionSettings(
                new Extent(Duration.ofSeconds(2), warmUp),
                new Extent(Duration.ofSeconds(1), operations),
                rounds,
                List.of(PodSize.values()),
                FLAGS);
    }

    @SuppressWarnings("ClosingStandardOutputStreams") // the bench closes what it started, not this
    private static void admission(Path project, AdmissionSettings settings) throws Exception {
        try (Workshop workshop = Workshop.open(project);
                AdmissionBench bench = new AdmissionBench(workshop, settings, System.out)) {
            bench.run();
        }
    }
}
