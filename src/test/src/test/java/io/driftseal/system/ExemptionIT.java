package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.installation.AuditWitness;
import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.ServiceProcess;
import io.driftseal.system.installation.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An exemption from one rule, for one workload, until one second: it is named wherever the workload
 * rests on it, and ends by itself while the services run.
 */
class ExemptionIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Long enough for services on a busy machine to load it, and for what is seen meanwhile. */
    private static final Duration LIFE = Duration.ofSeconds(12);

    private static final String ID = "agent-privileged";
    private static final String OWNER = "platform-team";
    private static final String REASON = "reads the logs of its node";

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();
    private final ServiceProcess webhook = driftseal.webhook();

    @AfterEach
    void takeItBack() {
        String before = revision();
        driftseal.settings().policies().removeSettings();
        awaitOtherPoliciesThan(before);
    }

    @Test
    void anExemptionIsNamedWhereverItCountsAndEndsByItself() throws InterruptedException {
        // Given a workload that its namespace refuses
        String namespace = driftseal.namespace("enforce", "standard");
        assertThat(applied(namespace, "agent").succeeded()).isFalse();

        // When somebody answers for it until a time
        Instant end = Instant.now().plus(LIFE).truncatedTo(ChronoUnit.SECONDS);
        exempt(namespace, end);

        // Then it is admitted, with a stamp, and its user is told by whose leave; no other is
        CommandResult answer = applied(namespace, "agent");
        assertThat(answer.succeeded()).as(answer.stderr()).isTrue();
        assertThat(answer.stderr())
                .contains("Rule privileged is exempt until " + end + " by " + OWNER + ": " + ID);
        String decision =
                driftseal.stamps().of(kubectl.get(namespace, "deployment", "agent")).decisionId();
        assertThat(
                        driftseal
                                .audit()
                                .success("create", "deployments", namespace, "agent")
                                .annotations()
                                .toString())
                .contains(decision);
        assertThat(applied(namespace, "other").stderr()).contains("privileged").contains("dec-");
        assertThat(driftseal.audit().refusal("deployments", namespace, "other").responseCode())
                .isEqualTo(403);

        // And evidence and alert name it
        Eventually.holds(
                "the decision's record to name the exemption",
                LIMIT,
                () ->
                        driftseal
                                .findings()
                                .evidence()
                                .lines()
                                .filter(line -> line.contains(decision))
                                .anyMatch(line -> line.contains(ID) && line.contains(REASON)));
        String pod = name(driftseal.awaitPods(namespace, "agent", 1).getFirst());
        assertThat(alertAbout(namespace, pod)).contains("Exempt from rules", ID, OWNER, REASON);

        // When its time has come
        String revision = revision();
        Thread.sleep(Math.max(0, Instant.now().until(end.plusSeconds(1), ChronoUnit.MILLIS)));

        // Then the same policies refuse, and say what ended
        CommandResult refused = applied(namespace, "agent-2");
        assertThat(refused.succeeded()).isFalse();
        assertThat(refused.stderr())
                .contains("Exemption " + ID + " of " + OWNER + " ended at " + end);
        assertThat(driftseal.audit().refusal("deployments", namespace, "agent-2").responseCode())
                .isEqualTo(403);
        assertThat(revision()).isEqualTo(revision);
        assertThat(webhook.metrics())
                .containsPattern("(?m)^driftseal_webhook_policy_exemptions_expired 1");

        // And what was admitted before keeps its pods, but cannot be changed
        kubectl.run("delete", "pod", pod, "-n", namespace, "--wait=false").require();
        ObjectNode another =
                Eventually.get(
                        "another pod of the approved template",
                        LIMIT,
                        () ->
                                kubectl.list(namespace, "pods", "app=agent").stream()
                                        .filter(one -> !name(one).equals(pod))
                                        .findFirst());
        driftseal.stamps().of(another);
        AuditWitness ended = driftseal.audit().fromNow();
        CommandResult restart =
                kubectl.run("rollout", "restart", "deployment/agent", "-n", namespace);
        assertThat(restart.stderr()).contains("Exemption " + ID + " of " + OWNER + " ended at");
        assertThat(ended.refusal("deployments", namespace, "agent").responseCode()).isEqualTo(403);
    }

    /** An image that is another one behind the API server's back, as Slack is told of it. */
    private String alertAbout(String namespace, String pod) {
        driftseal.changeInEtcd(
                "pods",
                namespace,
                pod,
                object ->
                        ((ObjectNode) object.path("spec").path("containers").get(0))
                                .put("image", "driftseal.local/evil:1"));
        String incident = driftseal.findings().awaitIncident(namespace, pod);
        return Eventually.get(
                        "Slack to be told", LIMIT, () -> driftseal.sinks().slackAbout(incident))
                .payload()
                .toString();
    }

    private CommandResult applied(String namespace, String name) {
        return kubectl.apply(
                DeploymentManifest.of(namespace, name)
                        .onNoNode()
                        .container("securityContext: {privileged: true}\n")
                        .yaml());
    }

    private void exempt(String namespace, Instant end) {
        String before = revision();
        driftseal
                .settings()
                .policies()
                .addSettings(
                        """
                        {"schema": "driftseal.settings/v1",
                         "exemptions": [
                           {"id": "%s", "rule": "privileged", "namespaces": ["%s"],
                            "workloads": [{"kind": "Deployment", "name": "agent*"}],
                            "owner": "%s", "reason": "%s", "expires": "%s"}]}
                        """
                                .formatted(ID, namespace, OWNER, REASON, end));
        awaitOtherPoliciesThan(before);
    }

    private void awaitOtherPoliciesThan(String revision) {
        Eventually.holds("policies to change", LIMIT, () -> !revision().equals(revision));
    }

    private String revision() {
        return JSON.readTree(webhook.policy()).path("revision").asString();
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asString();
    }
}
