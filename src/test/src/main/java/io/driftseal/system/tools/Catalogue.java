package io.driftseal.system.tools;

import java.util.List;
import java.util.stream.Stream;

/** Every program the project uses, at the one version it is tested with. */
final class Catalogue {
    private static final String KUBERNETES = "1.36.3";
    private static final String ETCD = "3.7.3";
    private static final String OPA = "1.22.2";
    private static final String HELM = "3.22.0";
    private static final String CONTAINERD = "2.2.1";
    private static final String CNI = "1.9.0";
    private static final String VERTICAL_AUTOSCALER = "1.7.3";

    private Catalogue() {}

    /** What the unit tests start: no cluster, no container. */
    static List<Tool> quick() {
        return List.of(opa(), regoPlans(), helm());
    }

    /** What a cluster and {@code driftseal up} start; the cheap builds first. */
    static List<Tool> cluster() {
        return List.of(
                distribution("runc", "runc"),
                distribution("busybox", "busybox-static"),
                distribution("ip", "iproute2"),
                distribution("nft", "nftables"),
                distribution("nsenter", "util-linux"),
                distribution("unshare", "util-linux"),
                distribution("mount", "mount"),
                distribution("modprobe", "kmod"),
                new Tool(
                        "pause",
                        "1",
                        List.of(Program.withoutVersion("pause")),
                        "",
                        1,
                        new Route.GoModule("pause", List.of())),
                cniPlugins(),
                opa(),
                regoPlans(),
                etcd(),
                containerd(),
                helm(),
                kubernetes());
    }

    /** What the system tests start besides. */
    static List<Tool> everything() {
        return Stream.concat(cluster().stream(), Stream.of(gitOps())).toList();
    }

    /** What tests of the tag {@code by-hand} start besides. */
    static List<Tool> byHand() {
        return Stream.concat(everything().stream(), Stream.of(verticalAutoscaler())).toList();
    }

    private static Tool distribution(String program, String packageName) {
        return new Tool(
                program,
                "distribution",
                List.of(Program.withoutVersion(program)),
                "",
                1,
                new Route.DistributionPackage(packageName));
    }

    private static Tool opa() {
        return new Tool(
                "opa",
                OPA,
                List.of(new Program("opa", List.of("version"), "Version: " + OPA + "\n")),
                "",
                1,
                new Route.GoInstall(
                        List.of("github.com/open-policy-agent/opa@v" + OPA), List.of(), List.of()));
    }

    /** Plans of OPA's own conformance cases, for the tests of {@code rego-engine}. */
    private static Tool regoPlans() {
        return new Tool(
                "rego-plans",
                OPA + "-3",
                List.of(Program.withoutVersion("rego-plans")),
                "",
                1,
                new Route.GoModule("rego-plans", List.of()));
    }

    private static Tool helm() {
        return new Tool(
                "helm",
                HELM,
                List.of(new Program("helm", List.of("version", "--short"), "v" + HELM)),
                "",
                3,
                new Route.GoInstall(
                        List.of("helm.sh/helm/v3/cmd/helm@v" + HELM),
                        List.of(),
                        // Built from a tag without its own makefile, helm would call itself v3.22.
                        List.of("-X", "helm.sh/helm/v3/internal/version.version=v" + HELM)));
    }

    private static Tool etcd() {
        return new Tool(
                "etcd",
                ETCD,
                List.of(new Program("etcd", List.of("--version"), "etcd Version: " + ETCD + "\n")),
                "",
                1,
                new Route.GoModule("etcd", List.of()));
    }

    private static Tool containerd() {
        String module = "github.com/containerd/containerd/v2/cmd/";
        return new Tool(
                "containerd",
                CONTAINERD,
                List.of(
                        new Program("containerd", List.of("--version"), " " + CONTAINERD),
                        new Program("ctr", List.of("--version"), " " + CONTAINERD),
                        new Program("containerd-shim-runc-v2", List.of("-v"), " " + CONTAINERD)),
                "",
                1,
                new Route.GoInstall(
                        List.of(
                                module + "containerd@v" + CONTAINERD,
                                module + "ctr@v" + CONTAINERD,
                                module + "containerd-shim-runc-v2@v" + CONTAINERD),
                        // Snapshotters that need headers or devices; overlayfs is the one used.
                        List.of("no_btrfs", "no_zfs", "no_aufs", "no_devmapper"),
                        List.of("-X", module.replace("cmd/", "version.Version=" + CONTAINERD))));
    }

    private static Tool cniPlugins() {
        String module = "github.com/containernetworking/plugins/plugins/";
        return new Tool(
                "cni",
                CNI,
                List.of(
                        Program.withoutVersion("bridge"),
                        Program.withoutVersion("host-local"),
                        Program.withoutVersion("loopback"),
                        Program.withoutVersion("portmap")),
                // Not beside the others: iproute2 has a bridge command too.
                "cni",
                1,
                new Route.GoInstall(
                        List.of(
                                module + "main/bridge@v" + CNI,
                                module + "ipam/host-local@v" + CNI,
                                module + "main/loopback@v" + CNI,
                                module + "meta/portmap@v" + CNI),
                        List.of(),
                        List.of()));
    }

    /**
     * Argo CD's comparison and Flux's reconciliation; after Kubernetes, some of whose packages it
     * shares.
     */
    private static Tool gitOps() {
        return new Tool(
                "gitops",
                "1",
                List.of(Program.withoutVersion("gitops")),
                "",
                3,
                new Route.GoModule("gitops", List.of()));
    }

    /** Its go.mod has exclusions, with which {@code go install} refuses it. */
    private static Tool verticalAutoscaler() {
        String module = "k8s.io/autoscaler/vertical-pod-autoscaler/pkg/";
        return new Tool(
                "vpa",
                VERTICAL_AUTOSCALER,
                List.of(
                        Program.withoutVersion("updater"),
                        Program.withoutVersion("admission-controller")),
                // Not beside the others: these names say nothing by themselves.
                "vpa",
                4,
                new Route.GoTools(
                        "vpa", List.of(module + "updater", module + "admission-controller")));
    }

    private static Tool kubernetes() {
        String server = "Kubernetes v" + KUBERNETES;
        return new Tool(
                "kubernetes",
                KUBERNETES,
                List.of(
                        new Program("kube-apiserver", List.of("--version"), server),
                        new Program("kube-controller-manager", List.of("--version"), server),
                        new Program("kube-scheduler", List.of("--version"), server),
                        new Program("kubelet", List.of("--version"), server),
                        new Program("kube-proxy", List.of("--version"), server),
                        new Program(
                                "kubectl",
                                List.of("version", "--client"),
                                "Client Version: v" + KUBERNETES)),
                "",
                7,
                new Route.GoModule(
                        "components",
                        // Unstamped, the components tell clients that they are v0.0.0.
                        List.of(
                                "-X",
                                "k8s.io/component-base/version.gitVersion=v" + KUBERNETES,
                                "-X",
                                "k8s.io/component-base/version.gitMajor=1",
                                "-X",
                                "k8s.io/component-base/version.gitMinor=36",
                                "-X",
                                "k8s.io/client-go/pkg/version.gitVersion=v" + KUBERNETES)));
    }
}
