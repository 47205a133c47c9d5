package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.cluster.AuditEvent;
import io.driftseal.system.cluster.AuditLog;
import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.installation.AuditWitness;
import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Every door into a running workload, and the grants that open them, on a real cluster. */
class AccessDoorsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();

    private String pod(String namespace) {
        return driftseal.deployRunning(DeploymentManifest.of(namespace, "api"));
    }

    private void service(String namespace) {
        kubectl.apply(
                        """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: api, namespace: %s}
                        spec: {selector: {app: api}, ports: [{port: 80, targetPort: 8080}]}
                        """
                                .formatted(namespace))
                .require();
        Eventually.holds(
                "the endpoints of the service",
                LIMIT,
                () ->
                        kubectl.run("get", "endpoints", "api", "-n", namespace, "-o", "json")
                                .stdout()
                                .contains("targetRef"));
    }

    private static String signature(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    private static String path(String namespace, String object, String subResource) {
        return "/api/v1/namespaces/" + namespace + "/" + object + "/" + subResource;
    }

    /** What somebody does at each door, by the door's name. */
    private Map<String, List<String>> knocks(String namespace, String pod) {
        return Map.of(
                "exec",
                List.of("exec", pod, "-n", namespace, "--", "id"),
                "attach",
                List.of("attach", pod, "-n", namespace),
                "port-forward",
                List.of("port-forward", pod, "-n", namespace, "0:8080"),
                "pod-proxy",
                List.of("get", "--raw", path(namespace, "pods/" + pod + ":8080", "proxy/x")),
                "service-proxy",
                List.of("get", "--raw", path(namespace, "services/api:80", "proxy/x")),
                "token-request",
                List.of("create", "token", "api", "-n", namespace));
    }

    private CommandResult knock(List<String> command) {
        return kubectl.run(command.toArray(String[]::new));
    }

    @Test
    void everyDoorOfARestrictedPodIsShutAndTheAuditLogSaysSo() {
        String namespace = driftseal.namespace("enforce", "restricted");
        String pod = pod(namespace);
        service(namespace);

        knocks(namespace, pod)
                .forEach((door, command) -> {
                    CommandResult answer = knock(command);
                    assertThat(answer.succeeded()).as(door).isFalse();
                    assertThat(answer.stderr())
                            .as(door)
                            .contains(door + " needs one in tier restricted")
                            .contains("dec-");
                });

        for (List<String> refused :
                List.of(
                        List.of("pods", pod, "exec"),
                        List.of("pods", pod, "attach"),
                        List.of("pods", pod, "portforward"),
                        List.of("pods", pod + ":8080", "proxy"),
                        List.of("services", "api:80", "proxy"),
                        List.of("serviceaccounts", "api", "token"))) {
            AuditEvent event =
                    driftseal
                            .audit()
                            .refusal(refused.get(0), namespace, refused.get(1), refused.get(2));
            assertThat(event.responseCode()).as(refused.toString()).isEqualTo(403);
        }
        awaitRecords(namespace, "\"outcome\":\"REFUSED\"", 6);
        assertThat(records(namespace, "\"door\":\"exec\""))
                .as("WebSocket and SPDY make two calls, and one record")
                .hasSize(1);
        assertThat(records(namespace, "\"door\":\"service-proxy\"").getFirst())
                .contains("pods " + pod);
    }

    @Test
    void standardOpensDoorsAndKeepsARecordOfEach() {
        String namespace = driftseal.namespace("enforce", "standard");
        String pod = pod(namespace);

        CommandResult exec = kubectl.run("exec", pod, "-n", namespace, "--", "id");
        CommandResult token =
                kubectl.run(
                        "create",
                        "token",
                        "api",
                        "-n",
                        namespace,
                        "--audience=vault",
                        "--duration=20m");
        CommandResult longToken =
                kubectl.run("create", "token", "api", "-n", namespace, "--duration=240h");

        assertThat(exec.require()).contains("uid=0");
        assertThat(token.succeeded()).isTrue();
        assertThat(longToken.succeeded()).isFalse();
        assertThat(longToken.stderr()).contains("at most 86400 seconds");
        awaitRecords(namespace, "audiences vault, 1200 s, bound to nothing", 1);
        assertThat(driftseal.findings().evidence())
                .doesNotContain(token.stdout().strip())
                .doesNotContain(signature(token.stdout().strip()));
    }

    @Test
    void observeLetsDoorsBeUsedAndTheScannerFindsIt() {
        String namespace = driftseal.namespace("observe", "restricted");
        String pod = pod(namespace);

        // Nothing listens in the pod: the answer is the kubelet's, so the door was passed.
        knock(Objects.requireNonNull(knocks(namespace, pod).get("pod-proxy")));

        assertThat(driftseal.findings().await(namespace, pod, "door-against-policy").toString())
                .contains("pod-proxy");
    }

    @Test
    void aGrantOpensExactlyOneThing() {
        String namespace = driftseal.namespace("enforce", "restricted");
        String pod = pod(namespace);
        String[] exec = {"exec", pod, "-n", namespace, "-c", "app", "--"};

        CommandResult granted =
                grant(
                        "request",
                        "exec",
                        pod,
                        "-n",
                        namespace,
                        "--reason",
                        "INC-1: who am I",
                        "--",
                        "id",
                        "-u");

        assertThat(granted.require())
                .contains("admin may use exec of Pod/" + namespace + "/" + pod);
        String id = granted.stdout().replaceAll("(?s).*decision (dec-[0-9a-f-]+)\\..*", "$1");
        assertThat(kubectl.run(with(exec, "id", "-g")).stderr()).contains("for another command");
        assertThat(
                        kubectl.run(
                                        with(
                                                new String[] {
                                                    "--as=bob", "--as-group=system:masters"
                                                },
                                                with(exec, "id", "-u")))
                                .succeeded())
                .as("somebody else")
                .isFalse();
        assertThat(kubectl.run("attach", pod, "-n", namespace).succeeded()).isFalse();

        CommandResult used = kubectl.run(with(exec, "id", "-u"));
        CommandResult again = kubectl.run(with(exec, "id", "-u"));

        assertThat(used.require()).isEqualTo("0");
        assertThat(again.succeeded()).isFalse();
        assertThat(again.stderr()).contains("it is used up");
        AuditEvent event =
                driftseal
                        .cluster()
                        .auditLog()
                        .await(
                                AuditLog.Position.START,
                                LIMIT,
                                "an exec that names its grant",
                                e ->
                                        e.isAbout("pods", namespace, pod)
                                                && e.annotations().containsValue(id));
        assertThat(event.subresource()).isEqualTo("exec");
        awaitRecords(namespace, "\"grant\":\"" + id + "\"", 2);
        assertThat(grant("list", "-n", namespace, "--all").require()).contains("used up");
    }

    @Test
    void aGrantIsTakenBackAndForgedByNobody() {
        String namespace = driftseal.namespace("enforce", "restricted");
        String pod = pod(namespace);
        String granted =
                grant("request", "attach", pod, "-n", namespace, "--reason", "INC-2: look")
                        .require();
        String name = granted.replaceAll("(?s).*Grant (grant-[a-z0-9]+),.*", "$1");

        for (String change :
                List.of(
                        "{\"spec\":{\"uses\":3}}",
                        "{\"status\":{\"used\":-3}}",
                        "{\"metadata\":{\"annotations\":{\"grant.driftseal.io/envelope\":\"x\"}}}")) {
            CommandResult patched =
                    kubectl.run(
                            "patch",
                            "accessgrant",
                            name,
                            "-n",
                            namespace,
                            "--type=merge",
                            "-p",
                            change);
            assertThat(patched.succeeded()).as(change).isFalse();
        }
        CommandResult tooLong =
                grant(
                        "request",
                        "attach",
                        pod,
                        "-n",
                        namespace,
                        "--reason",
                        "INC-2: look",
                        "--minutes",
                        "60");
        assertThat(tooLong.exitCode()).isEqualTo(1);
        assertThat(tooLong.stderr()).contains("Ask for at most 900 seconds in tier restricted.");

        grant("revoke", name, "-n", namespace).require();

        assertThat(kubectl.run("attach", pod, "-n", namespace).succeeded()).isFalse();
    }

    @Test
    void aNodesDoorIsMonitoredOnly() {
        String node =
                kubectl.run("get", "nodes", "-o", "jsonpath={.items[0].metadata.name}").require();
        String proxy = "/api/v1/nodes/" + node + "/proxy/";

        AuditWitness audit = driftseal.audit().fromNow();

        assertThat(kubectl.run("get", "--raw", proxy + "metrics").succeeded()).isTrue();
        CommandResult pods = kubectl.run("get", "--raw", proxy + "pods");
        assertThat(pods.succeeded()).isFalse();
        assertThat(pods.stderr()).contains("node-proxy needs one in tier restricted");
        AuditEvent event = audit.refusal("nodes", "", node, "proxy");
        assertThat(event.responseCode()).isEqualTo(403);
        assertThat(event.requestUri()).endsWith("/proxy/pods");
    }

    @Test
    void anEvictionIsRecordedAndTheBudgetDecides() {
        String namespace = driftseal.namespace("enforce", "restricted");
        String pod = pod(namespace);
        String eviction =
                "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"%s\",\"namespace\":\"%s\"}}"
                        .formatted(pod, namespace);
        kubectl.run(
                        "create",
                        "pdb",
                        "api",
                        "-n",
                        namespace,
                        "--selector=app=api",
                        "--min-available=1")
                .require();
        Eventually.holds(
                "the disruption budget to be counted",
                LIMIT,
                () ->
                        kubectl.run("get", "pdb", "api", "-n", namespace, "-o", "json")
                                .stdout()
                                .contains("\"currentHealthy\": 1"));

        CommandResult held = evict(eviction, namespace, pod);
        evict(eviction, namespace, pod);
        kubectl.run("delete", "pdb", "api", "-n", namespace).require();
        CommandResult gone = evict(eviction, namespace, pod);

        assertThat(held.succeeded()).isFalse();
        assertThat(held.stderr()).contains("disruption budget");
        assertThat(driftseal.audit().refusal("pods", namespace, pod, "eviction").responseCode())
                .isEqualTo(429);
        assertThat(gone.succeeded()).as(gone.stderr()).isTrue();
        awaitRecords(namespace, "\"door\":\"eviction\"", 1);
    }

    private CommandResult evict(String eviction, String namespace, String pod) {
        return kubectl.runWithInput(
                eviction, "create", "--raw", path(namespace, "pods/" + pod, "eviction"), "-f", "-");
    }

    private CommandResult grant(String... arguments) {
        List<String> line = new ArrayList<>(List.of("grant", arguments[0]));
        line.add("--kubeconfig=" + driftseal.cluster().adminKubeconfig());
        line.addAll(List.of(arguments).subList(1, arguments.length));
        return driftseal.command().run(line.toArray(String[]::new));
    }

    private List<String> records(String namespace, String text) {
        return driftseal
                .findings()
                .evidence()
                .lines()
                // A record is a text inside its entry.
                .map(line -> line.replace("\\\"", "\""))
                .filter(line -> line.contains("\"namespace\":\"" + namespace + "\""))
                .filter(line -> line.contains("\"decisionId\""))
                .filter(line -> line.contains(text))
                .toList();
    }

    private void awaitRecords(String namespace, String text, int count) {
        Eventually.holds(
                count + " records with " + text,
                LIMIT,
                () -> records(namespace, text).size() == count);
    }

    private static String[] with(String[] first, String... more) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
