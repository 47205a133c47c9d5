package io.driftseal.system.cluster;

import io.driftseal.testsupport.ProgramLocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** containerd, kubelet and kube-proxy: the part of a cluster where pods really run. */
final class Node {
    static final String NAME = "node1";

    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** The images of all services are a quarter of a gigabyte. */
    private static final Duration IMPORT_LIMIT = Duration.ofMinutes(4);

    private static final String TOKEN_VOLUMES = "volumes/kubernetes.io~projected";

    private final RunDirectory run;
    private final ClusterNetwork network;
    private final ProgramLocator programs;
    private final Enclosure enclosure;
    private final Components components;

    Node(
            RunDirectory run,
            ClusterNetwork network,
            ProgramLocator programs,
            Enclosure enclosure,
            Components components) {
        this.run = run;
        this.network = network;
        this.programs = programs;
        this.enclosure = enclosure;
        this.components = components;
    }

    /** Starts the container runtime, which needs no API server, and gives it its images. */
    void startRuntime() {
        Map<String, String> values =
                Map.of(
                        "RUN", run.root().toString(),
                        "PAUSE_IMAGE", ClusterImages.PAUSE,
                        "RUNC", programs.locate("runc").toString(),
                        "CNI", programs.linkFolder().resolve("cni").toString(),
                        "POD_RANGE", network.podRange());
        Path configuration = run.write("containerd.toml", Template.fill("containerd.toml", values));
        run.write("cni/10-driftseal.conflist", Template.fill("cni.conflist", values));
        if (isOverlay(run.root())) {
            // An overlay cannot lie upon an overlay, as the root of a container often is one.
            run.write("containerd/root/.below-the-mount", "");
            String root = run.resolve("containerd/root").toString();
            enclosure.run(programs.locate("mount").toString(), "-t", "tmpfs", "tmpfs", root);
        }
        components.start(
                "containerd",
                List.of(
                        programs.locate("containerd").toString(),
                        "--config",
                        configuration.toString()),
                Map.of("PATH", path()));
        Path socket = run.containerdSocket();
        components.await("containerd's socket", LIMIT, () -> Files.exists(socket));
        components.await("containerd answers", LIMIT, () -> ctr("version"));
        for (OciImage image : ClusterImages.all(programs)) {
            Path archive = run.resolve("images").resolve(image.fileName());
            image.write(archive);
            importImage(archive);
        }
    }

    /** Starts what needs the API server; returns when the node is ready for pods. */
    void startKubelet(ClusterHttp http, ControlGroup group) {
        group.create();
        Map<String, String> values =
                Map.of(
                        "RUN", run.root().toString(),
                        "CONTROL_GROUP", group.path(),
                        "NODE_ADDRESS", network.nodeAddress(),
                        "NODE_NAME", NAME,
                        "DNS_ADDRESS", network.hostAddress(),
                        "POD_RANGE", network.podRange());
        run.write("resolv.conf", "");
        Path kubelet = run.write("kubelet.yaml", Template.fill("kubelet.yaml", values));
        components.start(
                "kubelet",
                List.of(
                        programs.locate("kubelet").toString(),
                        "--config=" + kubelet,
                        "--kubeconfig=" + run.kubeconfig(ClusterKeys.KUBELET),
                        "--root-dir=" + run.resolve("kubelet"),
                        "--cert-dir=" + run.resolve("kubelet-certificates"),
                        "--hostname-override=" + NAME,
                        "--node-ip=" + network.nodeAddress(),
                        "--v=2"),
                Map.of("PATH", path()));
        Path proxy = run.write("kube-proxy.yaml", Template.fill("kube-proxy.yaml", values));
        components.start(
                "kube-proxy",
                List.of(programs.locate("kube-proxy").toString(), "--config=" + proxy, "--v=2"),
                Map.of("PATH", path()));
        String url = ControlPlane.apiServerUrl(network) + "/api/v1/nodes/" + NAME;
        components.await("node ready", LIMIT, () -> isReady(http.get(url)));
    }

    void importImage(Path archive) {
        enclosure.run(
                IMPORT_LIMIT,
                programs.locate("ctr").toString(),
                "--address",
                run.containerdSocket().toString(),
                "--namespace",
                "k8s.io",
                "images",
                "import",
                archive.toAbsolutePath().toString());
    }

    /**
     * The service-account token that kubelet mounted for a pod, as root on the node reads it.
     *
     * @throws ClusterException if the pod has none, or not yet
     */
    Path podTokenFile(String podUid) {
        Path volumes =
                enclosure.asSeenInside(
                        run.resolve("kubelet")
                                .resolve("pods")
                                .resolve(podUid)
                                .resolve(TOKEN_VOLUMES));
        try (Stream<Path> children = Files.list(volumes)) {
            return children.map(volume -> volume.resolve("token"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow(
                            () -> new ClusterException("pod " + podUid + " has no token volume"));
        } catch (IOException notMounted) {
            throw new ClusterException("pod " + podUid + " has no volumes", notMounted);
        }
    }

    private boolean ctr(String command) {
        try {
            enclosure.run(
                    programs.locate("ctr").toString(),
                    "--address",
                    run.containerdSocket().toString(),
                    command);
            return true;
        } catch (ClusterException notYet) {
            return false;
        }
    }

    /** containerd looks for its shim on PATH, kubelet and kube-proxy for mount and nft. */
    private String path() {
        return programs.linkFolder()
                + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    }

    private static boolean isReady(ClusterHttp.Answer node) {
        return node.ok()
                && node.body()
                        .matches("(?s).*\"type\":\\s*\"Ready\",\\s*\"status\":\\s*\"True\".*");
    }

    private static boolean isOverlay(Path path) {
        try {
            return Files.getFileStore(path).type().startsWith("overlay");
        } catch (IOException unknown) {
            return false;
        }
    }
}
