package io.driftseal.system;

import io.driftseal.system.cluster.Cluster;
import io.driftseal.system.cluster.ClusterSettings;
import io.driftseal.system.installation.Installation;
import java.nio.file.Path;

/**
 * One installation on one cluster for all system tests of a JVM; tests keep to their own
 * namespaces.
 */
public final class SharedInstallation {

    private SharedInstallation() {}

    private static final class Holder {
        private static final Installation INSTALLATION =
                Installation.withCustomRoots(
                        Cluster.start(ClusterSettings.named("all" + ProcessHandle.current().pid())),
                        Path.of("target", "installation" + fork()));
    }

    /** Of the JVMs that run system tests side by side. */
    private static String fork() {
        return System.getProperty("driftseal.fork", "");
    }

    /** Started at the first call, ended with the JVM. */
    public static Installation get() {
        return Holder.INSTALLATION;
    }
}
