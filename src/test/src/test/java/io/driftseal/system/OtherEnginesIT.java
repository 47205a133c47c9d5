package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.system.cluster.AuditEvent;
import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.ServiceProcess;
import io.driftseal.system.installation.Terminal;
import io.driftseal.testsupport.decision.ServedPolicies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engines that are not the default, on a cluster: an OPA server that others run, its death and
 * its return, and a module of Wasm. By hand, because it restarts the webhook that other tests
 * share.
 */
@Tag("by-hand")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherEnginesIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String REVISION = "release-1";

    private static final String ONLY_US =
            """
            package system.authz

            default allow := false

            allow if input.identity == "who-we-are"
            """;

    /** Of somebody who ships modules: the least that answers every question. */
    private static final Map<String, String> QUESTIONS =
            Map.of(
                    "admission",
                    """
                    decision := {
                    	"admitted": count(reasons) == 0,
                    	"runtimePolicy": "standard",
                    	"reasons": [reason | some reason in reasons],
                    	"warnings": [],
                    	"recorded": [],
                    }

                    reasons contains reason if {
                    	some container in input.workload.object.spec.containers
                    	container.securityContext.privileged == true
                    	message := sprintf("Remove privileged: true from %s.", [container.name])
                    	reason := {"code": "privileged", "message": message, "field": "spec.containers"}
                    }
                    """,
                    "access",
                    "decision := {\"granted\": true, \"reasons\": [], \"warnings\": []}\n",
                    "grant",
                    "decision := {\"granted\": true, \"reasons\": [], \"warnings\": []}\n",
                    "drift",
                    "decision := {\"severity\": \"info\", \"incident\": false, \"notify\": []}\n",
                    "response",
                    "decision := {\"actions\": [], \"rationale\": \"None.\"}\n");

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();
    private final ServiceProcess webhook = driftseal.webhook();

    @AfterAll
    void asItWas() {
        webhook.configure(Map.of());
        restart();
    }

    private void restart() {
        webhook.stop(Duration.ofSeconds(30));
        driftseal.restart(webhook);
    }

    @Test
    void aServerOfOthersDecidesAndWhileItIsAwayNobodyElseDoes(@TempDir Path directory)
            throws Exception {
        // Given
        Path token = Files.writeString(directory.resolve("token"), "who-we-are\n");
        try (ServedPolicies served = serve(directory)) {
            webhook.configure(
                    Map.of(
                            "policyEngine",
                            "server",
                            "policyServerUrl",
                            served.https().toString(),
                            "policyServerCa",
                            keys("ca.pem"),
                            "policyServerToken",
                            token.toString(),
                            "policyServerRevision",
                            REVISION));
            restart();
            String enforced = driftseal.namespace("enforce", "standard");
            String observed = driftseal.namespace("observe", "standard");

            // Then: it admits and refuses, by the revision that it says
            admitsAndRefuses(enforced, "server:" + REVISION);

            // When
            served.end();

            // Then: where modes enforce, nobody is admitted, and is told why
            CommandResult refused = run(enforced, "without", false);
            assertThat(refused.succeeded()).isFalse();
            assertThat(refused.stderr()).contains("policy gave no answer (engine_down)");
            driftseal.audit().refusal("pods", enforced, "without");
            Eventually.holds(
                    "the circuit to open, and readiness to say so",
                    LIMIT,
                    () ->
                            !run(enforced, "without", false).succeeded()
                                    && webhook.readiness()
                                            .contains("the policy engine is UNREACHABLE"));

            // And where they observe, everybody is, and it is recorded
            assertThat(run(observed, "unjudged", false).succeeded()).isTrue();
            AuditEvent admitted = driftseal.audit().success("create", "pods", observed, "unjudged");
            assertThat(admitted.annotations().toString()).contains("decision-id");
            assertThat(stamp(observed, "unjudged")).isEmpty();
            awaitRecord(observed, "UNDECIDED");

            // When: it is back
            served.startAgain();

            // Then: without a restart of ours
            Eventually.holds(
                    "the server to be asked again",
                    LIMIT,
                    () -> run(enforced, "again", false).succeeded());
            assertThat(stamp(enforced, "again")).isNotEmpty();
            assertThat(run(enforced, "still-not", true).stderr()).contains("privileged: true");
        }
    }

    @Test
    void aModuleOfWasmAdmitsAndRefuses(@TempDir Path policies) throws Exception {
        for (Map.Entry<String, String> question : QUESTIONS.entrySet()) {
            Files.writeString(
                    policies.resolve(question.getKey() + ".rego"),
                    "package driftseal." + question.getKey() + "\n\n" + question.getValue());
        }
        webhook.configure(Map.of("policyEngine", "wasm", "policyDirectory", policies.toString()));
        restart();

        admitsAndRefuses(
                driftseal.namespace("enforce", "standard"), PolicyBundle.read(policies).revision());
    }

    private void admitsAndRefuses(String namespace, String revision) {
        assertThat(run(namespace, "good", false).succeeded()).isTrue();
        assertThat(stamp(namespace, "good")).isNotEmpty();

        CommandResult refused = run(namespace, "bad", true);
        assertThat(refused.succeeded()).isFalse();
        assertThat(refused.stderr()).contains("Remove privileged: true from app.", "dec-");
        AuditEvent event = driftseal.audit().refusal("pods", namespace, "bad");
        assertThat(event.annotations().toString()).contains(revision);
    }

    private ServedPolicies serve(Path directory) throws Exception {
        Path authorization = Files.writeString(directory.resolve("authz.rego"), ONLY_US);
        return ServedPolicies.start(
                Files.createDirectory(directory.resolve("server")),
                PolicyBundle.read(ProjectRoot.find().resolve("policies").resolve("rego")),
                REVISION,
                List.of(
                        "--authentication=token",
                        "--authorization=basic",
                        "--tls-cert-file=" + keys("cli.pem"),
                        "--tls-private-key-file=" + keys("cli.key")),
                List.of(authorization));
    }

    /** The authority of this installation, and a certificate for localhost. */
    private String keys(String name) {
        return driftseal.settings().keyDirectory().resolve(name).toString();
    }

    private CommandResult run(String namespace, String name, boolean privileged) {
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
                      securityContext: {privileged: %s}
                """
                        .formatted(name, namespace, privileged));
    }

    private String stamp(String namespace, String name) {
        return kubectl.run(
                        "get",
                        "pod",
                        name,
                        "-n",
                        namespace,
                        "-o",
                        "jsonpath={.metadata.annotations.stamp\\.driftseal\\.io/pod}")
                .require();
    }

    /** In the chain of evidence, which the scanner hands out. */
    private void awaitRecord(String namespace, String outcome) {
        Eventually.holds(
                "a record " + outcome + " in " + namespace,
                LIMIT,
                () ->
                        evidence()
                                .lines()
                                .anyMatch(line ->
                                        line.contains("\\\"namespace\\\":\\\"" + namespace)
                                                && line.contains(
                                                        "\\\"outcome\\\":\\\"" + outcome)));
    }

    private String evidence() {
        return driftseal
                .command()
                .run(
                        "evidence",
                        "export",
                        "--scanner",
                        driftseal.settings().scannerUrl().toString(),
                        "--tls",
                        driftseal.settings().keyDirectory().toString())
                .require();
    }
}
