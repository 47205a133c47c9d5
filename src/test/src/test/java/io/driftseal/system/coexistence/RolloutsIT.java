package io.driftseal.system.coexistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.stamp.StampStatement;
import io.driftseal.system.SharedInstallation;
import io.driftseal.system.cluster.ClusterImages;
import io.driftseal.system.cluster.ProgramRun;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import io.driftseal.testsupport.ProgramLocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * People roll out, roll back and scale with {@code kubectl} and Helm: as many ReplicaSets and
 * revisions as without us, and every pod under a chain of stamps.
 */
class RolloutsIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();

    @Tag("by-hand") // four rollouts of running pods, in each mode
    @ParameterizedTest
    @ValueSource(strings = {"observe", "enforce"})
    void aDeploymentIsRolledOutAsOftenAsPeopleRollItOut(String mode) {
        String namespace = driftseal.namespace(mode, "standard");
        Period period = Period.from(driftseal, namespace);
        Manifests manifests = Manifests.running(namespace);
        kubectl.apply(manifests.account() + manifests.deployment()).require();
        rolledOut(namespace, 1);
        String first = onlyActive(namespace);
        StampStatement approved = stamp(namespace, "replicaset", first);

        run(namespace, "set", "image", "deployment/web", "app=" + ClusterImages.BUSYBOX_OTHER);
        rolledOut(namespace, 2);
        assertThat(run(namespace, "rollout", "history", "deployment/web").lines())
                .anyMatch(line -> line.startsWith("2 "));

        run(namespace, "rollout", "undo", "deployment/web");
        rolledOut(namespace, 2);
        assertThat(onlyActive(namespace)).isEqualTo(first);
        assertThat(stamp(namespace, "replicaset", first).decisionId())
                .isEqualTo(approved.decisionId());
        assertChain(namespace);

        run(namespace, "rollout", "restart", "deployment/web");
        rolledOut(namespace, 3);
        run(namespace, "rollout", "pause", "deployment/web");
        run(namespace, "set", "env", "deployment/web", "SHOP=closed");
        run(namespace, "set", "env", "deployment/web", "SHELF=2");
        run(namespace, "rollout", "resume", "deployment/web");
        rolledOut(namespace, 4);
        assertChain(namespace);

        String stamp = annotations(namespace, "deployment/web");
        run(namespace, "annotate", "deployment/web", "example.com/seen=yes");
        run(namespace, "label", "deployment/web", "example.com/tidy=yes");
        run(namespace, "scale", "deployment/web", "--replicas=3");
        rolledOut(namespace, 4);
        run(namespace, "scale", "deployment/web", "--replicas=1");
        rolledOut(namespace, 4);
        assertThat(annotations(namespace, "deployment/web")).isEqualTo(stamp);

        assertThat(period.successes("create", "replicasets")).hasSize(4);
        assertThat(period.refusals()).isEmpty();
        assertThat(period.writesOfOurs()).isEmpty();
        assertThat(period.askedTwice()).isEmpty();
        run(namespace, "delete", "deployment", "web", "--wait=false");
    }

    /** The same without a container that has to start: what counts is what is written. */
    @ParameterizedTest
    @ValueSource(strings = {"observe", "enforce"})
    void whoUndoesRestartsAndScalesRollsNothingElseOut(String mode) {
        String namespace = driftseal.namespace(mode, "standard");
        Period period = Period.from(driftseal, namespace);
        Manifests manifests = Manifests.pending(namespace);
        kubectl.apply(
                        manifests.account()
                                + manifests.deployment().replace("replicas: 1", "replicas: 0"))
                .require();
        rolledOut(namespace, 1);
        String first = newest(namespace);
        StampStatement approved = stamp(namespace, "replicaset", first);

        run(namespace, "set", "env", "deployment/web", "SHOP=closed");
        rolledOut(namespace, 2);
        assertThat(newest(namespace)).isNotEqualTo(first);
        run(namespace, "rollout", "undo", "deployment/web");
        rolledOut(namespace, 2);
        assertThat(newest(namespace)).isEqualTo(first);
        assertThat(stamp(namespace, "replicaset", first).decisionId())
                .isEqualTo(approved.decisionId());
        run(namespace, "rollout", "restart", "deployment/web");
        rolledOut(namespace, 3);

        String stamp = annotations(namespace, "deployment/web");
        run(namespace, "scale", "deployment/web", "--replicas=2");
        StampStatement owner = stamp(namespace, "replicaset", newest(namespace));
        assertThat(driftseal.awaitPods(namespace, "web", 2))
                .allSatisfy(pod ->
                        assertThat(driftseal.stamps().of(pod).parent().orElseThrow().decisionId())
                                .isEqualTo(owner.decisionId()));
        run(namespace, "scale", "deployment/web", "--replicas=0");
        assertThat(annotations(namespace, "deployment/web")).isEqualTo(stamp);

        assertThat(period.successes("create", "replicasets")).hasSize(3);
        assertThat(period.refusals()).isEmpty();
        assertThat(period.writesOfOurs()).isEmpty();
        assertThat(period.askedTwice()).isEmpty();
        run(namespace, "delete", "deployment", "web", "--wait=false");
    }

    /** The ReplicaSet of the newest revision. */
    private String newest(String namespace) {
        return kubectl.list(namespace, "replicasets", "app=web").stream()
                .max(Comparator.comparingInt(RolloutsIT::revision))
                .map(RolloutsIT::name)
                .orElseThrow();
    }

    private static int revision(ObjectNode replicaSet) {
        return Integer.parseInt(
                replicaSet
                        .path("metadata")
                        .path("annotations")
                        .path("deployment.kubernetes.io/revision")
                        .asString());
    }

    @Tag("by-hand") // six rollouts pod by pod, in each mode
    @ParameterizedTest
    @ValueSource(strings = {"observe", "enforce"})
    void aStatefulSetAndADaemonSetHaveAsManyRevisionsAsTemplates(String mode) {
        String namespace = driftseal.namespace(mode, "standard");
        Period period = Period.from(driftseal, namespace);
        Manifests manifests = Manifests.running(namespace);
        kubectl.apply(manifests.account() + manifests.sets()).require();
        for (String set : List.of("statefulset/store", "daemonset/agent")) {
            complete(namespace, set);
            run(namespace, "set", "env", set, "SHOP=closed");
            complete(namespace, set);
            run(namespace, "rollout", "undo", set);
            complete(namespace, set);
            run(namespace, "rollout", "restart", set);
            complete(namespace, set);
        }

        // The undo went back to the first revision; the restart made a third.
        assertThat(period.successes("create", "controllerrevisions")).hasSize(6);
        assertThat(period.refusals()).isEmpty();
        assertThat(period.askedTwice()).isEmpty();
        for (String pod : List.of("app=store", "app=agent")) {
            ObjectNode live = kubectl.list(namespace, "pods", pod).getFirst();
            assertThat(driftseal.stamps().of(live).parent()).isPresent();
            driftseal.findings().awaitVerdict(namespace, name(live), "clean");
        }
        run(namespace, "delete", "statefulset/store", "daemonset/agent", "--wait=false");
    }

    @Test
    void helmInstallsUpgradesAndRollsBack(@TempDir Path chart) throws IOException {
        helmReleases("enforce", chart);
    }

    @Tag("by-hand") // long; enforce is the harder half and always run
    @Test
    void helmDoesSoWhereNothingIsEnforced(@TempDir Path chart) throws IOException {
        helmReleases("observe", chart);
    }

    private void helmReleases(String mode, Path chart) throws IOException {
        String namespace = driftseal.namespace(mode, "standard");
        Period period = Period.from(driftseal, namespace);
        Manifests manifests = Manifests.pending(namespace);
        Files.createDirectories(chart.resolve("templates"));
        Files.writeString(
                chart.resolve("Chart.yaml"), "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
        Files.writeString(chart.resolve("values.yaml"), "seconds: 3600\n");
        Files.writeString(
                chart.resolve("templates/shop.yaml"),
                manifests.account() + manifests.deployment("{{ .Values.seconds }}"));
        LiveObjects live = new LiveObjects(kubectl);

        helm(namespace, "install", "shop", chart.toString());
        replicaSets(namespace, 1);
        Map<String, String> installed = settled(live, namespace);
        helm(namespace, "upgrade", "shop", chart.toString());
        assertThat(live.versions(namespace)).isEqualTo(installed);
        helm(namespace, "upgrade", "shop", chart.toString(), "--set", "seconds=7200");
        replicaSets(namespace, 2);
        helm(namespace, "rollback", "shop", "1");
        replicaSets(namespace, 2);

        StampStatement now = stamp(namespace, "deployment", "web");
        assertThat(now.supersedes()).isPresent();
        assertThat(period.successes("create", "replicasets")).hasSize(2);
        assertThat(period.refusals()).isEmpty();
        assertThat(period.askedTwice()).isEmpty();
        helm(namespace, "uninstall", "shop");
    }

    private void helm(String namespace, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(ProgramLocator.ofProcess().locate("helm").toString());
        line.addAll(List.of(arguments));
        line.addAll(
                List.of(
                        "--namespace",
                        namespace,
                        "--kubeconfig",
                        driftseal.cluster().adminKubeconfig().toString()));
        ProgramRun.run(line, Map.of(), "", LIMIT).require();
    }

    private String run(String namespace, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-n", namespace));
        return kubectl.run(all.toArray(String[]::new)).require();
    }

    /** Complete by the word of {@code rollout status}, with so many ReplicaSets in all. */
    private void rolledOut(String namespace, int replicaSets) {
        complete(namespace, "deployment/web");
        replicaSets(namespace, replicaSets);
    }

    private void complete(String namespace, String workload) {
        run(namespace, "rollout", "status", workload, "--timeout=90s");
    }

    private void replicaSets(String namespace, int count) {
        Eventually.holds(
                count + " ReplicaSets in " + namespace,
                LIMIT,
                () -> kubectl.list(namespace, "replicasets", "app=web").size() == count);
    }

    private Map<String, String> settled(LiveObjects live, String namespace) {
        return Eventually.get(
                "controllers to be done with " + namespace,
                LIMIT,
                () -> {
                    Map<String, String> before = live.versions(namespace);
                    return before.size() == 3 && live.versions(namespace).equals(before)
                            ? Optional.of(before)
                            : Optional.empty();
                });
    }

    private String onlyActive(String namespace) {
        return Eventually.get(
                "one ReplicaSet with pods in " + namespace,
                LIMIT,
                () -> {
                    List<ObjectNode> active =
                            kubectl.list(namespace, "replicasets", "app=web").stream()
                                    .filter(set -> set.path("spec").path("replicas").asInt(0) > 0)
                                    .toList();
                    return active.size() == 1
                            ? Optional.of(name(active.getFirst()))
                            : Optional.empty();
                });
    }

    /** From the Deployment down to a pod that runs, and in the words of the scanner. */
    private void assertChain(String namespace) {
        StampStatement replicaSet = stamp(namespace, "replicaset", onlyActive(namespace));
        stamp(namespace, "deployment", "web");
        ObjectNode pod = driftseal.awaitRunning(namespace, "web", 1).getFirst();
        assertThat(driftseal.stamps().of(pod).parent().orElseThrow().decisionId())
                .isEqualTo(replicaSet.decisionId());
        driftseal.findings().awaitVerdict(namespace, name(pod), "clean");
    }

    private StampStatement stamp(String namespace, String resource, String name) {
        return driftseal.stamps().of(kubectl.get(namespace, resource, name));
    }

    private String annotations(String namespace, String workload) {
        return run(
                namespace,
                "get",
                workload,
                "-o",
                "jsonpath={.metadata.annotations.stamp\\.driftseal\\.io/deployment}");
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asString();
    }
}
