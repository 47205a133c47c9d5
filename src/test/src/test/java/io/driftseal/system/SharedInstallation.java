package io.driftseal.system;

import io.driftseal.system.cluster.Cluster;
import io.driftseal.system.cluster.ClusterSettings;
import io.driftseal.system.installation.Installation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One installation on one cluster for all system tests of a JVM; tests keep to their own
 * namespaces.
 */
public final class SharedInstallation {

    private static @Nullable Installation installation;
    private static @Nullable String failure;

    private SharedInstallation() {}

    /** Of the JVMs that run system tests side by side. */
    private static String fork() {
        return System.getProperty("driftseal.fork", "");
    }

    /**
     * Started at the first call, ended with the JVM.
     *
     * @throws IllegalStateException if it did not start at an earlier call, with the reason: every
     *     test that needs it tells why it could not run
     */
    public static synchronized Installation get() {
        if (installation != null) {
            return installation;
        }
        if (failure != null) {
            throw new IllegalStateException("the shared installation did not start: " + failure);
        }
        try {
            Installation started = start();
            installation = started;
            return started;
        } catch (RuntimeException notStarted) {
            failure = notStarted.toString();
            throw notStarted;
        }
    }

    private static Installation start() {
        return Installation.withCustomRoots(
                Cluster.start(ClusterSettings.named("all" + ProcessHandle.current().pid())),
                Path.of("target", "installation" + fork()));
    }
}
