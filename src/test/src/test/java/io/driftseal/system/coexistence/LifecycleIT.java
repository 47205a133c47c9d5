package io.driftseal.system.coexistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.stamp.StampStatement;
import io.driftseal.system.SharedInstallation;
import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * How objects end: by drains and taints, by garbage collection, behind finalizers, with their
 * namespace. In enforce nothing of it waits for us, and what comes back is stamped.
 */
class LifecycleIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String NODE = "node1";

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();

    @Test
    void aDrainIsStoppedByTheBudgetAloneAndWhatComesBackIsStamped() {
        List<Period> periods = twoPodsInEachMode();
        for (Period period : periods) {
            Eventually.holds(
                    "the budget to allow one disruption",
                    LIMIT,
                    () ->
                            run(period.namespace(), "get", "pdb", "web", "-o", "jsonpath={.status}")
                                    .contains("\"disruptionsAllowed\":1"));
        }
        try {
            CommandResult drained =
                    kubectl.run(
                            "drain",
                            NODE,
                            "--pod-selector=app=web,team=shop",
                            "--ignore-daemonsets",
                            "--timeout=2s");

            assertThat(drained.succeeded()).isFalse();
            assertThat(drained.stderr())
                    .contains("violate the pod's disruption budget")
                    .doesNotContain("driftseal");
            assertThat(periods)
                    .allSatisfy(period ->
                            assertThat(
                                            period.events(event ->
                                                    event.subresource().equals("eviction")
                                                            && event.responseCode() >= 400))
                                    .isNotEmpty()
                                    .allMatch(event -> event.responseCode() == 429));
        } finally {
            kubectl.run("uncordon", NODE).require();
        }
        assertTwoCleanPods(periods);
    }

    @Tag("by-hand") // it taints the node, and whatever else runs there ends
    @Test
    void aTaintEndsPodsAndWhatComesBackIsStamped() {
        List<Period> periods = twoPodsInEachMode();
        List<String> before = new ArrayList<>();
        periods.forEach(period -> before.addAll(names(pods(period.namespace()))));
        kubectl.run("taint", "node", NODE, "example.com/broken=true:NoExecute").require();
        try {
            for (Period period : periods) {
                Eventually.holds(
                        "the taint to end the pods",
                        LIMIT,
                        () -> names(pods(period.namespace())).stream().noneMatch(before::contains));
            }
        } finally {
            kubectl.run("taint", "node", NODE, "example.com/broken-").require();
        }
        assertTwoCleanPods(periods);
    }

    /** Running, one of which may go at a time. */
    private List<Period> twoPodsInEachMode() {
        List<Period> periods = new ArrayList<>();
        for (String mode : List.of("observe", "enforce")) {
            String namespace = driftseal.namespace(mode, "restricted");
            periods.add(Period.from(driftseal, namespace));
            Manifests manifests = Manifests.running(namespace);
            kubectl.apply(
                            manifests.account()
                                    + manifests
                                            .deployment()
                                            .replace("replicas: 1", "replicas: 2")
                                            .replace(
                                                    "metadata: {labels: {app: web}",
                                                    "metadata: {labels: {app: web, team: shop}")
                                    + """
                                    ---
                                    apiVersion: policy/v1
                                    kind: PodDisruptionBudget
                                    metadata: {name: web, namespace: %s}
                                    spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
                                    """
                                            .formatted(namespace))
                    .require();
        }
        periods.forEach(period -> driftseal.awaitRunning(period.namespace(), "web", 2));
        return periods;
    }

    private void assertTwoCleanPods(List<Period> periods) {
        for (Period period : periods) {
            assertClean(period.namespace(), driftseal.awaitRunning(period.namespace(), "web", 2));
            assertThat(period.refusals()).isEmpty();
            run(period.namespace(), "delete", "deployment/web", "--wait=false");
        }
    }

    @Test
    void garbageIsCollectedAndOrphansLiveOnUnderAStampOfTheirOwn() {
        orphansLiveOn("enforce");
    }

    @Tag("by-hand") // long; enforce is the harder half and always run
    @Test
    void orphansLiveOnWhereNothingIsEnforced() {
        orphansLiveOn("observe");
    }

    private void orphansLiveOn(String mode) {
        String namespace = driftseal.namespace(mode, "standard");
        Period period = Period.from(driftseal, namespace);
        Manifests manifests = Manifests.pending(namespace);
        kubectl.apply(manifests.account() + manifests.deployment()).require();
        String replicaSet = name(onlyReplicaSet(namespace));
        driftseal.awaitPods(namespace, "web", 1);

        run(namespace, "delete", "deployment/web", "--cascade=orphan");

        ObjectNode orphan = onlyReplicaSet(namespace);
        assertThat(orphan.path("metadata").has("ownerReferences")).isFalse();
        StampStatement stamp = driftseal.stamps().of(orphan);
        assertThat(stamp.parent()).isEmpty();
        String gone = name(driftseal.awaitPods(namespace, "web", 1).getFirst());
        run(namespace, "delete", "pod/" + gone, "--wait=false");
        ObjectNode replaced =
                Eventually.get(
                        "the orphan to make another pod",
                        LIMIT,
                        () ->
                                pods(namespace).stream()
                                        .filter(pod -> !name(pod).equals(gone))
                                        .findFirst());
        assertThat(driftseal.stamps().of(replaced).parent().orElseThrow().decisionId())
                .isEqualTo(stamp.decisionId());

        kubectl.apply(manifests.deployment()).require();
        Eventually.holds(
                "the Deployment to adopt its ReplicaSet",
                LIMIT,
                () -> onlyReplicaSet(namespace).path("metadata").has("ownerReferences"));
        driftseal.stamps().of(onlyReplicaSet(namespace));
        assertThat(name(onlyReplicaSet(namespace))).isEqualTo(replicaSet);
        driftseal.findings().awaitVerdict(namespace, replicaSet, "clean");

        run(namespace, "delete", "deployment/web", "--cascade=foreground");
        assertThat(pods(namespace)).isEmpty();
        kubectl.apply(manifests.deployment()).require();
        driftseal.awaitPods(namespace, "web", 1);
        run(namespace, "delete", "deployment/web", "--cascade=background");
        Eventually.holds("the pods to be gone", LIMIT, () -> pods(namespace).isEmpty());
        assertThat(period.refusals()).isEmpty();
        assertThat(period.successes("create", "replicasets")).hasSize(2);
    }

    /** Who lets a ReplicaSet go while nobody can say what becomes of it has to wait for us. */
    @Tag("by-hand") // long: the webhook is away meanwhile
    @Test
    void inEnforceAnOrphanWaitsForTheWebhookAndIsThenARootOfItsOwn() {
        String namespace = driftseal.namespace("enforce", "standard");
        Manifests manifests = Manifests.pending(namespace);
        kubectl.apply(manifests.account() + manifests.deployment()).require();
        String pod = name(driftseal.awaitPods(namespace, "web", 1).getFirst());
        Period period = Period.from(driftseal, namespace);

        driftseal.webhook().stop(Duration.ofSeconds(20));
        try {
            run(namespace, "delete", "deployment/web", "--cascade=orphan", "--wait=false");
            Eventually.holds(
                    "the garbage collector to be refused",
                    LIMIT,
                    () -> period.refusals().stream().anyMatch(w -> w.contains("replicasets")));
            assertThat(kubectl.list(namespace, "deployments", "")).hasSize(1);
            assertThat(onlyReplicaSet(namespace).path("metadata").has("ownerReferences")).isTrue();
        } finally {
            driftseal.restart(driftseal.webhook());
        }

        Eventually.holds(
                "the Deployment to be gone",
                LIMIT,
                () -> kubectl.list(namespace, "deployments", "").isEmpty());
        assertThat(driftseal.stamps().of(onlyReplicaSet(namespace)).parent()).isEmpty();
        run(namespace, "delete", "pod/" + pod, "--wait=false");
        Eventually.holds(
                "the orphan to make another pod",
                LIMIT,
                () -> pods(namespace).stream().anyMatch(other -> !name(other).equals(pod)));
        run(namespace, "delete", "replicaset", "--all", "--wait=false");
    }

    @Tag("by-hand") // long: the webhook is away meanwhile
    @Test
    void inObserveAnOrphanOfATimeWithoutUsIsFoundAndStampedWhenItIsAdopted() {
        String namespace = driftseal.namespace("observe", "standard");
        Manifests manifests = Manifests.pending(namespace);
        kubectl.apply(manifests.account() + manifests.deployment()).require();
        driftseal.awaitPods(namespace, "web", 1);
        String replicaSet = name(onlyReplicaSet(namespace));
        driftseal.findings().awaitVerdict(namespace, replicaSet, "clean");

        driftseal.webhook().stop(Duration.ofSeconds(20));
        try {
            run(namespace, "delete", "deployment/web", "--cascade=orphan");
        } finally {
            driftseal.restart(driftseal.webhook());
        }

        driftseal
                .findings()
                .await(namespace, replicaSet, "not-derived-from-owner", "names no owner");
        kubectl.apply(manifests.deployment()).require();
        Eventually.holds(
                "the Deployment to adopt its ReplicaSet",
                LIMIT,
                () -> onlyReplicaSet(namespace).path("metadata").has("ownerReferences"));
        driftseal.findings().awaitVerdict(namespace, replicaSet, "clean");
        driftseal.findings().awaitResolved(namespace, replicaSet);
        run(namespace, "delete", "deployment/web", "--wait=false");
    }

    @Test
    void nothingThatEndsWaitsForTheWebhook() {
        endWithoutTheWebhook(
                Manifests::pending,
                (namespace, app) -> driftseal.awaitPods(namespace, app, 1),
                List.of("web", "store", "plain", "old", "once", "alone"));
    }

    @Tag("by-hand") // long: two namespaces of containers start and end
    @Test
    void nothingThatRunsAndEndsWaitsForTheWebhook() {
        endWithoutTheWebhook(
                Manifests::running,
                (namespace, app) -> driftseal.awaitRunning(namespace, app, 1),
                List.of("web", "store", "agent", "plain", "old", "once", "alone"));
    }

    private void endWithoutTheWebhook(
            Function<String, Manifests> manifests,
            BiConsumer<String, String> await,
            List<String> apps) {
        List<String> namespaces =
                List.of(
                        driftseal.namespace("enforce", "standard"),
                        driftseal.namespace("observe", "standard"));
        List<Period> periods =
                namespaces.stream().map(name -> Period.from(driftseal, name)).toList();
        for (String namespace : namespaces) {
            kubectl.apply(
                            manifests
                                    .apply(namespace)
                                    .everything()
                                    .replace(
                                            "  annotations: {example.com/owner: shop}\n",
                                            "  finalizers: [example.com/hold]\n"))
                    .require();
        }
        for (String namespace : namespaces) {
            apps.forEach(app -> await.accept(namespace, app));
            run(namespace, "delete", "deployment/web", "--wait=false");
        }

        driftseal.webhook().kill();
        try {
            for (String namespace : namespaces) {
                // Held back by its finalizer: everything about it may still be changed.
                run(namespace, "label", "deployment/web", "example.com/last-words=yes");
                run(
                        namespace,
                        "patch",
                        "deployment/web",
                        "--type=merge",
                        "--patch={\"metadata\":{\"finalizers\":null}}");
                kubectl.run("delete", "namespace", namespace, "--wait=false").require();
            }
            for (String namespace : namespaces) {
                kubectl.run("wait", "--for=delete", "namespace/" + namespace, "--timeout=90s")
                        .require();
            }
        } finally {
            driftseal.restart(driftseal.webhook());
        }

        // Controllers of what is left may try to replace it meanwhile; nothing else met a refusal.
        for (Period period : periods) {
            assertThat(period.refusals())
                    .allMatch(words -> words.contains(" create ") || words.contains("replicasets"));
        }
        assertThat(periods.getLast().refusals()).isEmpty();
    }

    private void assertClean(String namespace, List<ObjectNode> pods) {
        for (ObjectNode pod : pods) {
            assertThat(driftseal.stamps().of(pod).parent()).isPresent();
            driftseal.findings().awaitVerdict(namespace, name(pod), "clean");
        }
    }

    private ObjectNode onlyReplicaSet(String namespace) {
        return Eventually.get(
                "one ReplicaSet in " + namespace,
                LIMIT,
                () -> {
                    List<ObjectNode> sets = kubectl.list(namespace, "replicasets", "app=web");
                    return sets.size() == 1 ? Optional.of(sets.getFirst()) : Optional.empty();
                });
    }

    private List<ObjectNode> pods(String namespace) {
        return kubectl.list(namespace, "pods", "app=web").stream()
                .filter(pod -> !pod.path("metadata").has("deletionTimestamp"))
                .toList();
    }

    private String run(String namespace, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-n", namespace));
        return kubectl.run(all.toArray(String[]::new)).require();
    }

    private static List<String> names(List<ObjectNode> objects) {
        return objects.stream().map(LifecycleIT::name).toList();
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asString();
    }
}
