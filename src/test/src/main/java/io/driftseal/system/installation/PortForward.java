package io.driftseal.system.installation;

import io.driftseal.system.cluster.Cluster;
import io.driftseal.testsupport.ProgramLocator;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code kubectl port-forward} on a free port of this machine, until it is closed. */
public final class PortForward implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("127\\.0\\.0\\.1:(\\d+) ->");

    private final Process process;
    private final int port;

    private PortForward(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static PortForward to(Cluster cluster, String namespace, String target, int remotePort) {
        List<String> line =
                List.of(
                        ProgramLocator.ofProcess().locate("kubectl").toString(),
                        "--kubeconfig=" + cluster.adminKubeconfig(),
                        "port-forward",
                        "--namespace=" + namespace,
                        target,
                        ":" + remotePort);
        try {
            ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
            builder.environment().putAll(cluster.mark());
            Process process = builder.start();
            BufferedReader said = process.inputReader();
            for (String text = said.readLine(); text != null; text = said.readLine()) {
                Matcher listening = LISTENING.matcher(text);
                if (listening.find()) {
                    Thread.ofVirtual().start(() -> said.lines().forEach(ignored -> {}));
                    return new PortForward(process, Integer.parseInt(listening.group(1)));
                }
            }
            throw new InstallationException("port-forward to " + target + " ended");
        } catch (IOException e) {
            throw new InstallationException("cannot run kubectl port-forward", e);
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
