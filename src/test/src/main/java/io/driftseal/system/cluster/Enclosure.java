package io.driftseal.system.cluster;

import io.driftseal.testsupport.ProgramLocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The network namespace and the private mount namespace that a cluster lives in. Neither has a
 * name: one sleeping process holds them open, and they go with the last process inside.
 */
final class Enclosure {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final ProgramLocator programs;
    private final RunDirectory run;
    private final Map<String, String> mark;
    private final Process holder;

    private Enclosure(
            ProgramLocator programs, RunDirectory run, Map<String, String> mark, Process holder) {
        this.programs = programs;
        this.run = run;
        this.mark = mark;
        this.holder = holder;
    }

    static Enclosure open(ProgramLocator programs, RunDirectory run, Map<String, String> mark) {
        List<String> command =
                List.of(
                        programs.locate("setsid").toString(),
                        programs.locate("unshare").toString(),
                        "--net",
                        "--mount",
                        "--propagation",
                        "private",
                        "--",
                        programs.locate("sleep").toString(),
                        "infinity");
        Process holder = spawn(command, Map.of(), mark, run.log("holder"));
        Path name = Path.of("/proc", Long.toString(holder.pid()), "comm");
        boolean inside =
                Await.until(LIMIT, () -> !holder.isAlive() || read(name).equals("sleep\n"));
        if (!inside || !holder.isAlive()) {
            throw new ClusterException(
                    "network and mount namespaces cannot be made (root is needed): "
                            + read(run.log("holder")));
        }
        return new Enclosure(programs, run, mark, holder);
    }

    /** A file as the node's root user sees it, also where only the node has it mounted. */
    Path asSeenInside(Path path) {
        return Path.of("/proc", Long.toString(holder.pid()), "root")
                .resolve(Path.of("/").relativize(path));
    }

    /**
     * Connects the namespace to the host by a pair of interfaces.
     *
     * @param wanted the first of them that nobody else has is taken
     * @throws ClusterException if there is none
     */
    ClusterNetwork connect(String clusterName, List<ClusterNetwork> wanted) {
        String link = ClusterRemains.linkName(clusterName);
        String ip = programs.locate("ip").toString();
        String inside = Long.toString(holder.pid());
        outside(ip, "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", inside);
        outside(ip, "link", "set", link, "up");
        ClusterNetwork network = claim(ip, link, wanted);
        outside(ip, "addr", "add", network.hostAddress() + "/30", "dev", link);
        outside(ip, "route", "replace", network.podRange(), "via", network.nodeAddress());
        run(ip, "link", "set", "lo", "up");
        run(ip, "addr", "add", network.nodeAddress() + "/30", "dev", "eth0");
        run(ip, "link", "set", "eth0", "up");
        // Service addresses need a route to be routed at all; a bridge without ports carries it,
        // because not every kernel has dummy devices.
        run(ip, "link", "add", "services", "type", "bridge");
        run(ip, "link", "set", "services", "up");
        run(ip, "route", "add", ClusterNetwork.SERVICE_RANGE, "dev", "services");
        return network;
    }

    /**
     * Takes a network by its route to the pods, which the kernel gives to one link only: clusters
     * may start at the same moment, in other processes. The route goes with the link; pods ask the
     * host for names by it.
     */
    private ClusterNetwork claim(String ip, String link, List<ClusterNetwork> wanted) {
        for (ClusterNetwork network : wanted) {
            List<String> claim = List.of(ip, "route", "add", network.podRange(), "dev", link);
            CommandResult result = ProgramRun.run(claim, mark, "", LIMIT);
            if (!result.stderr().contains("File exists")) {
                result.require();
                return network;
            }
        }
        throw new ClusterException(
                "in use by other clusters: "
                        + wanted.stream().map(ClusterNetwork::podRange).toList());
    }

    /**
     * Gives the node folders of its own in place of the machine's, and shows kubelet the kernel
     * values it wants by files laid over them, so that it never writes this machine's sysctls.
     */
    void prepareForNode() {
        String mount = programs.locate("mount").toString();
        run(mount, "--make-rshared", "/");
        try {
            Files.createDirectories(Path.of("/var/lib/kubelet"));
        } catch (IOException refused) {
            throw new ClusterException("/var/lib/kubelet cannot be made", refused);
        }
        for (String folder : List.of("/run", "/var/log", "/var/lib/kubelet")) {
            run(mount, "-t", "tmpfs", "-o", "mode=755", "tmpfs", folder);
        }
        Map<String, String> kernelValues =
                Map.of(
                        "vm/overcommit_memory", "1",
                        "vm/panic_on_oom", "0",
                        "kernel/panic", "10",
                        "kernel/panic_on_oops", "1",
                        "kernel/keys/root_maxkeys", "1000000",
                        "kernel/keys/root_maxbytes", "25000000");
        kernelValues.forEach((file, value) -> {
            Path shown = run.write("kernel/" + file.replace('/', '.'), value + "\n");
            run(mount, "--bind", shown.toString(), "/proc/sys/" + file);
        });
    }

    /** Runs a program inside to its end. */
    String run(String... command) {
        return run(LIMIT, command);
    }

    /** The same for one that works for long. */
    String run(Duration limit, String... command) {
        return ProgramRun.run(inside(List.of(command)), mark, "", limit).require();
    }

    /** Starts a program inside that stays; its outputs go to its log. */
    Process start(List<String> command, Map<String, String> environment, Path log) {
        List<String> line = new ArrayList<>();
        // Ctrl-C at the terminal is for the harness, which then ends the programs in order.
        line.add(programs.locate("setsid").toString());
        line.addAll(inside(command));
        return spawn(line, environment, mark, log);
    }

    private void outside(String... command) {
        ProgramRun.run(List.of(command), mark, "", LIMIT).require();
    }

    private List<String> inside(List<String> command) {
        List<String> line = new ArrayList<>();
        // Not "ip netns exec": that mounts /sys anew and loses the control groups.
        line.addAll(
                List.of(
                        programs.locate("nsenter").toString(),
                        "--target",
                        Long.toString(holder.pid()),
                        "--mount",
                        "--net",
                        "--"));
        line.addAll(command);
        return line;
    }

    private static Process spawn(
            List<String> command,
            Map<String, String> environment,
            Map<String, String> mark,
            Path log) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().putAll(mark);
        builder.directory(Path.of("/").toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            return builder.start();
        } catch (IOException notStarted) {
            throw new ClusterException(command.getLast() + " cannot be started", notStarted);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException notThere) {
            return "";
        } catch (UncheckedIOException notThere) {
            return "";
        }
    }
}
