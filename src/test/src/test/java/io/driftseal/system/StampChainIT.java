package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.stamp.StampStatement;
import io.driftseal.system.cluster.AuditEvent;
import io.driftseal.system.cluster.AuditLog;
import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** A Deployment, its ReplicaSets and pods carry a chain of signed stamps that nothing disturbs. */
class StampChainIT {

    private static final Duration STILL = Duration.ofMinutes(2);

    /** Controllers report a finished rollout a moment after it is finished. */
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private static final Duration POLL = Duration.ofSeconds(10);

    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete");

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();

    @Test
    void eachLinkNamesTheOneBefore() {
        String namespace = driftseal.namespace("enforce", "restricted");
        String podName = driftseal.deployRunning(DeploymentManifest.of(namespace, "api"));

        ObjectNode deployment = kubectl.get(namespace, "deployment", "api");
        ObjectNode replicaSet = kubectl.list(namespace, "replicaset", "app=api").getFirst();
        ObjectNode pod = kubectl.get(namespace, "pod", podName);

        StampStatement root = driftseal.stamps().of(deployment);
        StampStatement middle = driftseal.stamps().of(replicaSet);
        StampStatement leaf = driftseal.stamps().of(pod);
        assertThat(root.parent()).isEmpty();
        assertThat(root.requester()).isEqualTo("admin");
        assertThat(root.approver()).isEmpty();
        assertThat(middle.parent().orElseThrow().uid()).isEqualTo(uid(deployment));
        assertThat(middle.parent().orElseThrow().decisionId()).isEqualTo(root.decisionId());
        assertThat(leaf.parent().orElseThrow().uid()).isEqualTo(uid(replicaSet));
        assertThat(leaf.parent().orElseThrow().decisionId()).isEqualTo(middle.decisionId());
        assertThat(leaf.serviceAccount()).isEqualTo("api");
    }

    @Test
    void nothingIsWrittenIntoATemplate() {
        String namespace = driftseal.namespace("enforce", "restricted");
        driftseal.deployRunning(DeploymentManifest.of(namespace, "api"));

        String template =
                kubectl.get(namespace, "deployment", "api")
                        .path("spec")
                        .path("template")
                        .toString();

        assertThat(template).doesNotContain("driftseal.io");
    }

    @Test
    void resourceVersionsStayStillAfterRolloutAfterUndoAndAfterTheNextRollout() throws Exception {
        String rolledOut = deployed();
        rollout(rolledOut, "set", "env", "deployment/api", "REVISION=2");
        String undone = deployed();
        rollout(undone, "set", "env", "deployment/api", "REVISION=2");
        rollout(undone, "rollout", "undo", "deployment/api");
        String rolledOutAgain = deployed();
        rollout(rolledOutAgain, "set", "env", "deployment/api", "REVISION=2");
        rollout(rolledOutAgain, "rollout", "undo", "deployment/api");
        rollout(rolledOutAgain, "set", "env", "deployment/api", "REVISION=3");
        List<String> namespaces = List.of(rolledOut, undone, rolledOutAgain);

        namespaces.forEach(this::assertVerified);
        assertStill(namespaces);
        namespaces.forEach(this::assertVerified);
    }

    private String deployed() {
        String namespace = driftseal.namespace("enforce", "restricted");
        driftseal.deployRunning(DeploymentManifest.of(namespace, "api"));
        return namespace;
    }

    private void rollout(String namespace, String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "-n";
        all[arguments.length + 1] = namespace;
        kubectl.run(all).require();
        driftseal.awaitRollout(namespace, "api");
    }

    private void assertVerified(String namespace) {
        ObjectNode deployment = kubectl.get(namespace, "deployment", "api");
        assertThat(driftseal.stamps().of(deployment).decisionId()).startsWith("dec-");
        assertThat(deployment.path("metadata").path("annotations").propertyNames())
                .doesNotContain("stamp.driftseal.io/replicaset", "stamp.driftseal.io/pod");
        assertThat(kubectl.list(namespace, "pod", "app=api"))
                .isNotEmpty()
                .allSatisfy(pod ->
                        assertThat(driftseal.stamps().of(pod).decisionId()).startsWith("dec-"));
    }

    private void assertStill(List<String> namespaces) throws InterruptedException {
        Thread.sleep(SETTLED);
        Map<String, String> before = versions(namespaces);
        AuditLog.Position begin = driftseal.cluster().auditLog().now();
        Instant end = Instant.now().plus(STILL);
        while (Instant.now().isBefore(end)) {
            Thread.sleep(POLL);
            assertThat(versions(namespaces)).isEqualTo(before);
        }
        for (String namespace : namespaces) {
            assertThat(driftseal.cluster().auditLog().since(begin, writesIn(namespace)))
                    .as("writes that nobody asked for")
                    .isEmpty();
        }
    }

    /** Every write in a namespace but a node's reports on how its pods are. */
    private static Predicate<AuditEvent> writesIn(String namespace) {
        return event ->
                event.namespace().equals(namespace)
                        && WRITES.contains(event.verb())
                        && !(event.resource().equals("pods")
                                && event.subresource().equals("status")
                                && event.user().startsWith("system:node:"));
    }

    /** Resource versions of the objects that carry a stamp and have no kubelet. */
    private Map<String, String> versions(List<String> namespaces) {
        Map<String, String> versions = new TreeMap<>();
        for (String namespace : namespaces) {
            for (String resource : List.of("deployment", "replicaset")) {
                for (ObjectNode object : kubectl.list(namespace, resource, "app=api")) {
                    String name = object.path("metadata").path("name").asString();
                    versions.put(
                            namespace + "/" + resource + "/" + name,
                            object.path("metadata").path("resourceVersion").asString());
                }
            }
        }
        return versions;
    }

    private static String uid(ObjectNode object) {
        return object.path("metadata").path("uid").asString();
    }
}
