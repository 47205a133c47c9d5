package io.driftseal.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything a harness started ends with it, or at the next start if it was killed. */
class ClusterEndIT {
    private static final String NAME = "end" + ProcessHandle.current().pid() % 100_000;

    @TempDir Path state;

    @Test
    void whatAKilledHarnessLeftIsEndedByTheNextStartAndNothingElse() throws Exception {
        // Given a cluster with a running pod whose harness is killed, and a bystander that carries
        // the mark of another cluster
        Process bystander = bystander();
        Process harness = startHarness();
        Kubectl kubectl = awaitReady(harness);
        kubectl.run("create", "deployment", "web", "--image=" + ClusterImages.BUSYBOX).require();
        kubectl.run("rollout", "status", "deployment/web", "--timeout=60s").require();
        harness.destroyForcibly().waitFor();
        ClusterRemains remains = remains(NAME);
        List<Long> contained = ControlGroup.of(NAME).processes();
        List<Long> left = marked(remains.mark());
        assertThat(contained).as("the pod outlives the harness").isNotEmpty();
        assertThat(left).as("so do the cluster's programs").hasSizeGreaterThan(7);

        // When another harness starts a cluster of another name
        try (Cluster next =
                Cluster.start(
                        ClusterSettings.named(NAME + "b")
                                .withStateDirectory(state)
                                .withoutNode())) {
            // Then nothing of the killed one is left, and the others live
            assertThat(left).noneMatch(ClusterEndIT::isAlive);
            assertThat(contained).noneMatch(ClusterEndIT::isAlive);
            assertThat(ControlGroup.of(NAME).processes()).isEmpty();
            assertThat(Path.of("/sys/class/net", ClusterRemains.linkName(NAME))).doesNotExist();
            assertThat(state.resolve(NAME)).isDirectoryNotContaining("glob:**/etcd");
            assertThat(bystander.isAlive()).isTrue();
            assertThat(next.kubectl("get", "--raw", "/readyz").require()).isEqualTo("ok");
        } finally {
            bystander.destroyForcibly();
        }
    }

    @Test
    void aClusterThatIsInUseIsNotTaken() throws Exception {
        // Given
        Process harness = startHarness("--control-plane");
        Kubectl kubectl = awaitReady(harness);

        // When
        Throwable refusal =
                org.assertj.core.api.Assertions.catchThrowable(
                        () -> Cluster.start(ClusterSettings.named(NAME).withStateDirectory(state)));

        // Then
        assertThat(refusal)
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("in use by process " + harness.pid());
        assertThat(kubectl.run("get", "--raw", "/readyz").require()).isEqualTo("ok");

        // And it ends with its harness
        harness.destroy();
        harness.waitFor();
        assertThat(marked(remains(NAME).mark())).isEmpty();
        assertThat(Path.of("/sys/class/net", ClusterRemains.linkName(NAME))).doesNotExist();
    }

    private ClusterRemains remains(String name) {
        return new ClusterRemains(name, new RunDirectory(state.resolve(name)));
    }

    private Process startHarness(String... options) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                ClusterMain.class.getName(),
                                NAME,
                                "--state=" + state));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private Kubectl awaitReady(Process harness) throws IOException {
        BufferedReader output = harness.inputReader(StandardCharsets.UTF_8);
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
            if (line.startsWith("KUBECONFIG=")) {
                return new Kubectl(
                        io.driftseal.testsupport.ProgramLocator.ofProcess().locate("kubectl"),
                        Path.of(line.substring("KUBECONFIG=".length())),
                        state.resolve("kubectl-cache"));
            }
        }
        throw new AssertionError("the harness ended: " + seen);
    }

    private static Process bystander() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "600");
        builder.environment().put("DEVELOPMENT_CLUSTER", "another");
        return builder.start();
    }

    private static List<Long> marked(Map<String, String> mark) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> environment(pid).containsAll(variables(mark)))
                .toList();
    }

    private static List<String> variables(Map<String, String> mark) {
        return mark.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    }

    private static List<String> environment(long pid) {
        try {
            String text = Files.readString(Path.of("/proc", Long.toString(pid), "environ"));
            return List.of(text.split("\0", -1));
        } catch (IOException ended) {
            return List.of();
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }
}
