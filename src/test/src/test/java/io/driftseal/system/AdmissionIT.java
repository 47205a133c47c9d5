package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.cluster.AuditEvent;
import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What a user of the cluster meets at admission, with the API server's audit log as witness. */
class AdmissionIT {

    private static final String PRIVILEGED = "securityContext: {privileged: true}\n";

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();

    @Test
    void enforceRefusesWhatPolicyRefusesAndSaysWhatToChange() {
        String namespace = driftseal.namespace("enforce", "restricted");

        CommandResult answer = kubectl.apply(privileged(namespace).yaml());

        assertThat(answer.succeeded()).isFalse();
        assertThat(answer.stderr()).contains("privileged").contains("dec-");
        AuditEvent event = driftseal.audit().refusal("deployments", namespace, "api");
        assertThat(event.responseCode()).isBetween(400, 403);
        assertThat(event.annotations().toString()).contains("decision").contains("dec-");
        assertThat(kubectl.run("get", "deployment", "api", "-n", namespace).succeeded()).isFalse();
    }

    /**
     * One decision from the webhook's disk: what policy was asked, and by which rule it refused.
     */
    @Test
    void aRefusalIsExplainedAndRehearsedFromWhatPolicyWasAsked() {
        String namespace = driftseal.namespace("enforce", "restricted");
        String refusal = kubectl.apply(privileged(namespace).yaml()).stderr();
        Matcher decision = Pattern.compile("dec-[0-9a-f-]{36}").matcher(refusal);
        assertThat(decision.find()).as(refusal).isTrue();

        Eventually.holds(
                "the decision to be on record, and its input kept",
                Duration.ofSeconds(30),
                () -> policy("explain", decision.group()).contains("recorded as REFUSED"));
        assertThat(policy("explain", decision.group()))
                .contains("Asked again, they answer the same.")
                .contains("admission/containers.rego:13  violations")
                .contains("entry.container.securityContext.privileged == true");
        assertThat(policy("rehearse", "--namespace", namespace))
                .contains("0 would change.")
                .doesNotContain("Nothing was rehearsed");
    }

    private String policy(String command, String... more) {
        List<String> line = new ArrayList<>(List.of("policy", command));
        line.addAll(List.of(more));
        line.add(ProjectRoot.find().resolve("policies/rego").toString());
        line.addAll(
                List.of(
                        "--webhook",
                        driftseal.settings().webhookInternalUrl().toString(),
                        "--scanner",
                        driftseal.settings().scannerUrl().toString(),
                        "--tls",
                        driftseal.settings().keyDirectory().toString()));
        return driftseal.command().run(line.toArray(String[]::new)).stdout();
    }

    @Test
    void warnAdmitsAndTellsTheUser() {
        String namespace = driftseal.namespace("warn", "restricted");

        CommandResult answer = kubectl.apply(privileged(namespace).yaml());

        assertThat(answer.succeeded()).isTrue();
        assertThat(answer.stderr()).contains("Warning:").contains("privileged");
    }

    @Test
    void observeAdmitsSilentlyAndTheScannerFindsIt() {
        String namespace = driftseal.namespace("observe", "restricted");

        CommandResult answer = kubectl.apply(privileged(namespace).yaml());

        assertThat(answer.succeeded()).isTrue();
        assertThat(answer.stderr()).doesNotContain("Warning:");
        driftseal.findings().awaitVerdict(namespace, "api", "drifted");
        assertThat(driftseal.findings().evidence()).contains("would have refused");
    }

    @Test
    void observeIsTheDefaultOfANamespaceThatSaysNothing() {
        String namespace = driftseal.unlabelledNamespace();

        assertThat(kubectl.apply(privileged(namespace).yaml()).succeeded()).isTrue();
    }

    @Test
    void modesOfTwoNamespacesDoNotTouchEachOther() {
        String strict = driftseal.namespace("enforce", "restricted");
        String lax = driftseal.namespace("observe", "restricted");

        assertThat(kubectl.apply(privileged(strict).yaml()).succeeded()).isFalse();
        assertThat(kubectl.apply(privileged(lax).yaml()).succeeded()).isTrue();
        assertThat(kubectl.apply(DeploymentManifest.of(strict, "web").yaml()).succeeded()).isTrue();
    }

