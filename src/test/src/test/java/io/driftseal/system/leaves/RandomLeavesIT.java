package io.driftseal.system.leaves;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.SharedInstallation;
import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Installation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Thirty random leaves of PodSpec, changed behind the API server's back: thirty findings. */
class RandomLeavesIT {

    private static final int PODS = 30;

    /**
     * Declared as left out: binding writes the one, and a gate may only ever be taken away. The old
     * name of the service account is never shown as it is stored: the API server reads the new name
     * and shows it in both.
     */
    private static final Set<String> LEFT_OUT =
            Set.of("nodeName", "schedulingGates", "serviceAccount");

    private final Installation driftseal = SharedInstallation.get();

    @Test
    void everyChangedLeafIsFoundAndNamed() {
        long seed = Long.getLong("driftseal.seed", System.nanoTime());
        Random random = new Random(seed);
        System.out.println("RandomLeavesIT: -Ddriftseal.seed=" + seed);
        String namespace = driftseal.namespace("enforce", "development");
        driftseal.deploy(DeploymentManifest.of(namespace, "leaf").replicas(PODS).onNoNode());
        List<ObjectNode> pods = driftseal.awaitPods(namespace, "leaf", PODS);
        List<PodSpecLeaf> leaves = chosenFrom(random);

        Map<String, String> expected = new LinkedHashMap<>();
        for (int i = 0; i < PODS; i++) {
            String pod = pods.get(i).path("metadata").path("name").asString();
            PodSpecLeaf leaf = leaves.get(i);
            driftseal.changeInEtcd(
                    "pods",
                    namespace,
                    pod,
                    object ->
                            expected.put(
                                    pod, leaf.changeIn((ObjectNode) object.path("spec"), random)));
        }

        expected.forEach((pod, path) ->
                assertThat(driftseal.findings().await(namespace, pod, "form-changed").toString())
                        .as("seed %d: the finding of pod %s names %s", seed, pod, path)
                        .satisfiesAnyOf(
                                finding -> assertThat(finding).contains(path),
                                finding -> assertThat(finding).contains(addedWithItsParent(path))));
    }

    /**
     * Where the object around a leaf was not there before, the finding names that, then the leaf.
     */
    private static String addedWithItsParent(String path) {
        int dot = path.lastIndexOf('.');
        return path.substring(0, dot) + " added: " + path.substring(dot + 1);
    }

    private List<PodSpecLeaf> chosenFrom(Random random) {
        String openApi = driftseal.terminal().run("get", "--raw", "/openapi/v3/api/v1").require();
        List<PodSpecLeaf> all =
                new ArrayList<>(PodSpecLeaves.of(JsonMapper.builder().build().readTree(openApi)));
        all.removeIf(leaf -> LEFT_OUT.contains(leaf.path().getFirst()));
        assertThat(all).hasSizeGreaterThan(300);
        Collections.shuffle(all, random);
        return all.subList(0, PODS);
    }
}
