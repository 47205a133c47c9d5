package io.driftseal.responder;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.ResponsePlan;
import io.driftseal.evidence.spool.RecordSpool;
import io.driftseal.evidence.spool.SpoolSettings;
import io.driftseal.kubernetes.BackOff;
import io.driftseal.responder.action.Budget;
import io.driftseal.responder.action.Preconditions;
import io.driftseal.responder.plan.PlanJournal;
import io.driftseal.responder.proof.HandedTokens;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanDoorTest {

    private final ClusterInMemory cluster = new ClusterInMemory();
    private final SteppingClock clock = new SteppingClock();
    private final ServiceMetrics metrics = ServiceMetrics.create("responder");
    private final ResponsePlan plan = ClusterInMemory.plan("reboot-node");
    private final HandedTokens tokens =
            new HandedTokens(cluster, new HandedTokens.Limits(1, Duration.ofHours(1)), clock);
    private final PlanJournal journal;
    private final RecordSpool spool;
    private final PlanExecutor executor;
    private final PlanDoor door;

    PlanDoorTest(@TempDir Path state) throws Exception {
        journal = PlanJournal.open(state.resolve("plans"), 1, clock);
        spool =
                RecordSpool.open(
                        state.resolve("outcomes"),
                        SpoolSettings.of(8 * 1024 * 1024),
                        clock,
                        () -> "gap-00000000000000000000000000000001");
        executor = executor();
        door = new PlanDoor(journal, executor, tokens, metrics);
    }

    @AfterEach
    void close() throws Exception {
        executor.awaitIdle(Duration.ofSeconds(20));
        journal.close();
        spool.close();
        metrics.close();
    }

    @Test
    void aPlanIsTakenOnceAndAnsweredTheSameEveryTime() throws Exception {
        PeerReply first = door.plan(request("/v1/plans", RecordCodec.writeBody(plan)));
        executor.awaitIdle(Duration.ofSeconds(20));
        PeerReply second = door.plan(request("/v1/plans", RecordCodec.writeBody(plan)));
        executor.awaitIdle(Duration.ofSeconds(20));

        assertThat(first.status()).isEqualTo(202);
        assertThat(second.status()).isEqualTo(202);
        assertThat(spool.depth()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"planId\":\"pln-1\"}", "not json"})
    void whatIsNoPlanIsRefusedForGood(String body) throws Exception {
        assertThat(door.plan(request("/v1/plans", bytes(body))).status()).isEqualTo(400);
    }

    @Test
    void onlyAPlanThatWasCarriedOutCanBeTakenBack() throws Exception {
        String path = "/v1/plans/" + plan.planId() + "/undo";
        assertThat(door.undo(request(path, bytes("{}"))).status()).isEqualTo(404);

        journal.accept(plan);
        assertThat(door.undo(request(path, bytes("{}"))).status()).isEqualTo(409);

        journal.finished(plan.planId(), 0);
        assertThat(door.undo(request(path, bytes("{}"))).status()).isEqualTo(202);
        executor.awaitIdle(Duration.ofSeconds(20));
        assertThat(journal.find(plan.planId()).orElseThrow().undone()).isTrue();
    }

    @Test
    void nothingElseIsBelowThePlans() throws Exception {
        assertThat(door.undo(request("/v1/plans/" + plan.planId(), bytes("{}"))).status())
                .isEqualTo(404);
    }

    @Test
    void aHandedTokenIsAnsweredByItsPodAndNeverByItself() {
        PeerReply reply =
                door.token(
                        request(
                                "/v1/handed-tokens",
                                bytes("{\"token\":\"" + ClusterInMemory.TOKEN + "\"}")));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(new String(reply.body(), StandardCharsets.UTF_8))
                .contains(ClusterInMemory.UID)
                .doesNotContain(ClusterInMemory.TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"token\":1}", "{\"token\":\"a\",\"more\":1}", "x"})
    void whatIsNoTokenIsRefused(String body) {
        assertThat(door.token(request("/v1/handed-tokens", bytes(body))).status()).isEqualTo(400);
    }

    @Test
    void aTokenThatTheApiServerDoesNotKnowIsRefused() {
        assertThat(
                        door.token(request("/v1/handed-tokens", bytes("{\"token\":\"x.y.z\"}")))
                                .status())
                .isEqualTo(422);
    }

    @Test
    void plansComeFromTheScannerAndTokensAndUndoFromAnOperator() {
        assertThat(door.routes())
                .extracting(route -> route.path() + " " + route.peers())
                .containsExactly(
                        "/v1/plans [drift-scanner]",
                        "/v1/plans/* [cli]",
                        "/v1/handed-tokens [cli]");
    }

    private PlanExecutor executor() {
        Preconditions preconditions =
                new Preconditions(
                        cluster.api,
                        new Preconditions.Limits(List.of(), Duration.ofMinutes(15)),
                        clock);
        StepRunner runner =
                new StepRunner(
                        List.of(),
                        new StepRunner.Guard(
                                preconditions,
                                new Budget(10, Duration.ofMinutes(10), clock, journal),
                                false),
                        new StepRunner.Repetition(
                                new BackOff(
                                        Duration.ofSeconds(1), Duration.ofSeconds(10), () -> 0.5),
                                clock));
        return new PlanExecutor(journal, runner, new Outcomes(spool, metrics, clock), 2);
    }

    private static PeerRequest request(String path, byte[] body) {
        return new PeerRequest("drift-scanner", "POST", path, Map.of(), body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
