package io.driftseal.system.bench;

import io.driftseal.kubernetes.DeleteOptions;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.kubernetes.fabric8.Fabric8KubernetesApi;
import io.driftseal.system.ProjectRoot;
import io.driftseal.system.cluster.Cluster;
import io.driftseal.system.cluster.ClusterSettings;
import io.driftseal.system.installation.Installation;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code ./driftseal bench cluster}: pods of 9 KB are created on a real cluster, in a namespace
 * that enforces and in one that is exempt, in turn. The API server's own histogram says how long it
 * waited for the webhooks, and the difference of the two namespaces what an admission adds to a
 * request. The pods name a scheduler that is not there, so that no container starts.
 */
public final class ClusterBenchMain {
    private static final int WARM_UP = 400;
    private static final int ROUND = 100;
    private static final int ROUNDS = 5;
    private static final int USERS = 4;

    /** Where admission is never asked: what a pod costs without it. */
    private static final String EXEMPT = "kube-system";

    private final Installation installation;
    private final KubernetesApi api;
    private final PrintStream out;
    private final AtomicInteger names = new AtomicInteger();

    private ClusterBenchMain(Installation installation, KubernetesApi api, PrintStream out) {
        this.installation = installation;
        this.api = api;
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        Path home = ProjectRoot.find().resolve(".driftseal").resolve("bench");
        Files.createDirectories(home);
        try (Cluster cluster = Cluster.start(ClusterSettings.named("bench").withoutNode());
                Installation installation = Installation.on(cluster, home.resolve("services"));
                KubernetesApi api =
                        Fabric8KubernetesApi.connect(cluster.adminKubeconfig(), "bench")) {
            new ClusterBenchMain(installation, api, System.out).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        installation.namespace("shop", "enforce", "standard");
        out.println("Load average before: " + load());
        create("shop", WARM_UP);
        create(EXEMPT, WARM_UP);
        Used admitted = Used.nothing();
        Used exempt = Used.nothing();
        WebhookHistogram before = histogram();
        for (int round = 0; round < ROUNDS; round++) {
            admitted = admitted.and(used("shop"));
            exempt = exempt.and(used(EXEMPT));
        }
        Map<String, WebhookHistogram.Calls> calls = histogram().since(before);
        out.printf("%d pods of 9 KB, %d at a time, turn by turn:%n%n", ROUND * ROUNDS, USERS);
        out.println(
                "| Namespace | pods a second | CPU ms a pod: webhook | policy engine | API server"
                        + " |");
        out.println("|---|---|---|---|---|");
        row("enforced", admitted);
        row("exempt", exempt);
        out.println();
        out.println(
                "| Webhook, as the API server saw it | calls | sum s | mean ms | p50 within ms"
                        + " | p99 within ms |");
        out.println("|---|---|---|---|---|---|");
        calls.forEach((name, its) ->
                out.printf(
                        "| %s | %.0f | %.3f | %.2f | %.1f | %.1f |%n",
                        name,
                        its.count(),
                        its.sumSeconds(),
                        its.meanMillis(),
                        its.millisWithin(50),
                        its.millisWithin(99)));
        out.println("Load average after: " + load());
    }

    private Used used(String namespace) throws InterruptedException {
        Used before = Used.now(0);
        double seconds = create(namespace, ROUND);
        return Used.now(seconds).since(before);
    }

    private void row(String words, Used used) {
        int pods = ROUND * ROUNDS;
        out.printf(
                "| %s | %.0f | %.2f | %.2f | %.2f |%n",
                words,
                pods / used.seconds(),
                used.webhookMillis() / pods,
                used.engineMillis() / pods,
                used.apiServerMillis() / pods);
    }

    /** Processor time; the API server's holds the deletions too. */
    private record Used(
            double seconds, double webhookMillis, double engineMillis, double apiServerMillis) {
        static Used nothing() {
            return new Used(0, 0, 0, 0);
        }

        static Used now(double seconds) {
            return new Used(
                    seconds,
                    ProcessorTime.millis("WebhookMain"),
                    ProcessorTime.millis("opa run"),
                    ProcessorTime.millis("kube-apiserver"));
        }

        Used since(Used before) {
            return new Used(
                    seconds - before.seconds,
                    webhookMillis - before.webhookMillis,
                    engineMillis - before.engineMillis,
                    apiServerMillis - before.apiServerMillis);
        }

        Used and(Used more) {
            return new Used(
                    seconds + more.seconds,
                    webhookMillis + more.webhookMillis,
                    engineMillis + more.engineMillis,
                    apiServerMillis + more.apiServerMillis);
        }
    }

    private static String load() throws Exception {
        return Files.readString(Path.of("/proc/loadavg")).strip();
    }

    private WebhookHistogram histogram() {
        return WebhookHistogram.of(
                installation.cluster().kubectl("get", "--raw", "/metrics").require());
    }

    /** Creates so many pods and takes them away again; the seconds of the creations. */
    private double create(String namespace, int count) throws InterruptedException {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            created.add("pod-" + names.incrementAndGet());
        }
        long began = System.nanoTime();
        inParallel(
                created,
                name ->
                        api.create(
                                ResourceType.PODS,
                                pod(namespace, name),
                                WriteOptions.stored("bench")));
        double seconds = (System.nanoTime() - began) / 1e9;
        inParallel(
                created,
                name ->
                        api.delete(
                                ResourceType.PODS,
                                ObjectKey.namespaced(namespace, name),
                                new DeleteOptions(Optional.empty(), OptionalInt.of(0), false)));
        return seconds;
    }