    @Test
    void aDryRunShowsTheStampAndLeavesNothingBehind() {
        String namespace = driftseal.namespace("enforce", "restricted");

        String shown =
                kubectl.apply(
                                DeploymentManifest.of(namespace, "api").yaml(),
                                "--dry-run=server",
                                "-o",
                                "json")
                        .require();

        assertThat(shown).contains("stamp.driftseal.io/deployment");
        String decisionId = shown.replaceAll("(?s).*?(dec-[0-9a-f-]{36}).*", "$1");
        assertThat(driftseal.findings().evidence()).doesNotContain(decisionId);
        assertThat(kubectl.run("get", "deployment", "api", "-n", namespace).succeeded()).isFalse();
    }

    @Test
    void aPodWithAGeneratedNameIsStampedAndVerified() {
        String namespace = driftseal.namespace("enforce", "restricted");
        driftseal.deploy(DeploymentManifest.of(namespace, "unused"));

        String name =
                kubectl.runWithInput(
                                """
                                apiVersion: v1
                                kind: Pod
                                metadata: {generateName: batch-, namespace: %s, labels: {app: batch}}
                                spec:
                                  serviceAccountName: unused
                                  containers:
                                    - name: app
                                      image: driftseal.local/busybox:1
                                      imagePullPolicy: Never
                                      command: [sleep, "3600"]
                                      securityContext: {allowPrivilegeEscalation: false}
                                """
                                        .formatted(namespace),
                                "create",
                                "-f",
                                "-",
                                "-o",
                                "name")
                        .require()
                        .strip();

        assertThat(name).startsWith("pod/batch-");
        ObjectNode pod = kubectl.get(namespace, "pod", name.substring("pod/".length()));
        assertThat(driftseal.stamps().of(pod).runtimePolicy()).isNotBlank();
    }

    @Test
    void anImagePatchOnARunningPodIsRefusedWithTheDifference() {
        String namespace = driftseal.namespace("enforce", "restricted");
        String pod = driftseal.deployRunning(DeploymentManifest.of(namespace, "api"));

        CommandResult answer =
                kubectl.run(
                        "set",
                        "image",
                        "pod/" + pod,
                        "-n",
                        namespace,
                        "app=driftseal.local/evil:1");

        assertThat(answer.succeeded()).isFalse();
        assertThat(answer.stderr())
                .contains("spec.containers[name=app].image")
                .contains("driftseal.local/evil:1");
    }

    @Test
    void execIsRefusedWhereTheTierSaysSo() {
        String namespace = driftseal.namespace("enforce", "restricted");
        String pod = driftseal.deployRunning(DeploymentManifest.of(namespace, "api"));

        CommandResult answer = kubectl.run("exec", pod, "-n", namespace, "--", "id");

        assertThat(answer.succeeded()).isFalse();
        assertThat(answer.stderr()).contains("exec").contains("dec-");
        assertThat(driftseal.audit().refusal("pods", namespace, pod, "exec").user())
                .isEqualTo("admin");
    }

    @Test
    void execInObserveRunsAndIsAFinding() {
        String namespace = driftseal.namespace("observe", "restricted");
        String pod = driftseal.deployRunning(DeploymentManifest.of(namespace, "api"));

        assertThat(kubectl.run("exec", pod, "-n", namespace, "--", "id").require())
                .contains("uid=0");

        assertThat(driftseal.findings().await(namespace, pod, "door-against-policy").toString())
                .containsIgnoringCase("exec");
    }

    @Test
    void aForgedStampInARequestIsReplaced() {
        String namespace = driftseal.namespace("enforce", "restricted");
        String forged =
                DeploymentManifest.of(namespace, "api")
                        .yaml()
                        .replace(
                                "labels: {app: api}}\nspec:",
                                "labels: {app: api, driftseal.io/runtime-policy: mine},"
                                        + " annotations: {stamp.driftseal.io/deployment: forged,"
                                        + " stamp.driftseal.io/pod: forged}}\nspec:");

        kubectl.apply(forged).require();

        ObjectNode deployment = kubectl.get(namespace, "deployment", "api");
        assertThat(driftseal.stamps().of(deployment).decisionId()).startsWith("dec-");
        assertThat(deployment.path("metadata").path("annotations").has("stamp.driftseal.io/pod"))
                .isFalse();
        assertThat(
                        deployment
                                .path("metadata")
                                .path("labels")
                                .path("driftseal.io/runtime-policy")
                                .asString())
                .isNotEqualTo("mine");
    }

    private static DeploymentManifest privileged(String namespace) {
        return new DeploymentManifest(namespace, "api", 1, "", PRIVILEGED);
    }
}
