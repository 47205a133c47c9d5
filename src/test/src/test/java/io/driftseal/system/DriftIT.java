package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every check of the scanner against what really happened to a workload. What admission would have
 * stopped is written straight into etcd; tier {@code development} keeps the responder from ending
 * what the test looks at.
 */
class DriftIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String STAMP = "stamp.driftseal.io/pod";

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();

    @Test
    void aPodThatNeverPassedAdmissionIsUnstamped() {
        Target pod = runningPod("enforce", "restricted");

        driftseal.copyInEtcd(
                "pods",
                pod.namespace,
                pod.name,
                "ghost",
                object -> {
                    annotations(object).remove(STAMP);
                    ((ObjectNode) object.path("metadata")).remove("ownerReferences");
                });

        driftseal.findings().await(pod.namespace, "ghost", "unstamped");
    }

    @Test
    void aStampThatWasTakenAwayIsEdited() {
        Target pod = runningPod("enforce");

        pod.changeInEtcd(object -> annotations(object).remove(STAMP));

        pod.awaitFinding("stamp-edited");
    }

    @Test
    void anUnreadableStampIsMalformed() {
        Target pod = runningPod("enforce");

        pod.changeInEtcd(object -> annotations(object).put(STAMP, "{\"payload\":42}"));

        pod.awaitFinding("stamp-malformed");
    }

    @Test
    void aStampWithAChangedByteIsForged() {
        Target pod = runningPod("enforce");

        pod.changeInEtcd(object -> {
            String stamp = annotations(object).path(STAMP).asString();
            annotations(object).put(STAMP, driftseal.stamps().withChangedPayload(stamp));
        });

        pod.awaitFinding("stamp-forged");
    }

    @Test
    void anotherPodsStampIsCopied() {
        String namespace = driftseal.namespace("enforce", "development");
        driftseal.deploy(DeploymentManifest.of(namespace, "api").replicas(2).onNoNode());
        var pods = driftseal.awaitPods(namespace, "api", 2);
        String other = annotations(pods.get(1)).path(STAMP).asString();
        Target pod = new Target(namespace, name(pods.getFirst()));

        pod.changeInEtcd(object -> annotations(object).put(STAMP, other));

        pod.awaitFinding("stamp-copied");
    }

    @Test
    void anEarlierGenuineStampOfTheSameWorkloadIsEdited() {
        String namespace = driftseal.namespace("enforce", "development");
        driftseal.deploy(DeploymentManifest.of(namespace, "api").onNoNode());
        driftseal.awaitPods(namespace, "api", 1);
        String key = "stamp.driftseal.io/deployment";
        String first =
                annotations(kubectl.get(namespace, "deployment", "api")).path(key).asString();
        kubectl.run("set", "env", "deployment/api", "A=1", "-n", namespace).require();
        kubectl.run("set", "env", "deployment/api", "A-", "-n", namespace).require();
        Instant changed = Instant.now();
        Eventually.holds(
                "the scanner to look at the stamp that replaced the others",
                LIMIT,
                () ->
                        Instant.parse(
                                        driftseal
                                                .findings()
                                                .awaitVerdict(namespace, "api", "clean")
                                                .path("time")
                                                .asString())
                                .isAfter(changed));

        driftseal.changeInEtcd(
                "deployments", namespace, "api", object -> annotations(object).put(key, first));

        driftseal.findings().await(namespace, "api", "stamp-edited");
    }

    @Test
    void anImagePatchInObserveIsFoundWithTheDifferenceInWords() {
        Target pod = runningPod("observe");

        kubectl.run("set", "image", "pod/" + pod.name, "-n", pod.namespace, "app=evil.example/x:1")
                .require();

        JsonNode entry = pod.awaitFinding("form-changed");
        assertThat(entry.toString())
                .contains("spec.containers[name=app].image")
                .contains("driftseal.local/busybox:1")
                .contains("evil.example/x:1");
    }

    @Test
    void aLabelThatSelectsPolicyIsPartOfTheForm() {
        Target pod = runningPod("observe");

        kubectl.run("label", "pod", pod.name, "-n", pod.namespace, "access=database").require();

        assertThat(pod.awaitFinding("form-changed").toString()).contains("access");
    }

    @Test
    void ourOwnRuntimePolicyLabelIsHeldAgainstTheStamp() {
        Target pod = runningPod("enforce");

        pod.changeInEtcd(object ->
                ((ObjectNode) object.path("metadata").path("labels"))
                        .put("driftseal.io/runtime-policy", "anything-goes"));

        assertThat(pod.awaitFinding("policy-label-changed").toString()).contains("anything-goes");
    }

    @Test
    void aWriteBehindTheApiServersBackIsFound() {
        Target pod = runningPod("enforce");

        pod.changeInEtcd(object ->
                ((ObjectNode) object.path("spec").path("containers").get(0))
                        .putObject("securityContext")
                        .put("privileged", true));

        assertThat(pod.awaitFinding("form-changed").toString()).contains("privileged");
    }

    @Test
    void aChildThatItsOwnersTemplateDoesNotMakeIsFound() {
        String namespace = driftseal.namespace("observe", "development");
        driftseal.deploy(DeploymentManifest.of(namespace, "api").onNoNode());
        driftseal.awaitPods(namespace, "api", 1);
        ObjectNode replicaSet = kubectl.list(namespace, "replicaset", "app=api").getFirst();
        String uid = replicaSet.path("metadata").path("uid").asString();

        kubectl.apply(
                        """
                        apiVersion: v1
                        kind: Pod
                        metadata:
                          name: impostor
                          namespace: %s
                          labels: {app: impostor}
                          ownerReferences:
                            - {apiVersion: apps/v1, kind: ReplicaSet, name: %s, uid: %s, controller: true}
                        spec:
                          nodeSelector: {example.com/node: nowhere}
                          containers:
                            - {name: app, image: "driftseal.local/evil:1", command: [sleep, "1"]}
                        """
                                .formatted(namespace, name(replicaSet), uid))
                .require();

        driftseal.findings().await(namespace, "impostor", "not-derived-from-owner");
    }

    @Test
    void anIncidentNamesThePersonWhoAskedAndNotTheControllerInBetween() {
        Target pod = runningPod("observe");
        kubectl.run("label", "pod", pod.name, "-n", pod.namespace, "access=database").require();

        String id = driftseal.findings().awaitIncident(pod.namespace, pod.name);

        JsonNode incident =
                driftseal
                        .findings()
                        .find(i -> i.path("incidentId").asString().equals(id))
                        .orElseThrow();
        assertThat(incident.path("requester").asString()).isEqualTo("admin");
        assertThat(incident.path("approver").asString()).isEqualTo("none");
        assertThat(incident.path("decisionId").asString()).startsWith("dec-");
    }

    @Test
    void anIncidentResolvesItselfWhenTheWorkloadIsAsApprovedAgain() {
        Target pod = runningPod("observe");
        kubectl.run("label", "pod", pod.name, "-n", pod.namespace, "access=database").require();
        pod.awaitFinding("form-changed");

        kubectl.run("label", "pod", pod.name, "-n", pod.namespace, "access-").require();

        driftseal.findings().awaitResolved(pod.namespace, pod.name);
        driftseal.findings().awaitVerdict(pod.namespace, pod.name, "clean");
    }

    @Test
    void aCleanVerdictSaysWhatNobodyLookedAt() {
        Target pod = runningPod("enforce");

        JsonNode verdict = driftseal.findings().awaitVerdict(pod.namespace, pod.name, "clean");

        assertThat(verdict.toString()).contains("mount").contains("process").contains("network");
    }

    private Target runningPod(String mode) {
        return runningPod(mode, "development");
    }

    private Target runningPod(String mode, String tier) {
        String namespace = driftseal.namespace(mode, tier);
        driftseal.deploy(DeploymentManifest.of(namespace, "api").onNoNode());
        Target pod =
                new Target(namespace, name(driftseal.awaitPods(namespace, "api", 1).getFirst()));
        driftseal.findings().awaitVerdict(namespace, pod.name, "clean");
        return pod;
    }

    private static ObjectNode annotations(ObjectNode object) {
        return (ObjectNode) object.path("metadata").path("annotations");
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asString();
    }

    /** One pod under test. */
    private final class Target {
        private final String namespace;
        private final String name;

        Target(String namespace, String name) {
            this.namespace = namespace;
            this.name = name;
        }

        void changeInEtcd(Consumer<ObjectNode> change) {
            driftseal.changeInEtcd("pods", namespace, name, change);
        }

        JsonNode awaitFinding(String reason) {
            return driftseal.findings().await(namespace, name, reason);
        }
    }
}
