package io.driftseal.system.coexistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.SharedInstallation;
import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.installation.CustomRootExample;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Manifests are applied again and again, by kubectl and as Argo CD and Flux do it: nothing is
 * refused, nothing changes, and no tool sees a difference.
 */
class GitOpsIT {

    /** Exempt from us, so what is stored there is what a cluster without us stores. */
    private static final String WITHOUT_US = "kube-system";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ROUNDS = 2;

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();
    private final LiveObjects live = new LiveObjects(kubectl);
    private final GitOpsTools tools = new GitOpsTools(driftseal.cluster().adminKubeconfig());

    @Test
    void theSameObjectsWithAndWithoutUsDifferByOurMetadataOnly() {
        Map<String, String> without = applied(Manifests.pending(WITHOUT_US));
        assertThat(without.toString()).doesNotContain("driftseal.io");
        assertThat(without).hasSizeGreaterThan(400);

        for (String mode : List.of("observe", "enforce")) {
            String namespace = driftseal.namespace(mode, "standard");
            Period period = Period.from(driftseal, namespace);
            Map<String, String> with = applied(Manifests.pending(namespace));

            Map<String, String> ours = new TreeMap<>(with);
            ours.entrySet().removeAll(without.entrySet());
            assertThat(ours.keySet())
                    .as(mode)
                    .allSatisfy(leaf ->
                            assertThat(leaf)
                                    .containsPattern(
                                            "/(annotations/|f:)stamp.driftseal.io/|"
                                                    + "/labels/driftseal.io/runtime-policy"));
            with.keySet().removeAll(ours.keySet());
            assertThat(with).as(mode).isEqualTo(without);
            assertThat(stamped(ours)).as(mode).hasSize(15);
            assertUndisturbed(period);
        }
        for (String root : Manifests.pending(WITHOUT_US).roots()) {
            kubectl.run("delete", root, "-n", WITHOUT_US, "--wait=false").require();
        }
        kubectl.run("delete", "serviceaccount", "shop", "-n", WITHOUT_US).require();
    }

    @ParameterizedTest
    @ValueSource(strings = {"observe", "enforce"})
    void kubectlAppliesTheSameAgainAndNothingChanges(String mode) {
        String namespace = driftseal.namespace(mode, "standard");
        String text = Manifests.pending(namespace).everything();
        applied(Manifests.pending(namespace));
        Map<String, String> before = live.versions(namespace);
        Period period = Period.from(driftseal, namespace);

        for (int round = 0; round < ROUNDS; round++) {
            assertThat(kubectl.apply(text).require().lines())
                    .hasSize(Manifests.objects())
                    .allMatch(line -> line.endsWith("unchanged"));
            assertThat(tools.run("argo-three-way", text)).allMatch(line -> line.endsWith("Synced"));
        }
        CommandResult difference = kubectl.runWithInput(text, "diff", "-f", "-");

        assertThat(difference.exitCode()).as(difference.stdout()).isZero();
        assertThat(live.versions(namespace)).isEqualTo(before);
        assertUndisturbed(period);
    }

    @Test
    void serverSideApplyMeetsNoConflictAndArgoSeesNoDifference() {
        serverSideApply("enforce");
    }

    @Tag("by-hand") // long; enforce is the harder half and always run
    @Test
    void norDoTheyWhereNothingIsEnforced() {
        serverSideApply("observe");
    }

