package io.driftseal.system.cluster;

import io.driftseal.testsupport.ProgramLocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** etcd, API server, controller manager and scheduler with their flags. */
final class ControlPlane {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int ETCD_PORT = 2379;
    private static final int API_SERVER_PORT = 6443;

    private final ClusterSettings settings;
    private final RunDirectory run;
    private final ClusterNetwork network;
    private final ProgramLocator programs;
    private final Components components;

    ControlPlane(
            ClusterSettings settings,
            RunDirectory run,
            ClusterNetwork network,
            ProgramLocator programs,
            Components components) {
        this.settings = settings;
        this.run = run;
        this.network = network;
        this.programs = programs;
        this.components = components;
    }

    static String apiServerUrl(ClusterNetwork network) {
        return "https://" + network.nodeAddress() + ":" + API_SERVER_PORT;
    }

    static String etcdUrl(ClusterNetwork network) {
        return "https://" + network.nodeAddress() + ":" + ETCD_PORT;
    }

    /** Starts all four; returns when the API server and the controllers do their work. */
    void start(ClusterHttp http) {
        components.start("etcd", etcd());
        components.await("etcd healthy", LIMIT, () -> http.get(etcdUrl(network) + "/health").ok());
        components.start("kube-apiserver", apiServer());
        String server = apiServerUrl(network);
        components.await("API server ready", LIMIT, () -> http.get(server + "/readyz").ok());
        components.start("kube-controller-manager", controllerManager());
        components.start("kube-scheduler", scheduler());
    }

    void awaitControllers(ClusterHttp http) {
        String account =
                apiServerUrl(network) + "/api/v1/namespaces/default/serviceaccounts/default";
        components.await("controllers at work", LIMIT, () -> http.get(account).ok());
    }

    private List<String> etcd() {
        String clients = etcdUrl(network) + ",https://127.0.0.1:" + ETCD_PORT;
        List<String> command =
                new ArrayList<>(
                        List.of(
                                programs.locate("etcd").toString(),
                                "--name=driftseal",
                                "--data-dir=" + run.resolve("etcd"),
                                "--listen-client-urls=" + clients,
                                "--advertise-client-urls=" + etcdUrl(network),
                                "--listen-peer-urls=https://127.0.0.1:2380",
                                "--initial-advertise-peer-urls=https://127.0.0.1:2380",
                                "--initial-cluster=driftseal=https://127.0.0.1:2380",
                                "--cert-file=" + run.key("etcd.crt"),
                                "--key-file=" + run.key("etcd.key"),
                                "--client-cert-auth",
                                "--trusted-ca-file=" + run.key("ca.crt"),
                                "--peer-cert-file=" + run.key("etcd.crt"),
                                "--peer-key-file=" + run.key("etcd.key"),
                                "--peer-client-cert-auth",
                                "--peer-trusted-ca-file=" + run.key("ca.crt")));
        if (!settings.durable()) {
            command.add("--unsafe-no-fsync");
        }
        return command;
    }

    private List<String> apiServer() {
        run.write("audit-policy.yaml", Template.read("audit-policy.yaml"));
        List<String> plugins = new ArrayList<>(settings.admissionPlugins());
        plugins.add("NodeRestriction");
        List<String> command = new ArrayList<>();
        command.add(programs.locate("kube-apiserver").toString());
        command.addAll(apiServerConnections());
        command.addAll(
                List.of(
                        "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
                        "--service-account-key-file=" + run.key("service-accounts.pub"),
                        "--service-account-signing-key-file=" + run.key("service-accounts.key"),
                        "--authorization-mode=Node,RBAC",
                        "--anonymous-auth=false",
                        "--enable-admission-plugins=" + String.join(",", plugins),
                        "--allow-privileged=true",
                        "--service-cluster-ip-range=" + ClusterNetwork.SERVICE_RANGE,
                        // Webhooks by service resolve to endpoints, without kube-proxy.
                        "--enable-aggregator-routing=true",
                        "--audit-policy-file=" + run.resolve("audit-policy.yaml"),
                        "--audit-log-path=" + run.auditLog(),
                        "--audit-log-maxsize=500",
                        "--audit-log-maxbackup=1",
                        "--event-ttl=1h",
                        "--profiling=false"));
        if (settings.jsonStorage()) {
            command.add("--storage-media-type=application/json");
        }
        return command;
    }

