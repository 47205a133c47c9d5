package io.driftseal.responder.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.evidence.ResponsePlan;
import io.driftseal.responder.ClusterInMemory;
import io.driftseal.responder.SteppingClock;
import io.driftseal.responder.plan.PlanJournal.Acceptance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanJournalTest {

    @TempDir Path directory;

    private final SteppingClock clock = new SteppingClock();
    private final ResponsePlan plan = ClusterInMemory.plan("deny-tokens", "delete-pod");

    @Test
    void anAcceptedPlanAndItsStepsSurviveTheProcess() throws IOException {
        try (PlanJournal journal = open(10)) {
            assertThat(journal.accept(plan)).isEqualTo(Acceptance.ACCEPTED);
            journal.started(plan.planId(), 0);
            journal.finished(plan.planId(), 0);
            journal.started(plan.planId(), 1);
        }

        try (PlanJournal journal = open(10)) {
            PlanState state = journal.find(plan.planId()).orElseThrow();
            assertThat(state.plan()).isEqualTo(plan);
            assertThat(state.finished()).isEqualTo(1);
            assertThat(state.resumed(1)).isTrue();
            assertThat(journal.unsettled()).hasSize(1);
        }
    }

    @Test
    void aRepeatedPlanIsKnown() throws IOException {
        try (PlanJournal journal = open(10)) {
            journal.accept(plan);

            assertThat(journal.accept(plan)).isEqualTo(Acceptance.KNOWN);
        }
        try (PlanJournal journal = open(10)) {
            assertThat(journal.accept(plan)).isEqualTo(Acceptance.KNOWN);
        }
    }

    @Test
    void atTheBoundAPlanIsRefusedAndRepeatedLater() throws IOException {
        try (PlanJournal journal = open(0)) {
            assertThat(journal.accept(plan)).isEqualTo(Acceptance.FULL);
            assertThat(journal.find(plan.planId())).isEmpty();
        }
    }

    @Test
    void halfALineAtTheEndIsAnEntryNobodyWasToldAbout() throws IOException {
        try (PlanJournal journal = open(10)) {
            journal.accept(plan);
        }
        Files.writeString(
                directory.resolve("plans.jsonl"),
                "{\"started\":{\"planId\":\"pl",
                StandardOpenOption.APPEND);

        try (PlanJournal journal = open(10)) {
            assertThat(journal.find(plan.planId()).orElseThrow().started()).isZero();
        }
    }

    @Test
    void aDamagedLineInTheMiddleStopsTheStart() throws IOException {
        Files.writeString(directory.resolve("plans.jsonl"), "{\"surprise\":{}}\n");

        assertThatThrownBy(() -> open(10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged at byte 0");
    }

    @Test
    void twoProcessesDoNotShareAJournal() throws IOException {
        try (PlanJournal journal = open(10)) {
            assertThatThrownBy(() -> open(10)).hasMessageContaining("another process");
            assertThat(journal.open()).isZero();
        }
    }

    @Test
    void aWishToUndoSurvivesUntilItIsFulfilled() throws IOException {
        try (PlanJournal journal = open(10)) {
            journal.accept(plan);
            journal.finished(plan.planId(), 1);
            assertThat(journal.unsettled()).isEmpty();
            journal.undoRequested(plan.planId());
        }

        try (PlanJournal journal = open(10)) {
            assertThat(journal.unsettled()).hasSize(1);
            journal.undone(plan.planId());
            assertThat(journal.unsettled()).isEmpty();
        }
    }

    @Test
    void settledPlansAreForgottenAfterAWeekAndOpenOnesNever() throws IOException {
        try (PlanJournal journal = open(10)) {
            journal.accept(plan);
        }
        clock.advance(Duration.ofDays(8));
        try (PlanJournal journal = open(10)) {
            assertThat(journal.find(plan.planId())).isPresent();
            journal.finished(plan.planId(), 1);
        }
        try (PlanJournal journal = open(10)) {
            assertThat(journal.find(plan.planId())).isEmpty();
        }
    }

    private PlanJournal open(int maximumOpen) throws IOException {
        return PlanJournal.open(directory, maximumOpen, clock);
    }
}
