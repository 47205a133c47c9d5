package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.cluster.AuditLog;
import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** People approve with their own keys, by the commands that the guide for administrators gives. */
class ApprovalIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String ANNOTATION = "approval.driftseal.io/deployment";

    @TempDir private static Path desk;

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();

    /** Alice is listed, mallory has a key that nobody listed. */
    @BeforeAll
    static void approversHaveKeys() {
        Installation driftseal = SharedInstallation.get();
        for (String name : List.of("alice", "mallory")) {
            driftseal
                    .command()
                    .run(
                            "keys",
                            "approver",
                            name,
                            "--key",
                            at(name),
                            "--entry",
                            at(name + ".entry"))
                    .require();
        }
        driftseal
                .command()
                .run(
                        "keys",
                        "approvers",
                        driftseal.settings().approvers().toString(),
                        "--add",
                        at("alice.entry"))
                .require();
    }

    @Test
    void whatAListedApproverSignedIsAdmittedAndTheirNameIsInStampAndAlert() {
        String namespace = namespaceThatWantsApproval();
        String web = manifest(namespace, "web");

        CommandResult unapproved = kubectl.apply(web);
        assertThat(unapproved.succeeded()).isFalse();
        assertThat(unapproved.stderr()).contains("Have it approved").contains("dec-");
        assertThat(driftseal.audit().refusal("deployments", namespace, "web").responseCode())
                .isEqualTo(403);

        CommandResult approved = approve("alice", file(web));
        assertThat(approved.succeeded()).as(approved.stderr()).isTrue();
        assertThat(approved.stderr())
                .contains("To be approved by alice", "Deployment/" + namespace + "/web");
        awaitAdmitted(approved.stdout());

        assertThat(approver(namespace, "web")).isEqualTo("alice");
        ObjectNode pod = driftseal.awaitPods(namespace, "web", 1).getFirst();
        String name = pod.path("metadata").path("name").asString();
        driftseal.findings().awaitVerdict(namespace, name, "clean");
        assertThat(verify(kubectl.get(namespace, "deployment", "web")).stdout())
                .startsWith("approved by alice");

        driftseal.changeInEtcd(
                "deployments",
                namespace,
                "web",
                object ->
                        ((ObjectNode)
                                        object.path("spec")
                                                .path("template")
                                                .path("spec")
                                                .path("containers")
                                                .path(0))
                                .put("image", "driftseal.local/evil:1"));
        String incident = driftseal.findings().awaitIncident(namespace, "web");
        assertThat(driftseal.command().run(scanner("incidents", "show", incident)).stdout())
                .contains("approver: alice");
        Eventually.holds(
                "Slack to be told who approved what was changed",
                LIMIT,
                () ->
                        driftseal.sinks().slackTexts().stream()
                                .anyMatch(
                                        text -> text.contains(incident) && text.contains("alice")));
    }

    /** The approver needs no right in the cluster: the author makes the dry run. */
    @Test
    void aDryRunThatAsksForApprovalIsSignedOffline() {
        String namespace = namespaceThatWantsApproval();
        String asking =
                kubectl.run(
                                "annotate",
                                "--local",
                                "-f",
                                file(manifest(namespace, "api")),
                                ANNOTATION + "=requested",
                                "-o",
                                "yaml")
                        .require();
        CommandResult dryRun = kubectl.apply(asking, "--dry-run=server", "-o", "json");
        assertThat(dryRun.succeeded()).as(dryRun.stderr()).isTrue();
        assertThat(kubectl.apply(asking).succeeded()).as("what asks is not approved").isFalse();

        CommandResult approved =
                driftseal
                        .command()
                        .run("approve", file(dryRun.stdout()), "--key", at("alice"), "--yes");

        assertThat(approved.succeeded()).as(approved.stderr()).isTrue();
        awaitAdmitted(approved.stdout());
        assertThat(approver(namespace, "api")).isEqualTo("alice");
    }

    @Test
    void nobodyElsesWordAndNoWordForSomethingElseCounts() {
        String namespace = namespaceThatWantsApproval();
        String web = manifest(namespace, "web");
        String byAlice = approve("alice", file(web)).require();
        awaitAdmitted(byAlice, "--dry-run=server");

        assertRefused(approve("mallory", file(web)).require(), "no listed approver");
        assertRefused(byAlice.replace("busybox:1", "busybox:2"), "another configuration");
        assertRefused(
                byAlice.replace("\"name\":\"web\"", "\"name\":\"shop\""),
                "it was issued for the name web");
        String elsewhere = namespaceThatWantsApproval();
        assertRefused(byAlice.replace(namespace, elsewhere), "it was issued for namespace");
        assertRefused(annotated(web, "alice"), "malformed");
    }

    /** Where nothing asks for one, a word that does not count is told and changes nothing. */
    @Test
    void elsewhereAnApprovalThatDoesNotHoldLeavesTheApproverEmpty() {
        String namespace = driftseal.namespace("enforce", "development");
        String web = manifest(namespace, "web");

        CommandResult applied = kubectl.apply(approve("mallory", file(web)).require());

        assertThat(applied.succeeded()).as(applied.stderr()).isTrue();
        assertThat(applied.stderr()).contains("Its approval does not hold");
        assertThat(approver(namespace, "web")).isEmpty();
    }

    private String namespaceThatWantsApproval() {
        String namespace = driftseal.namespace("enforce", "standard");
        kubectl.run("label", "namespace", namespace, "driftseal.io/approval=required").require();
        Eventually.holds(
                "the webhook to know that " + namespace + " wants approval",
                LIMIT,
                () ->
                        kubectl.apply(manifest(namespace, "probe"), "--dry-run=server")
                                .stderr()
                                .contains("Have it approved"));
        return namespace;
    }

    /** The list is read again by the webhook when it changes: that is what is waited for. */
    private void awaitAdmitted(String object, String... flags) {
        Eventually.holds(
                "what alice approved to be admitted",
                LIMIT,
                () -> kubectl.apply(object, flags).succeeded());
    }

    private void assertRefused(String object, String reason) {
        AuditLog log = driftseal.cluster().auditLog();
        AuditLog.Position before = log.now();
        CommandResult answer = kubectl.apply(object, "--dry-run=server");
        assertThat(answer.succeeded()).as(reason).isFalse();
        assertThat(answer.stderr()).contains("Its approval does not hold").contains(reason);
        log.await(
                before,
                LIMIT,
                "the refusal that says: " + reason,
                event ->
                        event.resource().equals("deployments")
                                && event.responseCode() == 403
                                && event.responseMessage().contains(reason));
    }

    private String approver(String namespace, String name) {
        return driftseal.stamps().of(kubectl.get(namespace, "deployment", name)).approver();
    }

    private CommandResult approve(String approver, String file) {
        return driftseal
                .command()
                .run(
                        "approve",
                        file,
                        "--key",
                        at(approver),
                        "--reason",
                        "change 1234",
                        "--yes",
                        "--kubeconfig",
                        driftseal.cluster().adminKubeconfig().toString());
    }

    private CommandResult verify(ObjectNode object) {
        return driftseal
                .command()
                .run(
                        "approval",
                        "verify",
                        file(object.toString()),
                        "--approvers",
                        driftseal.settings().approvers().toString());
    }

    private String[] scanner(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(
                List.of(
                        "--scanner",
                        driftseal.settings().scannerUrl().toString(),
                        "--tls",
                        driftseal.settings().keyDirectory().toString()));
        return line.toArray(String[]::new);
    }

    /** The Deployment alone: one object is approved at a time. */
    private static String manifest(String namespace, String name) {
        return DeploymentManifest.of(namespace, name)
                .podSpec("automountServiceAccountToken: false\n")
                .onNoNode()
                .yaml()
                .split("---\n", 2)[1]
                .replace("serviceAccountName: " + name, "serviceAccountName: default");
    }

    private static String annotated(String manifest, String value) {
        return manifest.replaceFirst(
                "labels: \\{", "annotations: {" + ANNOTATION + ": " + value + "}, labels: {");
    }

    private static String at(String name) {
        return desk.resolve(name).toString();
    }

    private static String file(String text) {
        try {
            return Files.writeString(Files.createTempFile(desk, "object", ""), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
