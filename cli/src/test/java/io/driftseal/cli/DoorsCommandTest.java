package io.driftseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.ProbeAnswer;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.workload.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The command around the self-test: asks before, cleans up behind, answers by its status. */
class DoorsCommandTest {

    private final FakeKubernetesApi cluster = new FakeKubernetesApi();

    @Test
    void makesNothingUnlessItMay() {
        CommandRun run = CommandRun.on(cluster, "doors");

        assertThat(run.code()).isEqualTo(ExitCode.NO);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("[y/N]").contains("--look-only");
        assertThat(cluster.writes()).isEmpty();
    }

    @Test
    void looksWithoutMakingAnything() {
        CommandRun run = CommandRun.on(cluster, "doors", "--look-only");

        assertThat(run.code()).isEqualTo(ExitCode.NO);
        assertThat(run.out())
                .contains("exec")
                .contains("not watched")
                .contains("kubelet API (port 10250)")
                .contains("things are not as they should be");
        assertThat(cluster.writes()).isEmpty();
    }

    @Test
    void removesWhatItMadeWhateverWasAnswered() {
        cluster.knocksAnsweredBy((type, key, knock) ->
                new ProbeAnswer(
                        403,
                        "Forbidden",
                        "admission webhook \"x.driftseal.io\" denied the request",
                        JsonObject.EMPTY,
                        Optional.empty()));

        CommandRun run = CommandRun.on(cluster, "doors", "--yes", "--json");

        assertThat(run.out()).contains("\"heard\":\"refused by x.driftseal.io\"");
        assertThat(cluster.writes())
                .anyMatch(write -> write.type().equals(ResourceType.NAMESPACES));
        var last = cluster.writes().getLast();
        assertThat(last.call()).isEqualTo(FakeKubernetesApi.Call.DELETE);
        assertThat(last.type()).isEqualTo(ResourceType.NAMESPACES);
        assertThat(
                        cluster.writes().stream()
                                .filter(write -> !write.dryRun())
                                .map(write -> write.type().plural()))
                .containsExactly(
                        "namespaces",
                        "serviceaccounts",
                        "services",
                        "endpoints",
                        "pods",
                        "namespaces");
    }
}
