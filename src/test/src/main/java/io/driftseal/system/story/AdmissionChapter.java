package io.driftseal.system.story;

import io.driftseal.stamp.StampStatement;
import io.driftseal.system.cluster.AuditEvent;
import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Installation;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A Deployment is admitted, decided and stamped; what policy refuses is refused. */
final class AdmissionChapter {

    static final String STRICT = "payments";
    static final String LAX = "shop";

    private final Installation driftseal;

    AdmissionChapter(Installation driftseal) {
        this.driftseal = driftseal;
    }

    List<StoryLine> lines() {
        return List.of(
                new StoryLine(
                        "namespace payments enforces (tier restricted), shop only observes",
                        this::namespaces),
                new StoryLine(
                        "a Deployment was admitted and decided by Rego", this::deploymentAdmitted),
                new StoryLine(
                        "a privileged Deployment was refused, with what to change",
                        this::privilegedRefused),
                new StoryLine(
                        "Deployment, ReplicaSet and both pods carry a chain of signed stamps",
                        this::chainVerified),
                new StoryLine("a shell in a payments pod was refused", this::execRefused),
                new StoryLine(
                        "another image for a running payments pod was refused",
                        this::imagePatchRefused));
    }

    private Proof namespaces() {
        driftseal.namespace(STRICT, "enforce", "restricted");
        driftseal.namespace(LAX, "observe", "standard");
        return Proof.audit(
                driftseal.audit().success("patch", "namespaces", STRICT, STRICT).auditId());
    }

    private Proof deploymentAdmitted() throws ClaimFailedException {
        driftseal.allowConfigMaps(STRICT, "api");
        driftseal.deploy(DeploymentManifest.of(STRICT, "api").replicas(2));
        AuditEvent event = driftseal.audit().success("create", "deployments", STRICT, "api");
        if (!event.annotations().toString().contains("dec-")) {
            throw new ClaimFailedException("no decision id in the audit event " + event.auditId());
        }
        return Proof.audit(event.auditId());
    }

    private Proof privilegedRefused() throws ClaimFailedException {
        CommandResult answer =
                driftseal
                        .terminal()
                        .apply(
                                DeploymentManifest.of(STRICT, "miner")
                                        .container("securityContext: {privileged: true}\n")
                                        .yaml());
        require(!answer.succeeded() && answer.stderr().contains("privileged"), answer);
        return Proof.audit(driftseal.audit().refusal("deployments", STRICT, "miner").auditId());
    }

    private Proof chainVerified() throws ClaimFailedException {
        List<ObjectNode> pods = driftseal.awaitRunning(STRICT, "api", 2);
        StampStatement root =
                driftseal.stamps().of(driftseal.terminal().get(STRICT, "deployment", "api"));
        StampStatement middle =
                driftseal
                        .stamps()
                        .of(driftseal.terminal().list(STRICT, "replicaset", "app=api").getFirst());
        boolean chained = middle.parent().orElseThrow().decisionId().equals(root.decisionId());
        for (ObjectNode pod : pods) {
            StampStatement leaf = driftseal.stamps().of(pod);
            chained &= leaf.parent().orElseThrow().decisionId().equals(middle.decisionId());
        }
        if (!chained) {
            throw new ClaimFailedException("a stamp names another parent than its owner");
        }
        return Proof.evidence(root.decisionId());
    }

    private Proof execRefused() throws ClaimFailedException {
        String pod = aPod();
        CommandResult answer = driftseal.terminal().run("exec", pod, "-n", STRICT, "--", "id");
        require(!answer.succeeded() && answer.stderr().contains("dec-"), answer);
        return Proof.audit(driftseal.audit().refusal("pods", STRICT, pod, "exec").auditId());
    }

    private Proof imagePatchRefused() throws ClaimFailedException {
        CommandResult answer =
                driftseal
                        .terminal()
                        .run("set", "image", "pod/" + aPod(), "-n", STRICT, "app=evil.example/x:1");
        require(!answer.succeeded() && answer.stderr().contains("image"), answer);
        return Proof.audit(driftseal.audit().refusal("pods", STRICT, aPod()).auditId());
    }

    private String aPod() {
        return driftseal
                .awaitRunning(STRICT, "api", 2)
                .getFirst()
                .path("metadata")
                .path("name")
                .asString();
    }

    private static void require(boolean condition, CommandResult answer)
            throws ClaimFailedException {
        if (!condition) {
            throw new ClaimFailedException(
                    "kubectl ended with "
                            + answer.exitCode()
                            + ": "
                            + (answer.stderr() + answer.stdout()).strip());
        }
    }
}
