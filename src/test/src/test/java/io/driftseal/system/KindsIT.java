package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.stamp.ParentLink;
import io.driftseal.stamp.StampStatement;
import io.driftseal.system.cluster.AuditLog;
import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.installation.AuditWitness;
import io.driftseal.system.installation.CustomRootExample;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every kind that makes pods runs under a chain of stamps, made by the real controllers in enforce,
 * and whatever breaks the chain of custody is refused or found.
 */
class KindsIT {

    private static final Duration LIMIT = Duration.ofSeconds(100);

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();

    @Test
    void everyKindRunsUnderAChainOfStamps() {
        String namespace = namespace();
        kubectl.apply(
                        KindManifests.account(namespace)
                                + KindManifests.cronJob(namespace, "cron")
                                + KindManifests.statefulSet(namespace, "set", 1)
                                + KindManifests.templated(
                                        namespace, "apps/v1", "DaemonSet", "daemon")
                                + KindManifests.replicationController(namespace, "control")
                                + KindManifests.templated(
                                        namespace, "apps/v1", "ReplicaSet", "bare")
                                + KindManifests.indexedJob(namespace, "job")
                                + KindManifests.pod(namespace, "alone"))
                .require();

        assertChild(namespace, "statefulset", "set", "set");
        assertChild(namespace, "daemonset", "daemon", "daemon");
        assertChild(namespace, "replicationcontroller", "control", "control");
        assertChild(namespace, "replicaset", "bare", "bare");
        assertChild(namespace, "job", "job", "job");
        assertRoot(running(namespace, "alone").getFirst());
        ObjectNode pod = running(namespace, "cron").getFirst();
        ObjectNode job = kubectl.get(namespace, "job", ownerName(pod));
        assertLinked(pod, job);
        assertLinked(job, kubectl.get(namespace, "cronjob", "cron"));
        assertRoot(kubectl.get(namespace, "cronjob", "cron"));
        for (String name : List.of("set", "daemon", "control", "bare", "job", "cron")) {
            driftseal.findings().awaitVerdict(namespace, name, "clean");
        }
        driftseal.findings().awaitVerdict(namespace, "set-0", "clean");
    }

    @Test
    void aSuspendedJobIsResumedUnderTheStampOfItsCreation() {
        String namespace = namespace();
        kubectl.apply(
                        KindManifests.account(namespace)
                                + KindManifests.suspendedJob(namespace, "job"))
                .require();
        awaitCondition(namespace, "job", "Suspended");
        assertThat(kubectl.list(namespace, "pods", "app=job")).isEmpty();
        String before = stamp(namespace, "job/job");

        kubectl.run(
                        "patch",
                        "job",
                        "job",
                        "-n",
                        namespace,
                        "--type=merge",
                        "--patch={\"spec\":{\"suspend\":false}}")
                .require();

        assertChild(namespace, "job", "job", "job");
        assertThat(stamp(namespace, "job/job")).isEqualTo(before);
        driftseal.findings().awaitVerdict(namespace, "job", "clean");
    }

    /** The controller ends the Job early and deletes the pod that still runs. */
    @Test
    void aJobThatItsSuccessPolicyEndsStaysCleanAndNothingOfItIsRefused() {
        String namespace = namespace();
        AuditLog.Position before = driftseal.cluster().auditLog().now();
        kubectl.apply(
                        KindManifests.account(namespace)
                                + KindManifests.jobThatEndsEarly(namespace, "early"))
                .require();

        awaitCondition(namespace, "early", "SuccessCriteriaMet");
        awaitCondition(namespace, "early", "Complete");
        assertThat(kubectl.get(namespace, "job", "early").path("status").toString())
                .contains("\"reason\":\"SuccessPolicy\"", "\"completedIndexes\":\"0\"");

        driftseal.findings().awaitVerdict(namespace, "early", "clean");
        assertThat(
                        driftseal
                                .cluster()
                                .auditLog()
                                .since(
                                        before,
                                        event ->
                                                event.namespace().equals(namespace)
                                                        && event.responseCode() == 403))
                .isEmpty();
    }

    @Test
    void scalingKeepsTheStampByteForByte() {
        String namespace = namespace();
        kubectl.apply(
                        KindManifests.account(namespace)
                                + KindManifests.statefulSet(namespace, "set", 0)
                                + KindManifests.replicationController(namespace, "control"))
                .require();
        for (String resource : List.of("statefulset/set", "replicationcontroller/control")) {
            String before = stamp(namespace, resource);
            kubectl.run("scale", resource, "--replicas=2", "-n", namespace).require();
            assertThat(stamp(namespace, resource)).isEqualTo(before);
        }
        driftseal.audit().success("patch", "statefulsets", namespace, "set", "scale");
    }

