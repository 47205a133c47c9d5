package io.driftseal.system.leaves;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.ProjectRoot;
import io.driftseal.system.SharedInstallation;
import io.driftseal.system.installation.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The list of decided leaves is that of the API server: a field of a newer Kubernetes fails here
 * until somebody decides whether it is hashed.
 */
class DecidedLeavesIT {

    private static final Path LIST =
            Path.of(
                    "workload",
                    "src",
                    "test",
                    "resources",
                    "io",
                    "driftseal",
                    "workload",
                    "leaves-kubernetes-1.36.txt");

    private static final Map<String, String> DOCUMENTS =
            Map.of(
                    "core", "/openapi/v3/api/v1",
                    "apps", "/openapi/v3/apis/apps/v1",
                    "batch", "/openapi/v3/apis/batch/v1");

    private static final Map<String, String> GROUPS =
            Map.of(
                    "Pod", "core",
                    "ReplicationController", "core",
                    "ReplicaSet", "apps",
                    "Deployment", "apps",
                    "StatefulSet", "apps",
                    "DaemonSet", "apps",
                    "Job", "batch",
                    "CronJob", "batch");

    private final Installation driftseal = SharedInstallation.get();

    @Test
    void everyLeafThatTheApiServerKnowsIsDecided() throws IOException {
        Map<String, Set<String>> decided = new TreeMap<>();
        for (String line : Files.readAllLines(ProjectRoot.find().resolve(LIST))) {
            if (!line.startsWith("#")) {
                String[] parts = line.split(" ", 3);
                decided.computeIfAbsent(parts[0], kind -> new TreeSet<>()).add(parts[1]);
            }
        }
        assertThat(decided.keySet()).isEqualTo(GROUPS.keySet());

        Map<String, JsonNode> documents = new TreeMap<>();
        DOCUMENTS.forEach((group, path) ->
                documents.put(
                        group,
                        JsonMapper.builder()
                                .build()
                                .readTree(
                                        driftseal.terminal().run("get", "--raw", path).require())));

        GROUPS.forEach((kind, group) -> {
            JsonNode document = documents.get(group);
            Set<String> known =
                    PodSpecLeaves.pathsOf(document, "io.k8s.api." + group + ".v1." + kind);
            System.out.println("DecidedLeavesIT: " + kind + " " + known.size() + " leaves");
            assertThat(known).as("leaves of " + kind).isEqualTo(decided.get(kind));
        });
    }
}