    private static void inParallel(List<String> names, Step step) throws InterruptedException {
        var next = new AtomicInteger();
        List<KubernetesApiException> failures =
                java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> users = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            users.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int at = next.getAndIncrement();
                                        at < names.size();
                                        at = next.getAndIncrement()) {
                                    try {
                                        step.of(names.get(at));
                                    } catch (KubernetesApiException e) {
                                        failures.add(e);
                                    }
                                }
                            }));
        }
        for (Thread user : users) {
            user.join();
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("the API server refused", failures.getFirst());
        }
    }

    /**
     * Three containers with nineteen variables each: about 9 KB when its defaults are filled in.
     */
    private static JsonObject pod(String namespace, String name) {
        String containers =
                IntStream.range(0, 3)
                        .mapToObj(ClusterBenchMain::container)
                        .collect(Collectors.joining(","));
        String text =
                """
                {"apiVersion":"v1","kind":"Pod","metadata":{"namespace":"%s","name":"%s",
                "labels":{"app.kubernetes.io/name":"checkout","team":"payments"}},
                "spec":{"schedulerName":"nobody","automountServiceAccountToken":false,
                "containers":[%s]}}
                """
                        .formatted(namespace, name, containers);
        try {
            return JsonReader.readObject(
                    text.getBytes(StandardCharsets.UTF_8), JsonLimits.kubernetesObject());
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("the pods of this bench", e);
        }
    }

    private static String container(int position) {
        String variables =
                IntStream.range(0, 19)
                        .mapToObj(n ->
                                "{\"name\":\"SETTING_%d\",\"value\":\"value %d of %d\"}"
                                        .formatted(n, n, position))
                        .collect(Collectors.joining(","));
        return """
        {"name":"part-%d","image":"registry.example.com/shop/part-%d:1.4.0","env":[%s],
        "readinessProbe":{"httpGet":{"path":"/readyz","port":8080}},
        "resources":{"requests":{"cpu":"1m","memory":"1Mi"}},"securityContext":{
        "capabilities":{"drop":["ALL"]},"allowPrivilegeEscalation":false}}
        """
                .formatted(position, position, variables);
    }

    /** One call of the API. */
    private interface Step {
        void of(String name) throws KubernetesApiException;
    }
}
