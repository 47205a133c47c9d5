package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.cluster.AuditEvent;
import io.driftseal.system.cluster.AuditLog;
import io.driftseal.system.cluster.Cluster;
import io.driftseal.system.cluster.ClusterSettings;
import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A cluster that was full before Driftseal came: adopted, rehearsed, enforced, and freed of it
 * again. Has a cluster of its own, because it ends without the installation. The steps build on
 * each other, as an administrator's do.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrownfieldIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String NAMESPACE = "legacy";
    private static final String KINDS =
            "deployments,replicasets,statefulsets,daemonsets,jobs,cronjobs,replicationcontrollers,pods";
    private static final Set<String> MAKES_PODS_NOW =
            Set.of("ReplicaSet", "StatefulSet", "Job", "ReplicationController");

    private static Cluster cluster;
    private static Installation driftseal;
    private static Map<String, String> versionsBefore;

    @BeforeAll
    static void driftsealComesToAFullCluster() {
        cluster = Cluster.start(ClusterSettings.named("brown" + ProcessHandle.current().pid()));
        Terminal kubectl = Terminal.of(cluster);
        kubectl.run("create", "namespace", NAMESPACE).require();
        kubectl.apply(LegacyManifests.EVERY_KIND).require();
        kubectl.apply(DeploymentManifest.of(NAMESPACE, "web").replicas(2).onNoNode().yaml())
                .require();
        kubectl.apply(privileged().yaml()).require();
        Eventually.holds("every owner to have its pods", LIMIT, () -> pods(kubectl) == 7);
        driftseal = Installation.on(cluster, Path.of("target", "brownfield"));
        versionsBefore = versions();
    }

    @AfterAll
    static void theClusterEnds() {
        if (driftseal != null) {
            driftseal.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    @Order(1)
    void adoptionWritesNothingAndRestartsNothing() {
        AuditLog.Position before = cluster.auditLog().now();

        CommandResult dryRun = adopt("--dry-run");
        CommandResult adopted = adopt();

        assertThat(adopted.succeeded()).as(adopted.stdout() + adopted.stderr()).isTrue();
        assertThat(dryRun.stdout()).contains("would be adopted");
        assertThat(adopted.stdout()).contains("observed, not approved");
        for (String name :
                List.of("bare", "web", "privileged", "db", "agent", "import", "nightly", "old")) {
            JsonNode verdict = driftseal.findings().awaitVerdict(NAMESPACE, name, "adopted");
            assertThat(verdict.path("coverage").path("observed").toString())
                    .contains("form")
                    .doesNotContain("admission");
        }
        assertThat(adopt().stdout()).contains("0 adopted");
        assertThat(versions()).isEqualTo(versionsBefore);
        assertThat(ourWrites(before)).isEmpty();
        assertThat(driftseal.findings().evidence()).contains("\"type\":\"baseline\"");
    }

    @Test
    @Order(2)
    void coverageAddsUpToWhatTheApiServerLists() {
        JsonNode report = JSON.readTree(command("coverage", "--json").require());

        Map<String, Integer> said = new TreeMap<>();
        for (JsonNode namespace : report.path("namespaces")) {
            for (JsonNode kind : namespace.path("kinds")) {
                int columns = 0;
                for (String column :
                        List.of("stamped", "adopted", "drifted", "unstamped", "unknown")) {
                    columns += kind.path(column).asInt();
                }
                assertThat(columns).isEqualTo(kind.path("total").asInt());
                String key =
                        namespace.path("namespace").asString() + "/" + kind.path("kind").asString();
                said.put(key, columns);
            }
        }
        Map<String, Integer> listed = new TreeMap<>();
        for (JsonNode item :
                JSON.readTree(kubectl().run("get", KINDS, "-A", "-o", "json").require())
                        .path("items")) {
            String key =
                    item.path("metadata").path("namespace").asString()
                            + "/"
                            + item.path("kind").asString();
            listed.merge(key, 1, Integer::sum);
        }
        assertThat(said).isEqualTo(listed);
        assertThat(report.path("notLookedAt").toString()).contains("no sensor");
        assertThat(report.path("doors").toString()).contains("pods/exec");
    }

    @Test
    @Order(3)
    void aChangeOfWhatWasAdoptedIsFoundByItsField() {
        kubectl().run("label", "pod", "bare", "-n", NAMESPACE, "access=database").require();
        assertThat(driftseal.findings().await(NAMESPACE, "bare", "baseline-changed").toString())
                .contains("metadata.labels")
                .contains("access");

        String pod = podOf("web");
        driftseal.changeInEtcd(
                "pods",
                NAMESPACE,
                pod,
                stored ->
                        ((ObjectNode) stored.path("spec").path("containers").path(0))
                                .put("image", "registry.example/miner:6.6"));
        assertThat(driftseal.findings().await(NAMESPACE, pod, "baseline-changed").toString())
                .contains("spec.containers[name=app].image")
                .contains("miner:6.6");
        assertThat(adopt().stdout()).contains("drifted  Pod legacy/bare");
        kubectl().run("label", "pod", "bare", "-n", NAMESPACE, "access-").require();
        driftseal.findings().awaitVerdict(NAMESPACE, "bare", "adopted");
    }

    @Test
    @Order(4)
    void theRehearsalListsExactlyWhatEnforceThenRefuses() {
        kubectl().run("label", "namespace", NAMESPACE, "driftseal.io/tier=restricted").require();
        CommandResult rehearsed = enforce("--dry-run", "--json");
        assertThat(rehearsed.exitCode()).isEqualTo(1);
        Set<String> expected = new TreeSet<>();
        for (JsonNode line :
                JSON.readTree(rehearsed.stdout()).path("namespaces").path(0).path("wouldRefuse")) {
            String object = line.path("object").asString();
            if (MAKES_PODS_NOW.contains(object.split(" ", 2)[0])) {
                expected.add(object);
            }
        }
        assertThat(expected)
                .contains("StatefulSet db", "Job import", "ReplicationController old")
                .hasSize(5);
        assertThat(rehearsed.stdout()).contains("Deployment privileged").contains("privileged");
        assertThat(mode()).isEmpty();
        assertThat(enforce().exitCode()).isEqualTo(1);
        assertThat(mode()).isEmpty();

        assertThat(enforce("--accept").succeeded()).isTrue();

        assertThat(mode()).isEqualTo("enforce");
        kubectl().run("delete", "pods", "-n", NAMESPACE, "-l", "app!=bare").require();
        Eventually.holds(
                "the API server to refuse pods of exactly those owners",
                LIMIT,
                () -> refusedOwners().equals(expected));
    }

    @Test
    @Order(5)
    void aRootThatIsDecidedLetsItsPodsComeBackWithoutARollout() {
        Set<String> replicaSets = uids("replicasets");

        kubectl().run("annotate", "deployment", "web", "-n", NAMESPACE, "decided=yes").require();

        assertThat(driftseal.awaitPods(NAMESPACE, "web", 2)).hasSize(2);
        assertThat(uids("replicasets")).isEqualTo(replicaSets);
        driftseal.findings().awaitVerdict(NAMESPACE, "web", "clean");
        assertThat(enforce("--dry-run").stdout())
                .doesNotContain("Deployment web")
                .contains("Deployment privileged");
    }

    @Test
    @Order(6)
    void uninstallingLeavesNothingAndRestartsNothingWithTheServicesDead() {
        driftseal.webhook().kill();
        driftseal.scanner().kill();
        driftseal.responder().kill();
        Set<String> podsBefore = uids("pods");

        CommandResult removed = uninstall("--workloads", "--rate", "500");

        assertThat(removed.succeeded()).as(removed.stdout() + removed.stderr()).isTrue();
        CommandResult verified = uninstall("--verify");
        assertThat(verified.succeeded()).as(verified.stdout()).isTrue();
        // What enforce refused comes back by itself; what ran was not touched.
        assertThat(uids("pods")).containsAll(podsBefore);
        List<String> left = new ArrayList<>();
        for (String resource : resources()) {
            String dump =
                    kubectl()
                            .run("get", resource, "-A", "-o", "json", "--show-managed-fields")
                            .stdout();
            if (dump.contains("driftseal.io") || dump.contains("\"driftseal-")) {
                left.add(resource);
            }
        }
        assertThat(left).as("types of which an object still names us").isEmpty();
        kubectl().run("rollout", "restart", "deployment/web", "-n", NAMESPACE).require();
    }

    private static DeploymentManifest privileged() {
        return DeploymentManifest.of(NAMESPACE, "privileged")
                .container("securityContext: {privileged: true}\n")
                .onNoNode();
    }

    private static Terminal kubectl() {
        return Terminal.of(cluster);
    }

    private static int pods(Terminal kubectl) {
        return kubectl.list(NAMESPACE, "pods", "").size();
    }

    private static String podOf(String app) {
        return kubectl()
                .list(NAMESPACE, "pods", "app=" + app)
                .getFirst()
                .path("metadata")
                .path("name")
                .asString();
    }

    /** Kind, name and uid of everything, with the version that any write would change. */
    private static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        for (JsonNode item :
                JSON.readTree(kubectl().run("get", KINDS, "-n", NAMESPACE, "-o", "json").require())
                        .path("items")) {
            JsonNode metadata = item.path("metadata");
            versions.put(
                    item.path("kind").asString() + "/" + metadata.path("name").asString(),
                    metadata.path("uid").asString()
                            + "@"
                            + metadata.path("resourceVersion").asString());
        }
        return versions;
    }

    private static Set<String> uids(String resource) {
        Set<String> uids = new TreeSet<>();
        JSON.readTree(kubectl().run("get", resource, "-n", NAMESPACE, "-o", "json").require())
                .path("items")
                .forEach(item -> uids.add(item.path("metadata").path("uid").asString()));
        return uids;
    }

    /** What our accounts wrote to anything but our own admission configurations. */
    private static List<String> ourWrites(AuditLog.Position since) {
        return cluster
                .auditLog()
                .since(
                        since,
                        event -> event.user().startsWith("system:serviceaccount:driftseal-system:"))
                .stream()
                .filter(event ->
                        Set.of("create", "update", "patch", "delete").contains(event.verb()))
                .filter(event -> !event.resource().endsWith("webhookconfigurations"))
                .filter(event -> !event.namespace().equals("driftseal-system"))
                .map(AuditEvent::toString)
                .toList();
    }

    /** Owners whose pods the API server refused, as the refusals name them. */
    private static Set<String> refusedOwners() {
        Set<String> owners = new TreeSet<>();
        for (JsonNode event :
                JSON.readTree(
                                kubectl()
                                        .run("get", "events", "-n", NAMESPACE, "-o", "json")
                                        .require())
                        .path("items")) {
            JsonNode about = event.path("involvedObject");
            if (event.path("reason").asString().equals("FailedCreate")
                    && event.path("message").asString().contains("driftseal.io")
                    && MAKES_PODS_NOW.contains(about.path("kind").asString())) {
                owners.add(about.path("kind").asString() + " " + about.path("name").asString());
            }
        }
        return owners;
    }

    private static String mode() {
        return kubectl()
                .run(
                        "get",
                        "namespace",
                        NAMESPACE,
                        "-o",
                        "jsonpath={.metadata.labels.driftseal\\.io/mode}")
                .require();
    }

    /** Every type that can be listed, but events, which expire by themselves. */
    private static List<String> resources() {
        return kubectl()
                .run("api-resources", "--verbs=list", "-o", "name")
                .require()
                .lines()
                .filter(name -> !name.startsWith("events") && !name.startsWith("componentstatuses"))
                .toList();
    }

    private static CommandResult adopt(String... flags) {
        return driftseal(services("adopt", "--all-namespaces"), flags);
    }

    private static CommandResult command(String name, String... flags) {
        List<String> line = services(name);
        line.addAll(kubeconfig());
        return driftseal(line, flags);
    }

    private static CommandResult enforce(String... flags) {
        List<String> line = services("enforce", NAMESPACE);
        line.addAll(List.of("--webhook", driftseal.settings().webhookInternalUrl().toString()));
        line.addAll(kubeconfig());
        return driftseal(line, flags);
    }

    private static CommandResult uninstall(String... flags) {
        List<String> line = new ArrayList<>(List.of("uninstall"));
        line.addAll(kubeconfig());
        return driftseal(line, flags);
    }

    private static List<String> services(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(
                List.of(
                        "--scanner",
                        driftseal.settings().scannerUrl().toString(),
                        "--tls",
                        driftseal.settings().keyDirectory().toString()));
        return line;
    }

    private static List<String> kubeconfig() {
        return List.of("--kubeconfig", cluster.adminKubeconfig().toString());
    }

    private static CommandResult driftseal(List<String> line, String... flags) {
        List<String> all = new ArrayList<>(line);
        all.addAll(List.of(flags));
        return driftseal.command().run(all.toArray(String[]::new));
    }
}