    @Test
    void aStatefulSetMakesPodsOfAnOlderApprovedTemplateBelowItsPartition() {
        String namespace = namespace();
        kubectl.apply(
                        KindManifests.account(namespace)
                                + KindManifests.statefulSet(namespace, "set", 1))
                .require();
        running(namespace, "set");
        StampStatement first = driftseal.stamps().of(kubectl.get(namespace, "statefulset", "set"));
        String oldUid = uid(kubectl.get(namespace, "pod", "set-0"));
        kubectl.run(
                        "patch",
                        "statefulset",
                        "set",
                        "-n",
                        namespace,
                        "-p",
                        "{\"spec\":{\"updateStrategy\":{\"rollingUpdate\":{\"partition\":1}}}}")
                .require();
        kubectl.run("set", "env", "statefulset/set", "REVISION=2", "-n", namespace).require();
        StampStatement second = driftseal.stamps().of(kubectl.get(namespace, "statefulset", "set"));
        assertThat(second.supersedes()).contains(first.decisionId());
        Eventually.holds(
                "the controller to know both revisions",
                LIMIT,
                () -> {
                    ObjectNode status = kubectl.get(namespace, "statefulset", "set");
                    return !status.path("status")
                            .path("updateRevision")
                            .asString("")
                            .equals(status.path("status").path("currentRevision").asString(""));
                });

        kubectl.run("delete", "pod", "set-0", "-n", namespace, "--wait=false").require();

        ObjectNode again =
                Eventually.get(
                        "set-0 to run again",
                        LIMIT,
                        () ->
                                running(namespace, "set").stream()
                                        .filter(pod -> !uid(pod).equals(oldUid))
                                        .findFirst());
        assertThat(again.toString()).doesNotContain("REVISION");
        assertThat(parent(again).decisionId()).isEqualTo(first.decisionId());
        driftseal.findings().awaitVerdict(namespace, "set-0", "clean");
    }

    @Test
    void whoOnlyClaimsAnOwnerIsRefused() {
        String namespace = namespace();
        kubectl.apply(
                        KindManifests.account(namespace)
                                + KindManifests.templated(
                                        namespace, "apps/v1", "DaemonSet", "daemon"))
                .require();
        String uid = uid(kubectl.get(namespace, "daemonset", "daemon"));

        CommandResult byHand =
                kubectl.apply(
                        KindManifests.ownedPod(
                                namespace, "daemon-aaaaa", "apps/v1", "DaemonSet", "daemon", uid));

        assertThat(byHand.succeeded()).isFalse();
        assertThat(byHand.stderr()).contains("whose controller did not make it");
        assertThat(driftseal.audit().refusal("pods", namespace, "daemon-aaaaa").responseCode())
                .isEqualTo(403);
    }

    @Test
    void aTemplateThatWasChangedBehindTheApiMakesNoPods() {
        String namespace = namespace();
        kubectl.apply(
                        KindManifests.account(namespace)
                                + KindManifests.replicationController(namespace, "control"))
                .require();
        ObjectNode pod = running(namespace, "control").getFirst();
        AuditWitness before = driftseal.audit().fromNow();

        driftseal.changeInEtcd(
                "controllers", namespace, "control", KindManifests::giveTheTemplateAnotherCommand);
        kubectl.run("delete", "pod", name(pod), "-n", namespace, "--wait=false").require();

        before.refusalOfPod(namespace);
        driftseal.findings().await(namespace, "control", "form-changed");
        assertThat(driftseal.findings().evidence()).contains("owner-edited");
    }

    @Test
    void podsThatAnotherOwnerOfTheNameAdoptsAreFound() {
        String namespace = namespace();
        kubectl.apply(
                        KindManifests.account(namespace)
                                + KindManifests.replicationController(namespace, "control"))
                .require();
        ObjectNode pod = running(namespace, "control").getFirst();
        kubectl.run("delete", "rc", "control", "-n", namespace, "--cascade=orphan").require();

        kubectl.apply(KindManifests.replicationController(namespace, "control")).require();

        driftseal.findings().await(namespace, name(pod), "not-derived-from-owner");
        Eventually.holds(
                "the evidence to say how",
                LIMIT,
                () -> driftseal.findings().evidence().contains("\\\"custody\\\":\\\"adopted\\\""));
    }

