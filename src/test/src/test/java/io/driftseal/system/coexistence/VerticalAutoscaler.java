package io.driftseal.system.coexistence;

import io.driftseal.system.cluster.Cluster;
import io.driftseal.system.cluster.ProgramRun;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Terminal;
import io.driftseal.testsupport.FreePorts;
import io.driftseal.testsupport.ProgramLocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The VerticalPodAutoscaler's own updater and admission webhook, for one namespace. What its
 * recommender would find out the test says itself.
 */
final class VerticalAutoscaler implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String CONFIGURATION = "vpa-webhook-config";

    private final Cluster cluster;
    private final Terminal kubectl;
    private final String namespace;
    private final Path directory;
    private final List<Process> running = new ArrayList<>();

    VerticalAutoscaler(Cluster cluster, String namespace, Path directory) {
        this.cluster = cluster;
        this.kubectl = Terminal.of(cluster);
        this.namespace = namespace;
        this.directory = directory;
    }

    /** Its kinds, its account, its webhook; at work when this returns. */
    void startWebhook() {
        kubectl.apply(definition()).require();
        kubectl.run("create", "serviceaccount", "vpa", "-n", "kube-system").require();
        kubectl.run(
                        "create",
                        "clusterrolebinding",
                        "vpa",
                        "--clusterrole=cluster-admin",
                        "--serviceaccount=kube-system:vpa")
                .require();
        String port = Integer.toString(FreePorts.next());
        certificate();
        start(
                "admission-controller",
                List.of(
                        "--register-by-url",
                        "--webhook-address=https://" + cluster.hostAddress(),
                        "--webhook-port=" + port,
                        "--port=" + port,
                        "--client-ca-file=" + file("webhook.pem"),
                        "--tls-cert-file=" + file("webhook.pem"),
                        "--tls-private-key=" + file("webhook.key")));
        Eventually.holds(
                "the autoscaler to register its webhook",
                LIMIT,
                () ->
                        kubectl.run("get", "mutatingwebhookconfiguration", CONFIGURATION)
                                .succeeded());
    }

    /** Looks every two seconds, and touches the only pod of a workload, too. */
    void startUpdater() {
        start("updater", List.of("--updater-interval=2s", "--min-replicas=1"));
    }

    /** What a recommender writes: amounts for the container {@code app}, and around them. */
    void recommend(String cpu, String memory) {
        kubectl.run(
                        "patch",
                        "verticalpodautoscaler",
                        "web",
                        "-n",
                        namespace,
                        "--subresource=status",
                        "--type=merge",
                        """
                        --patch={"status":{"recommendation":{"containerRecommendations":[{
                        "containerName":"app",
                        "target":{"cpu":"%1$s","memory":"%2$s"},
                        "uncappedTarget":{"cpu":"%1$s","memory":"%2$s"},
                        "lowerBound":{"cpu":"%1$s","memory":"%2$s"},
                        "upperBound":{"cpu":"%1$s","memory":"%2$s"}}]},
                        "conditions":[{"type":"RecommendationProvided","status":"True",
                        "lastTransitionTime":"2026-01-01T00:00:00Z"}]}}\
                        """
                                .formatted(cpu, memory))
                .require();
    }

    /** For the Deployment {@code web}. */
    void watch(String updateMode) {
        kubectl.apply(
                        """
                        apiVersion: autoscaling.k8s.io/v1
                        kind: VerticalPodAutoscaler
                        metadata: {name: web, namespace: %s}
                        spec:
                          targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
                          updatePolicy: {updateMode: %s}
                        """
                                .formatted(namespace, updateMode))
                .require();
    }

    private void start(String program, List<String> arguments) {
        Path kubeconfig = cluster.serviceAccountKubeconfig("kube-system", "vpa");
        List<String> line =
                new ArrayList<>(
                        List.of(
                                ProgramLocator.ofProcess().locate("vpa/" + program).toString(),
                                "--kubeconfig=" + kubeconfig,
                                "--vpa-object-namespace=" + namespace,
                                "--address=127.0.0.1:" + FreePorts.next()));
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(cluster.mark());
        builder.environment().put("NAMESPACE", "kube-system");
        try {
            running.add(
                    builder.redirectErrorStream(true)
                            .redirectOutput(
                                    cluster.logs().resolve("vpa-" + program + ".log").toFile())
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void certificate() {
        ProgramRun.run(
                        List.of(
                                "openssl",
                                "req",
                                "-x509",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:P-256",
                                "-nodes",
                                "-days",
                                "2",
                                "-subj",
                                "/CN=vpa-webhook",
                                "-addext",
                                "subjectAltName=IP:" + cluster.hostAddress(),
                                "-keyout",
                                file("webhook.key"),
                                "-out",
                                file("webhook.pem")),
                        Map.of(),
                        "",
                        LIMIT)
                .require();
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    /** The kind as far as its programs need it; they know its fields themselves. */
    private static String definition() {
        return """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: verticalpodautoscalers.autoscaling.k8s.io
          annotations: {api-approved.kubernetes.io: https://github.com/kubernetes/kubernetes/pull/63797}
        spec:
          group: autoscaling.k8s.io
          names:
            kind: VerticalPodAutoscaler
            listKind: VerticalPodAutoscalerList
            plural: verticalpodautoscalers
            singular: verticalpodautoscaler
            shortNames: [vpa]
          scope: Namespaced
          versions:
            - name: v1
              served: true
              storage: true
              subresources: {status: {}}
              schema:
                openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
        """;
    }

    @Override
    public void close() {
        for (Process process : running) {
            process.destroyForcibly();
        }
        kubectl.run("delete", "mutatingwebhookconfiguration", CONFIGURATION, "--ignore-not-found")
                .require();
        kubectl.run("delete", "crd", "verticalpodautoscalers.autoscaling.k8s.io").require();
        kubectl.run("delete", "clusterrolebinding", "vpa").require();
        kubectl.run("delete", "serviceaccount", "vpa", "-n", "kube-system").require();
    }
}