    private void serverSideApply(String mode) {
        String namespace = driftseal.namespace(mode, "standard");
        Period period = Period.from(driftseal, namespace);
        String text = Manifests.pending(namespace).everything();
        serverSide(text);
        settled(Manifests.pending(namespace));
        Map<String, String> before = live.versions(namespace);

        for (int round = 0; round < ROUNDS; round++) {
            serverSide(text);
            for (String comparison :
                    List.of("argo-structured", "argo-server-side", "argo-server-side-webhooks")) {
                assertThat(tools.run(comparison, text))
                        .as(comparison)
                        .hasSize(Manifests.objects())
                        .allMatch(line -> line.endsWith("Synced"));
            }
        }
        CommandResult difference =
                kubectl.runWithInput(
                        text,
                        "diff",
                        "--server-side",
                        "--field-manager=argocd-controller",
                        "-f",
                        "-");

        assertThat(difference.exitCode()).as(difference.stdout()).isZero();
        assertThat(live.versions(namespace)).isEqualTo(before);
        assertUndisturbed(period);
        // Another manager of other fields meets no conflict either, and ours belong to nobody.
        kubectl.apply(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: web, namespace: %s, labels: {example.com/cost: low}}
                        """
                                .formatted(namespace),
                        "--server-side",
                        "--field-manager=finance")
                .require();
        String managers =
                kubectl.run(
                                "get",
                                "deployment",
                                "web",
                                "-n",
                                namespace,
                                "--show-managed-fields",
                                "-o",
                                "jsonpath={.metadata.managedFields}")
                        .require();
        assertThat(managers).contains("finance").doesNotContain("driftseal.io");
    }

    @Test
    void fluxReconcilesAndHealsNothing() {
        fluxReconciles("enforce");
    }

    @Tag("by-hand") // long; enforce is the harder half and always run
    @Test
    void norDoesFluxWhereNothingIsEnforced() {
        fluxReconciles("observe");
    }

    private void fluxReconciles(String mode) {
        String namespace = driftseal.namespace(mode, "standard");
        Period period = Period.from(driftseal, namespace);
        String text = Manifests.pending(namespace).everything();
        // It rehearses everything before it applies anything, and a pod's account must be there.
        tools.run("flux-apply", Manifests.pending(namespace).account());
        assertThat(tools.run("flux-apply", text))
                .filteredOn(line -> line.endsWith("created"))
                .hasSize(Manifests.ROOTS.size());
        settled(Manifests.pending(namespace));
        Map<String, String> before = live.versions(namespace);

        for (int round = 0; round < ROUNDS; round++) {
            assertThat(tools.run("flux-diff", text)).allMatch(line -> line.endsWith("unchanged"));
            assertThat(tools.run("flux-apply", text)).allMatch(line -> line.endsWith("unchanged"));
        }

        assertThat(live.versions(namespace)).isEqualTo(before);
        assertUndisturbed(period);
    }

    /** What a tool would do that takes away all that is not in its repository. */
    @Tag("by-hand") // long: waits twice until controllers rest
    @ParameterizedTest
    @ValueSource(strings = {"observe", "enforce"})
    void whoeverTakesOurMetadataAwayChangesNothing(String mode) {
        String namespace = driftseal.namespace(mode, "standard");
        Manifests manifests = Manifests.pending(namespace);
        applied(manifests);
        // Other kinds cannot be replaced by what is in a repository, or their controllers answer
        // it.
        String text = manifests.sets();
        kubectl.runWithInput(text, "replace", "-f", "-").require();
        settled(manifests);
        Map<String, String> before = live.versions(namespace);
        Period period = Period.from(driftseal, namespace);

        kubectl.runWithInput(text, "replace", "-f", "-").require();
        for (String root : manifests.roots()) {
            String kind = root.substring(0, root.indexOf('/'));
            kubectl.run("annotate", root, "-n", namespace, "stamp.driftseal.io/" + kind + "-")
                    .require();
            kubectl.run("label", root, "-n", namespace, "driftseal.io/runtime-policy-").require();
        }

        assertThat(live.versions(namespace)).isEqualTo(before);
        assertThat(period.refusals()).isEmpty();
        driftseal.stamps().of(kubectl.get(namespace, "deployment", "web"));
    }

    private void serverSide(String text) {
        assertThat(
                        kubectl.apply(text, "--server-side", "--field-manager=argocd-controller")
                                .require()
                                .lines())
                .hasSize(Manifests.objects())
                .allMatch(line -> line.endsWith("serverside-applied"));
    }

    private Map<String, String> applied(Manifests manifests) {
        kubectl.apply(manifests.everything()).require();
        settled(manifests);
        return live.leaves(manifests.namespace(), "app");
    }

    /** Until the controllers have made what they make, and the status says so. */
    private void settled(Manifests manifests) {
        Eventually.holds(
                "controllers to be done with " + manifests.namespace(),
                LIMIT,
                () -> {
                    Map<String, String> before = live.versions(manifests.namespace());
                    long pods =
                            before.keySet().stream().filter(one -> one.startsWith("Pod/")).count();
                    return pods >= 6 && live.versions(manifests.namespace()).equals(before);
                });
    }

    private static List<String> stamped(Map<String, String> ours) {
        return ours.keySet().stream()
                .filter(leaf -> leaf.matches("(\\w+)/\\S+ /metadata/annotations/stamp.*"))
                .filter(leaf ->
                        leaf.matches(
                                ".*/"
                                        + leaf.substring(0, leaf.indexOf('/'))
                                                .toLowerCase(Locale.ROOT)
                                        + "(\\."
                                        + CustomRootExample.GROUP
                                        + ")?"))
                .toList();
    }

    private static void assertUndisturbed(Period period) {
        assertThat(period.refusals()).isEmpty();
        assertThat(period.writesOfOurs()).isEmpty();
        assertThat(period.askedTwice()).isEmpty();
    }
}
