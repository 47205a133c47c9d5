package io.driftseal.system.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A bare cluster to try things on, until Ctrl-C: {@code ClusterMain NAME [--control-plane]
 * [--state=DIRECTORY]}. Prints {@code KUBECONFIG=...} when it is ready.
 */
public final class ClusterMain {
    private static final String STATE = "--state=";

    private ClusterMain() {}

    /** See the class. */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> words = List.of(arguments);
        ClusterSettings settings =
                ClusterSettings.named(words.isEmpty() ? "bare" : words.getFirst());
        for (String word : words) {
            if (word.startsWith(STATE)) {
                settings = settings.withStateDirectory(Path.of(word.substring(STATE.length())));
            } else if (word.equals("--control-plane")) {
                settings = settings.withoutNode();
            }
        }
        long started = System.nanoTime();
        try (Cluster cluster = Cluster.start(settings)) {
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            System.out.printf("Ready after %d.%d s%n", took.toSeconds(), took.toMillisPart() / 100);
            System.out.println("KUBECONFIG=" + cluster.adminKubeconfig());
            System.out.flush();
            new CountDownLatch(1).await();
        }
    }
}
