package io.driftseal.system.story;

import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.testsupport.receiver.ReceivedPagerDutyEvent;
import io.driftseal.testsupport.receiver.ReceivedSlackMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Somebody drifts, through the API and around it; the scanner proves it and on-call is told. */
final class DriftChapter {

    private static final Duration TOLD = Duration.ofSeconds(60);

    private final Installation driftseal;
    private final Narrator narrator;
    private String incidentId = "";
    private String victim = "";
    private String stolenToken = "";
    private String neighboursToken = "";

    DriftChapter(Installation driftseal, Narrator narrator) {
        this.driftseal = driftseal;
        this.narrator = narrator;
    }

    List<StoryLine> lines() {
        return List.of(
                new StoryLine(
                        "in shop, which observes, another image was patched into a running pod,"
                                + " and found",
                        this::imagePatchedInShop),
                new StoryLine(
                        "a token was stolen from a payments pod: it writes, and the finder hands"
                                + " it to the responder",
                        this::tokenStolen),
                new StoryLine(
                        "that pod was made privileged straight in etcd, with no admission at all,"
                                + " and found",
                        this::writtenIntoEtcd),
                new StoryLine("Slack got one message that on-call can read", this::slackTold),
                new StoryLine("PagerDuty got one incident under the same id", this::pagerDutyTold));
    }

    String incidentId() {
        return incidentId;
    }

    String victim() {
        return victim;
    }

    String stolenToken() {
        return stolenToken;
    }

    String neighboursToken() {
        return neighboursToken;
    }

    private Proof imagePatchedInShop() throws ClaimFailedException {
        String pod = driftseal.deployRunning(DeploymentManifest.of(AdmissionChapter.LAX, "web"));
        driftseal
                .terminal()
                .run(
                        "set",
                        "image",
                        "pod/" + pod,
                        "-n",
                        AdmissionChapter.LAX,
                        "app=evil.example/x:1")
                .require();
        JsonNode entry = driftseal.findings().await(AdmissionChapter.LAX, pod, "form-changed");
        if (!entry.toString().contains("spec.containers[name=app].image")) {
            throw new ClaimFailedException("the finding names another field: " + entry);
        }
        return Proof.incident(driftseal.findings().awaitIncident(AdmissionChapter.LAX, pod));
    }

    private Proof tokenStolen() throws ClaimFailedException {
        List<ObjectNode> pods = driftseal.awaitRunning(AdmissionChapter.STRICT, "api", 2);
        victim = pods.getFirst().path("metadata").path("name").asString();
        stolenToken = driftseal.tokenOf(pods.getFirst());
        neighboursToken = driftseal.tokenOf(pods.get(1));
        int status = driftseal.writeWith(stolenToken, AdmissionChapter.STRICT);
        if (status != 201) {
            throw new ClaimFailedException("a write with the token answered " + status);
        }
        driftseal.handTokenToResponder(stolenToken);
        return Proof.measured("a dry-run write with it answers " + status);
    }

    private Proof writtenIntoEtcd() {
        driftseal.changeInEtcd(
                "pods",
                AdmissionChapter.STRICT,
                victim,
                object ->
                        ((ObjectNode) object.path("spec").path("containers").get(0))
                                .putObject("securityContext")
                                .put("privileged", true));
        driftseal.findings().await(AdmissionChapter.STRICT, victim, "form-changed");
        incidentId =
                driftseal
                        .findings()
                        .find(i -> i.path("workload").path("name").asString().equals(victim))
                        .orElseThrow()
                        .path("incidentId")
                        .asString();
        return Proof.incident(incidentId);
    }

    private Proof slackTold() throws ClaimFailedException {
        ReceivedSlackMessage message =
                Eventually.get(
                        "Slack to be told of " + incidentId,
                        TOLD,
                        () -> driftseal.sinks().slackAbout(incidentId));
        narrator.aside(message.readable());
        requireContract();
        return Proof.incident(incidentId);
    }

    private Proof pagerDutyTold() throws ClaimFailedException {
        ReceivedPagerDutyEvent event =
                Eventually.get(
                        "PagerDuty to be told of " + incidentId,
                        TOLD,
                        () -> driftseal.sinks().pagerDutyAbout(incidentId));
        narrator.aside(event.action() + " " + event.severity() + ": " + event.summary());
        requireContract();
        return Proof.incident(event.dedupKey());
    }

    private void requireContract() throws ClaimFailedException {
        Optional<String> violation =
                driftseal.sinks().violations().stream().map(Object::toString).findFirst();
        if (violation.isPresent()) {
            throw new ClaimFailedException(
                    "the receiver's contract was broken: " + violation.get());
        }
    }
}
