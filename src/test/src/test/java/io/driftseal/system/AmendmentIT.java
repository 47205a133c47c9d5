package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.installation.AuditWitness;
import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Later changes of running pods: what is approved is an amendment, all else is refused or drift.
 */
class AmendmentIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String DEBUG = "ephemeralcontainers";

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();

    @Test
    void anApprovedDebugContainerRunsAndThePodIsCleanWithTheAmendmentShown() {
        String namespace = driftseal.namespace("enforce", "development");
        String pod = driftseal.deployRunning(DeploymentManifest.of(namespace, "api"));
        driftseal.findings().awaitVerdict(namespace, pod, "clean");

        CommandResult answer = debug(namespace, pod, "baseline");

        assertThat(answer.succeeded()).as(answer.stderr()).isTrue();
        assertThat(answer.stderr()).contains("on record");
        assertThat(
                        driftseal
                                .audit()
                                .success("patch", "pods", namespace, pod, DEBUG)
                                .annotations()
                                .toString())
                .contains("dec-");
        Eventually.holds(
                "the debug container to run",
                LIMIT,
                () ->
                        kubectl.get(namespace, "pod", pod)
                                .path("status")
                                .path("ephemeralContainerStatuses")
                                .path(0)
                                .path("state")
                                .has("running"));
        JsonNode verdict = awaitAmendments(namespace, pod, 1);
        assertThat(verdict.path("amendments").path(0).path("requester").asString())
                .isEqualTo("admin");
        assertThat(verdict.path("amendments").path(0).path("door").asString())
                .isEqualTo("ephemeral-container");
        assertThat(driftseal.findings().find(i -> i.toString().contains(pod))).isEmpty();

        // Another image in the place of the approved one, behind the API server's back.
        driftseal.changeInEtcd(
                "pods",
                namespace,
                pod,
                object ->
                        ((ObjectNode) object.path("spec").path("ephemeralContainers").get(0))
                                .put("image", "driftseal.local/evil:1"));

        assertThat(driftseal.findings().await(namespace, pod, "form-changed").toString())
                .contains("ephemeralContainers");
    }

    @Test
    void aDebugContainerInARestrictedTierIsRefused() {
        String namespace = driftseal.namespace("enforce", "restricted");
        String pod = driftseal.deployRunning(DeploymentManifest.of(namespace, "api"));

        CommandResult answer = debug(namespace, pod, "baseline");

        assertThat(answer.succeeded()).isFalse();
        assertThat(answer.stderr()).contains("grant").contains("dec-");
        assertThat(driftseal.audit().refusal("pods", namespace, pod, DEBUG).responseCode())
                .isEqualTo(403);
        assertThat(kubectl.get(namespace, "pod", pod).path("spec").has("ephemeralContainers"))
                .isFalse();
    }

    @Test
    void aGrantLetsTheDebugContainerThatItNamesIntoARestrictedPodOnce() {
        String namespace = driftseal.namespace("enforce", "restricted");
        String pod = pendingPod(namespace);
        assertThat(debug(namespace, pod, "baseline").stderr()).contains("grant");

        String granted = grant(namespace, pod).require();

        assertThat(granted)
                .contains("admin may use ephemeral-container of Pod/" + namespace + "/" + pod);
        String id = granted.replaceAll("(?s).*decision (dec-[0-9a-f-]+)\\..*", "$1");
        CommandResult answer = debug(namespace, pod, "baseline");
        assertThat(answer.succeeded()).as(answer.stderr()).isTrue();
        assertThat(driftseal.audit().success("patch", "pods", namespace, pod, DEBUG).annotations())
                .containsValue(id);
        assertThat(awaitAmendments(namespace, pod, 1).path("amendments").path(0).toString())
                .contains("ephemeral-container", "admin");

        // It is used up
        AuditWitness after = driftseal.audit().fromNow();
        CommandResult again = debug(namespace, pod, "baseline", "debug-2");
        assertThat(again.succeeded()).isFalse();
        assertThat(again.stderr()).contains("it is used up");
        assertThat(after.refusal("pods", namespace, pod, DEBUG).responseCode()).isEqualTo(403);
        awaitAmendments(namespace, pod, 1);
    }

    private CommandResult grant(String namespace, String pod) {
        return driftseal
                .command()
                .run(
                        "grant",
                        "request",
                        "--kubeconfig=" + driftseal.cluster().adminKubeconfig(),
                        "ephemeral-container",
                        pod,
                        "-n",
                        namespace,
                        "--image=driftseal.local/busybox:1",
                        "--reason=INC-7: network",
                        "--",
                        "sleep",
                        "600");
    }

    @Test
    void aDebugContainerAgainstPolicyInObserveIsDriftOnceItsRecordIsThere() {
        String namespace = driftseal.namespace("observe", "restricted");
        String pod = driftseal.deployRunning(DeploymentManifest.of(namespace, "api"));
        driftseal.findings().awaitVerdict(namespace, pod, "clean");

        assertThat(debug(namespace, pod, "sysadmin").succeeded()).isTrue();

        assertThat(driftseal.findings().await(namespace, pod, "form-changed").toString())
                .contains("ephemeralContainers");
        driftseal.findings().await(namespace, pod, "door-against-policy");
    }

    @Test
    void whatNobodyApprovedIsUnknownForAWhileAndThenDrift() {
        String namespace = driftseal.namespace("enforce", "development");
        String pod = pendingPod(namespace);
        driftseal.findings().awaitVerdict(namespace, pod, "clean");

        driftseal.changeInEtcd(
                "pods",
                namespace,
                pod,
                object ->
                        ((ObjectNode) object.path("spec"))
                                .putArray("ephemeralContainers")
                                .addObject()
                                .put("name", "debug")
                                .put("image", "driftseal.local/busybox:1"));

        assertThat(driftseal.findings().awaitVerdict(namespace, pod, "unknown").toString())
                .contains("amendment");
        driftseal.findings().await(namespace, pod, "form-changed");
    }

    @Test
    void aResizeWithinTheStampedRangeIsApprovedAndOneBeyondItRefused() {
        String namespace = driftseal.namespace("enforce", "restricted");
        kubectl.apply(resizable(namespace)).require();
        driftseal.findings().awaitVerdict(namespace, "web", "clean");

        CommandResult within = resize(namespace, "200m");
        CommandResult beyond = resize(namespace, "4");

        assertThat(within.stderr()).contains("on record");
        assertThat(within.succeeded()).isTrue();
        assertThat(beyond.succeeded()).isFalse();
        assertThat(beyond.stderr()).contains("resize").contains("dec-");
        driftseal.audit().refusal("pods", namespace, "web", "resize");
        JsonNode verdict = awaitAmendments(namespace, "web", 1);
        assertThat(verdict.path("amendments").toString()).contains("resources");

        // And once more within the range: the chain goes on.
        resize(namespace, "300m").require();
        awaitAmendments(namespace, "web", 2);
    }

    private JsonNode awaitAmendments(String namespace, String pod, int count) {
        return Eventually.get(
                count + " amendments in the verdict of " + namespace + "/" + pod,
                LIMIT,
                () ->
                        java.util.Optional.of(
                                        driftseal.findings().awaitVerdict(namespace, pod, "clean"))
                                .filter(v -> v.path("amendments").size() == count));
    }

    private String pendingPod(String namespace) {
        driftseal.deploy(DeploymentManifest.of(namespace, "api").onNoNode());
        return driftseal
                .awaitPods(namespace, "api", 1)
                .getFirst()
                .path("metadata")
                .path("name")
                .asString();
    }

    private CommandResult debug(String namespace, String pod, String profile) {
        return debug(namespace, pod, profile, "debug");
    }

    private CommandResult debug(String namespace, String pod, String profile, String container) {
        return kubectl.run(
                "debug",
                pod,
                "-n",
                namespace,
                "--image=driftseal.local/busybox:1",
                "--image-pull-policy=Never",
                "--container=" + container,
                "--profile=" + profile,
                "--",
                "sleep",
                "600");
    }

    private CommandResult resize(String namespace, String cpu) {
        return kubectl.run(
                "patch",
                "pod",
                "web",
                "-n",
                namespace,
                "--subresource=resize",
                "--patch={\"spec\":{\"containers\":[{\"name\":\"app\",\"resources\":"
                        + "{\"requests\":{\"cpu\":\""
                        + cpu
                        + "\"},\"limits\":{\"cpu\":\""
                        + cpu
                        + "\"}}}]}}");
    }

    private static String resizable(String namespace) {
        return """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: web, namespace: %1$s}
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
          namespace: %1$s
          annotations: {resize.driftseal.io/app: "cpu=50m..500m"}
        spec:
          serviceAccountName: web
          nodeSelector: {example.com/node: nowhere}
          containers:
            - name: app
              image: driftseal.local/busybox:1
              imagePullPolicy: Never
              command: [sleep, "3600"]
              resources: {requests: {cpu: 100m}, limits: {cpu: 100m}}
              securityContext: {allowPrivilegeEscalation: false}
        """
                .formatted(namespace);
    }
}
