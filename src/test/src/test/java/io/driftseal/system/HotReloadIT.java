package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.cluster.AuditEvent;
import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.ServiceProcess;
import io.driftseal.system.installation.Terminal;
import io.driftseal.testsupport.bundle.BundleHost;
import io.driftseal.testsupport.bundle.PackedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Policies change while they decide: by ConfigMaps and by signed bundles of a real server, with the
 * API server's audit log as witness of the revision that decided. By hand, because it restarts the
 * webhook that other tests share.
 */
@Tag("by-hand")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HotReloadIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String OURS = "driftseal-system";
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();
    private final ServiceProcess webhook = driftseal.webhook();
    private final ServiceProcess scanner = driftseal.scanner();

    private BundleHost host;

    @BeforeAll
    void takePoliciesFromEverywhere(@TempDir Path directory) throws IOException {
        host = BundleHost.start();
        host.serve(bundle("release 1", Map.of()));
        Path keys = directory.resolve("verification-keys.json");
        Files.writeString(
                keys,
                """
                {"keys": {"default": {"algorithm": "HS256", "key": "%s"}}}
                """
                        .formatted(SECRET));
        webhook.configure(
                Map.of(
                        "policyPeriod",
                        "500ms",
                        "policyConfigMaps",
                        OURS,
                        "policyEvents",
                        OURS,
                        "policyBundleUrl",
                        host.url().toString(),
                        "policyBundlePeriod",
                        "1s",
                        "policyBundleKeys",
                        keys.toString()));
        scanner.configure(
                Map.of("policyPeriod", "500ms", "policyConfigMaps", OURS, "policyEvents", OURS));
        restart();
        restartScanner();
    }

    @AfterAll
    void asItWas() {
        host.close();
        kubectl.run("delete", "configmap", "-n", OURS, "-l", "driftseal.io/policies=true");
        webhook.configure(Map.of());
        scanner.configure(Map.of());
        restart();
        restartScanner();
    }

    private void restartScanner() {
        scanner.stop(Duration.ofSeconds(30));
        driftseal.restart(scanner);
    }

    private void restart() {
        webhook.stop(Duration.ofSeconds(30));
        driftseal.restart(webhook);
    }

    @Test
    void aRuleInAConfigMapDecidesWithinSecondsAndABrokenOneDoesNot() {
        // Given
        String namespace = driftseal.namespace("enforce", "standard");
        String shipped = revision();
        assertThat(run(namespace, "before", 80).succeeded()).isTrue();

        // When: a new rule
        configMap("team-ports", "ports.rego", rule("low-port", "port.containerPort < 1024"));
        String changed =
                awaitPolicy(policy -> !decides(policy, shipped)).path("revision").asString();

        // Then: it refuses under the revision that has it
        CommandResult refused = run(namespace, "low", 80);
        assertThat(refused.succeeded()).isFalse();
        assertThat(refused.stderr()).contains("low-port").contains("dec-");
        AuditEvent event = driftseal.audit().refusal("pods", namespace, "low");
        assertThat(event.annotations().toString()).contains(changed);
        assertThat(run(namespace, "high", 8080).succeeded()).isTrue();

        // When: one that does not compile
        configMap(
                "team-broken",
                "broken.rego",
                "package driftseal.admission\n\nlow := nothing_here\n");
        JsonNode policy = awaitPolicy(state -> !state.path("refused").isNull());

        // Then: it is named, and the last good ones decide
        String reason = policy.path("refused").path("reason").asString();
        assertThat(reason).contains("config-map/team-broken/broken.rego:3:");
        assertThat(policy.path("revision").asString()).isEqualTo(changed);
        awaitEvent("PolicyRefused", "config-map/team-broken/broken.rego:3:");
        awaitEvent("PolicyLoaded", changed);

        // And the scanner says the same of itself
        awaitEvent("PolicyRefused", "\"kind\": \"StatefulSet\"");
        assertThat(scanner.policy()).contains("config-map/team-broken/broken.rego:3:");
        assertThat(run(namespace, "still-low", 80).stderr()).contains("low-port");
        assertThat(webhook.metrics()).containsPattern("(?m)^driftseal_webhook_policy_refused 1");

        // When: both are taken back
        kubectl.run("delete", "configmap", "team-broken", "team-ports", "-n", OURS).require();
        awaitPolicy(state -> decides(state, shipped) && state.path("refused").isNull());

        // Then
        assertThat(run(namespace, "after", 80).succeeded()).isTrue();
    }

    @Test
    void aSignedBundleDecidesAChangedOneDoesNotAndARestartNeedsNoServer() throws Exception {
        // Given
        String namespace = driftseal.namespace("enforce", "standard");
        String shipped = revision();

        // When: the team publishes a rule
        host.serve(bundle("release 2", rules()));
        JsonNode policy = awaitPolicy(state -> !decides(state, shipped));

        // Then
        String changed = policy.path("revision").asString();
        assertThat(policy.path("bundle").path("revision").asString()).isEqualTo("release 2");
        assertThat(policy.path("bundle").path("signedBy").asString()).isEqualTo("default");
        assertThat(run(namespace, "far", 60_001).stderr()).contains("far-port");
        assertThat(driftseal.audit().refusal("pods", namespace, "far").annotations().toString())
                .contains(changed);

        // When: somebody publishes what the team did not sign
        host.serve(PackedBundle.of(files(Map.of())));
        policy = awaitPolicy(state -> !state.path("refused").isNull());

        // Then
        assertThat(policy.path("refused").path("reason").asString()).contains("is not signed");
        assertThat(policy.path("revision").asString()).isEqualTo(changed);
        awaitEvent("PolicyRefused", "the bundle is not signed");

        // When: the server is away, and we start again
        host.behave(new BundleHost.Behaviour.Status(503));
        restart();

        // Then
        policy = policy();
        assertThat(policy.path("lastGoodOfDisk").asBoolean()).isTrue();
        assertThat(policy.path("revision").asString()).isEqualTo(changed);
        assertThat(policy.path("unavailable").path("reason").asString())
                .isEqualTo("the bundle server answered 503");
        assertThat(run(namespace, "still-far", 60_001).stderr()).contains("far-port");

        // When: it is back, without the rule
        host.serve(bundle("release 3", Map.of()));
        awaitPolicy(state -> decides(state, shipped) && state.path("unavailable").isNull());

        // Then
        assertThat(run(namespace, "near", 60_001).succeeded()).isTrue();
    }

    private CommandResult run(String namespace, String name, int port) {
        return kubectl.apply(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: %s}
                spec:
                  automountServiceAccountToken: false
                  nodeSelector: {none: such}
                  containers:
                    - name: app
                      image: driftseal.local/busybox:1
                      ports: [{containerPort: %d}]
                      securityContext: {allowPrivilegeEscalation: false}
                """
                        .formatted(name, namespace, port));
    }

    private static Map<String, String> rules() {
        return Map.of("team/far.rego", rule("far-port", "port.containerPort > 60000"));
    }

    private static String rule(String code, String condition) {
        String name = code.replace('-', '_');
        return """
        package driftseal.admission

        # METADATA
        # title: Ports of the team
        # description: Which ports are used is the team's own rule.
        # custom:
        #   code: %1$s
        #   severity: low
        #   effect: {restricted: refuse, standard: refuse, development: none}
        #   controls: [team]
        %2$s := rego.metadata.rule()

        violations contains violating(%2$s, message, field) if {
        	some entry in containers
        	some port in entry.container.ports
        	is_number(port.containerPort)
        	%3$s
        	field := at(entry, "ports")
        	message := sprintf("Use another port in %%s (%1$s).", [entry.name])
        }
        """
                .formatted(code, name, condition);
    }

    private void configMap(String name, String key, String content) {
        kubectl.apply(
                        """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: %s, namespace: %s, labels: {driftseal.io/policies: "true"}}
                        data:
                          %s: |
                        %s
                        """
                                .formatted(name, OURS, key, content.indent(4)))
                .require();
    }

    /** Built and signed by the real program, together with what its rules call. */
    private static byte[] bundle(String revision, Map<String, String> more) throws IOException {
        return PackedBundle.of(
                files(more),
                "--revision",
                revision,
                "--signing-key",
                SECRET,
                "--signing-alg",
                "HS256");
    }

    private static Map<String, String> files(Map<String, String> more) throws IOException {
        Map<String, String> files = new TreeMap<>(more);
        Path shipped = ProjectRoot.find().resolve("policies").resolve("rego");
        try (Stream<Path> paths = Files.walk(shipped)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                if (path.toString().endsWith(".rego")) {
                    files.put(shipped.relativize(path).toString(), Files.readString(path));
                }
            }
        }
        return files;
    }

    private JsonNode policy() {
        return JSON.readTree(webhook.policy());
    }

    private String revision() {
        return policy().path("revision").asString();
    }

    private static boolean decides(JsonNode policy, String revision) {
        return policy.path("revision").asString().equals(revision);
    }

    private JsonNode awaitPolicy(Predicate<JsonNode> condition) {
        Eventually.holds("policies to change", LIMIT, () -> condition.test(policy()));
        return policy();
    }

    private void awaitEvent(String reason, String text) {
        Eventually.holds(
                "an Event " + reason + " that says " + text,
                LIMIT,
                () ->
                        kubectl.run(
                                        "get",
                                        "events.events.k8s.io",
                                        "-n",
                                        OURS,
                                        "-o",
                                        "json",
                                        "--field-selector",
                                        "reason=" + reason)
                                .require()
                                .contains(text));
    }
}