    @Test
    void aConfiguredCustomKindIsARootAndItsControllerMakesReplicaSets() {
        String namespace = namespace();
        Terminal controller = customController(namespace);
        kubectl.apply(
                        KindManifests.account(namespace)
                                + KindManifests.templated(
                                        namespace,
                                        CustomRootExample.GROUP + "/v1alpha1",
                                        "Rollout",
                                        "shop"))
                .require();
        ObjectNode rollout = kubectl.get(namespace, "rollouts", "shop");
        assertRoot(rollout);
        String replicaSet = KindManifests.replicaSetOf(namespace, "shop", uid(rollout), "5d8f7");

        CommandResult byHand = kubectl.apply(replicaSet);
        controller.runWithInput(replicaSet, "create", "-f", "-").require();

        assertThat(byHand.succeeded()).isFalse();
        ObjectNode child = kubectl.get(namespace, "replicaset", "shop-5d8f7");
        assertLinked(child, rollout);
        assertThat(parent(child).kind().text()).isEqualTo("Rollout." + CustomRootExample.GROUP);
        assertLinked(running(namespace, "shop").getFirst(), child);
        driftseal.findings().awaitVerdict(namespace, "shop", "clean");
        driftseal.findings().awaitVerdict(namespace, "shop-5d8f7", "clean");
    }

    @Test
    void whatAKindOfNobodyOwnsIsUnknown() {
        String namespace = namespace();
        kubectl.apply(
                        KindManifests.account(namespace)
                                + KindManifests.ownedPod(
                                        namespace,
                                        "widget-1",
                                        "example.org/v1",
                                        "Widget",
                                        "widget",
                                        "11111111-2222-3333-4444-555555555555"))
                .require();

        assertThat(driftseal.findings().awaitVerdict(namespace, "widget-1", "unknown").toString())
                .contains("unstamped root");
    }

    private void awaitCondition(String namespace, String job, String type) {
        kubectl.run(
                        "wait",
                        "--for=condition=" + type,
                        "job/" + job,
                        "--timeout=" + LIMIT.toSeconds() + "s",
                        "-n",
                        namespace)
                .require();
    }

    private Terminal customController(String namespace) {
        kubectl.run("create", "namespace", CustomRootExample.CONTROLLER_NAMESPACE);
        kubectl.run(
                "create",
                "serviceaccount",
                CustomRootExample.CONTROLLER_ACCOUNT,
                "-n",
                CustomRootExample.CONTROLLER_NAMESPACE);
        kubectl.run(
                        "create",
                        "rolebinding",
                        "controller",
                        "--clusterrole=admin",
                        "--serviceaccount="
                                + CustomRootExample.CONTROLLER_NAMESPACE
                                + ":"
                                + CustomRootExample.CONTROLLER_ACCOUNT,
                        "-n",
                        namespace)
                .require();
        Path kubeconfig =
                driftseal
                        .cluster()
                        .serviceAccountKubeconfig(
                                CustomRootExample.CONTROLLER_NAMESPACE,
                                CustomRootExample.CONTROLLER_ACCOUNT);
        return new Terminal(
                driftseal.cluster().kubectlAs(kubeconfig), driftseal.cluster().objects());
    }

    private String namespace() {
        return driftseal.namespace("enforce", "standard");
    }

    private List<ObjectNode> running(String namespace, String app) {
        return Eventually.get(
                "a pod of " + namespace + "/" + app + " that runs or has run",
                LIMIT,
                () -> {
                    List<ObjectNode> pods =
                            kubectl.list(namespace, "pods", "app=" + app).stream()
                                    .filter(pod -> !pod.path("metadata").has("deletionTimestamp"))
                                    .filter(KindsIT::ran)
                                    .toList();
                    return pods.isEmpty() ? Optional.empty() : Optional.of(pods);
                });
    }

    private static boolean ran(ObjectNode pod) {
        String phase = pod.path("status").path("phase").asString("");
        return phase.equals("Running") || phase.equals("Succeeded");
    }

    private void assertChild(String namespace, String resource, String name, String app) {
        ObjectNode owner = kubectl.get(namespace, resource, name);
        assertRoot(owner);
        assertLinked(running(namespace, app).getFirst(), owner);
    }

    private void assertRoot(ObjectNode object) {
        assertThat(driftseal.stamps().of(object).parent()).as(name(object)).isEmpty();
    }

    private void assertLinked(ObjectNode child, ObjectNode owner) {
        assertThat(parent(child).uid()).isEqualTo(uid(owner));
        assertThat(parent(child).decisionId()).isEqualTo(driftseal.stamps().of(owner).decisionId());
    }

    private ParentLink parent(ObjectNode child) {
        return driftseal.stamps().of(child).parent().orElseThrow();
    }

    private String stamp(String namespace, String resource) {
        return kubectl.run(
                        "get", resource, "-n", namespace, "-o", "jsonpath={.metadata.annotations}")
                .require();
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asString();
    }

    private static String uid(ObjectNode object) {
        return object.path("metadata").path("uid").asString();
    }

    private static String ownerName(ObjectNode object) {
        return object.path("metadata").path("ownerReferences").path(0).path("name").asString();
    }
}