    private List<String> apiServerConnections() {
        return List.of(
                "--bind-address=0.0.0.0",
                "--secure-port=" + API_SERVER_PORT,
                "--advertise-address=" + network.nodeAddress(),
                "--etcd-servers=https://127.0.0.1:" + ETCD_PORT,
                "--etcd-cafile=" + run.key("ca.crt"),
                "--etcd-certfile=" + run.key("etcd-client.crt"),
                "--etcd-keyfile=" + run.key("etcd-client.key"),
                "--tls-cert-file=" + run.key("kube-apiserver.crt"),
                "--tls-private-key-file=" + run.key("kube-apiserver.key"),
                "--client-ca-file=" + run.key("ca.crt"),
                "--kubelet-client-certificate=" + run.key("kubelet-client.crt"),
                "--kubelet-client-key=" + run.key("kubelet-client.key"),
                "--kubelet-certificate-authority=" + run.key("ca.crt"),
                "--kubelet-preferred-address-types=InternalIP",
                "--requestheader-client-ca-file=" + run.key("front-proxy-ca.crt"),
                "--requestheader-allowed-names=front-proxy-client",
                "--requestheader-username-headers=X-Remote-User",
                "--requestheader-group-headers=X-Remote-Group",
                "--requestheader-extra-headers-prefix=X-Remote-Extra-",
                "--proxy-client-cert-file=" + run.key("front-proxy.crt"),
                "--proxy-client-key-file=" + run.key("front-proxy.key"));
    }

    private List<String> controllerManager() {
        List<String> command = withOwnKubeconfig(ClusterKeys.CONTROLLER_MANAGER);
        command.addAll(
                List.of(
                        "--root-ca-file=" + run.key("ca.crt"),
                        "--service-account-private-key-file=" + run.key("service-accounts.key"),
                        "--cluster-signing-cert-file=" + run.key("ca.crt"),
                        "--cluster-signing-key-file=" + run.key("ca.key"),
                        "--use-service-account-credentials=true",
                        "--controllers=*",
                        // Whoever waits for the autoscaler waits for its next look.
                        "--horizontal-pod-autoscaler-sync-period=2s",
                        "--service-cluster-ip-range=" + ClusterNetwork.SERVICE_RANGE,
                        "--allocate-node-cidrs=false"));
        return command;
    }

    private List<String> scheduler() {
        return withOwnKubeconfig(ClusterKeys.SCHEDULER);
    }

    private List<String> withOwnKubeconfig(String identity) {
        String kubeconfig = run.kubeconfig(identity).toString();
        Map<String, String> flags =
                Map.of(
                        "kubeconfig",
                        kubeconfig,
                        "authentication-kubeconfig",
                        kubeconfig,
                        "authorization-kubeconfig",
                        kubeconfig,
                        "bind-address",
                        "127.0.0.1",
                        "tls-cert-file",
                        run.key(identity + ".crt").toString(),
                        "tls-private-key-file",
                        run.key(identity + ".key").toString(),
                        "client-ca-file",
                        run.key("ca.crt").toString(),
                        "requestheader-client-ca-file",
                        run.key("front-proxy-ca.crt").toString(),
                        // One of each: an election would only delay the start.
                        "leader-elect",
                        "false",
                        "profiling",
                        "false");
        List<String> command = new ArrayList<>();
        command.add(programs.locate(identity).toString());
        flags.forEach((flag, value) -> command.add("--" + flag + "=" + value));
        return command;
    }
}
