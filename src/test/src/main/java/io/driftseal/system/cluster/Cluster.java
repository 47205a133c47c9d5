package io.driftseal.system.cluster;

import io.driftseal.testsupport.ProgramLocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running Kubernetes cluster of our own; see {@code src/test/cluster/README.md} for what it is
 * made of.
 *
 * <p>It ends with {@link #close}, with the JVM, or, if the JVM was killed, at the next start of any
 * cluster below the same state directory. Safe for use by several threads.
 */
public final class Cluster implements AutoCloseable {
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);

    private final RunDirectory run;
    private final ClusterNetwork network;
    private final ProgramLocator programs;
    private final ClusterKeys keys;
    private final Node node;
    private final ClusterRemains remains;
    private final ClusterHttp etcdHttp;
    private final ApiObjects objects;
    private final ClusterDns dns;
    private final Thread hook;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private Cluster(Start start, Thread hook) {
        this.run = start.run;
        this.network = start.network;
        this.programs = start.programs;
        this.keys = start.keys;
        this.node = start.node;
        this.remains = start.remains;
        this.etcdHttp = new ClusterHttp(keys.authority(), keys.identity(ClusterKeys.ETCD_CLIENT));
        this.objects =
                new ApiObjects(
                        new ClusterHttp(keys.authority(), keys.identity(ClusterKeys.ADMIN)),
                        ControlPlane.apiServerUrl(network));
        this.dns =
                ClusterDns.start(
                        network,
                        new ClusterHttp(keys.authority(), keys.identity(ClusterKeys.ADMIN)));
        this.hook = hook;
    }

    /**
     * Starts a cluster; returns when it is ready for use, after some seconds.
     *
     * @throws ClusterException if it cannot be started; whatever had been started is ended then
     * @throws IllegalStateException if a program is missing; the message says what to run
     */
    public static Cluster start(ClusterSettings settings) {
        RunDirectory run = ClusterOwner.claim(settings, Clock.systemUTC().instant());
        ClusterRemains remains = new ClusterRemains(settings.name(), run);
        Thread hook = new Thread(() -> end(remains), "cluster-" + settings.name() + "-end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return new Cluster(new Start(settings, run, remains), hook);
        } catch (RuntimeException failure) {
            try {
                end(remains);
            } catch (RuntimeException alsoFailed) {
                failure.addSuppressed(alsoFailed);
            }
            throw failure;
        }
    }

    /** The order in which a cluster comes up. */
    private static final class Start {
        private final RunDirectory run;
        private final ClusterNetwork network;
        private final ProgramLocator programs = ProgramLocator.ofProcess();
        private final ClusterKeys keys;
        private final Node node;
        private final ClusterRemains remains;

        Start(ClusterSettings settings, RunDirectory run, ClusterRemains remains) {
            this.run = run;
            this.remains = remains;
            Enclosure enclosure = Enclosure.open(programs, run, remains.mark());
            network = enclosure.connect(settings.name(), wantedNetworks(settings));
            keys = ClusterKeys.write(run, network, Clock.systemUTC().instant());
            writeKubeconfigs();
            Components components = new Components(enclosure, run);
            ControlPlane controlPlane =
                    new ControlPlane(settings, run, network, programs, components);
            node = new Node(run, network, programs, enclosure, components);
            Identity admin = keys.identity(ClusterKeys.ADMIN);
            try (ClusterHttp http = new ClusterHttp(keys.authority(), admin)) {
                if (settings.node()) {
                    enclosure.prepareForNode();
                }
                controlPlane.start(http);
                if (settings.node()) {
                    node.startRuntime();
                    node.startKubelet(http, ControlGroup.of(settings.name()));
                }
                controlPlane.awaitControllers(http);
            }
        }

        private static List<ClusterNetwork> wantedNetworks(ClusterSettings settings) {
            return settings.networkIndex().isPresent()
                    ? List.of(new ClusterNetwork(settings.networkIndex().getAsInt()))
                    : ClusterNetwork.unused();
        }

        private void writeKubeconfigs() {
            for (String identity :
                    List.of(
                            ClusterKeys.ADMIN,
                            ClusterKeys.CONTROLLER_MANAGER,
                            ClusterKeys.SCHEDULER,
                            ClusterKeys.PROXY,
                            ClusterKeys.KUBELET)) {
                run.write(
                        "kubeconfigs/" + identity + ".kubeconfig",
                        Kubeconfig.withCertificate(
                                ControlPlane.apiServerUrl(network),
                                keys.authority(),
                                keys.identity(identity)));
            }
        }
    }

    /** The administrator's kubeconfig, self-contained: copy it where it is wanted. */
    public Path adminKubeconfig() {
        return run.kubeconfig(ClusterKeys.ADMIN);
    }

    /** kubectl as administrator. */
    public Kubectl kubectl() {
        return kubectlAs(adminKubeconfig());
    }

    /** {@code kubectl().run(arguments)}. */
    public CommandResult kubectl(String... arguments) {
        return kubectl().run(arguments);
    }

    /** kubectl with another kubeconfig. */
    public Kubectl kubectlAs(Path kubeconfig) {
        return new Kubectl(programs.locate("kubectl"), kubeconfig, run.resolve("kubectl-cache"));
    }

    public String apiServerUrl() {
        return ControlPlane.apiServerUrl(network);
    }

    /** Where the cluster reaches what listens on the host: bind webhooks and sinks here. */
    public String hostAddress() {
        return network.hostAddress();
    }

    public String nodeAddress() {
        return network.nodeAddress();
    }

    /** Objects as the API server has them. */
    public ApiObjects objects() {
        return objects;
    }

    /** The store behind the API server. */
    public EtcdGateway etcd() {
        return new EtcdGateway(etcdHttp, ControlPlane.etcdUrl(network));
    }

    public AuditLog auditLog() {
        return new AuditLog(run.auditLog());
    }

    /** One log per program. */
    public Path logs() {
        return run.logs();
    }

    /** Makes an image known to the node. */
    public void importImage(Path archive) {
        node.importImage(archive);
    }

    /**
     * Makes the token of a service account (TokenRequest, not bound to a pod, 12 hours) and writes
     * a kubeconfig that uses it, for a service that runs as its chart's account.
     */
    public Path serviceAccountKubeconfig(String namespace, String serviceAccount) {
        String token =
                kubectl("create", "token", serviceAccount, "--namespace=" + namespace, lifetime())
                        .require();
        return run.write(
                "kubeconfigs/%s.%s.kubeconfig".formatted(namespace, serviceAccount),
                Kubeconfig.withToken(apiServerUrl(), keys.authority(), token));
    }

    /**
     * The projected token of a running pod, as root on its node reads it.
     *
     * @throws ClusterException if the pod is not there (yet) or mounts none
     */
    public Path podTokenFile(String podUid) {
        return node.podTokenFile(podUid);
    }

    /**
     * Environment variables that make a process part of the cluster: whoever is started with them
     * ends with it.
     */
    public Map<String, String> mark() {
        return remains.mark();
    }

    /** Ends everything; the logs stay for two hours. */
    @Override
    public void close() {
        if (stopped.compareAndSet(false, true)) {
            etcdHttp.close();
            objects.close();
            dns.close();
            end(remains);
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException alreadyShuttingDown) {
                // Then the hook finds nothing to do.
                return;
            }
        }
    }

    private static String lifetime() {
        return "--duration=" + TOKEN_LIFETIME.toHours() + "h";
    }

    /** One at a time: the hook may run while somebody closes. */
    private static synchronized void end(ClusterRemains remains) {
        remains.end();
        try {
            Files.deleteIfExists(remains.run().owner());
        } catch (IOException notRemoved) {
            throw new UncheckedIOException(notRemoved);
        }
        remains.run().removeData();
    }
}
