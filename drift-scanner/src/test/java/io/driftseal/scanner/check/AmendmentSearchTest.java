package io.driftseal.scanner.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.AmendmentRecord;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.scanner.fixture.DebuggedPod;
import io.driftseal.scanner.fixture.Fixtures;
import io.driftseal.scanner.fixture.StampedShop;
import io.driftseal.scanner.fixture.Stamper;
import io.driftseal.scanner.judge.Assessor;
import io.driftseal.scanner.judge.Conclusion;
import io.driftseal.workload.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A pod that was changed after its admission, against what was approved of the change. */
class AmendmentSearchTest {

    private static final String DECISION = "dec-00000000-0000-7000-8000-00000000000a";

    private static final StampedShop SHOP = new StampedShop();
    private static final JsonObject DEBUGGED = DebuggedPod.with(SHOP.pod, DebuggedPod.DEBUG);
    private static final AmendmentRecord APPROVED =
            SHOP.stamper.amendment(SHOP.pod, DEBUGGED, DECISION);

    @Test
    void anApprovedDebugContainerIsCleanAndTheAmendmentIsShown() {
        assertThat(conclusion(subject(DEBUGGED).amended(APPROVED)))
                .isEqualTo(new Conclusion.Clean(List.of(APPROVED)));
        assertThat(subject(DEBUGGED).amended(APPROVED).findings()).isEmpty();
    }

    static Stream<Arguments> notApproved() {
        return Stream.of(
                Arguments.of("nothing was", subject(DEBUGGED)),
                Arguments.of(
                        "another image",
                        subject(DebuggedPod.with(SHOP.pod, DebuggedPod.OTHER_IMAGE))
                                .amended(APPROVED)),
                Arguments.of(
                        "one more capability",
                        subject(DebuggedPod.with(SHOP.pod, DebuggedPod.CAPABLE)).amended(APPROVED)),
                Arguments.of(
                        "another change besides",
                        subject(
                                        Fixtures.replaced(
                                                DEBUGGED,
                                                "registry.example/web:1.0",
                                                "registry.example/miner:6.6"))
                                .amended(APPROVED)),
                Arguments.of(
                        "by another key",
                        subject(DEBUGGED)
                                .amended(new Stamper().amendment(SHOP.pod, DEBUGGED, DECISION))),
                Arguments.of(
                        "by a text that is no amendment",
                        subject(DEBUGGED)
                                .amended(
                                        Stamper.amendment(
                                                Stamper.workload(SHOP.pod), DECISION, "{}"))),
                Arguments.of(
                        "for a pod of another uid",
                        subject(DEBUGGED)
                                .amended(
                                        Stamper.amendment(
                                                Stamper.workload(SHOP.pod),
                                                DECISION,
                                                SHOP.stamper
                                                        .amendment(
                                                                other(SHOP.pod),
                                                                other(DEBUGGED),
                                                                DECISION)
                                                        .envelope()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notApproved")
    void whatIsNotExactlyApprovedIsFound(String what, SubjectOf subject) {
        assertThat(subject.findings())
                .as(what)
                .extracting(Finding::reason)
                .contains(ReasonCode.FORM_CHANGED);
    }

    @Test
    void aResizeThatWasLeftAgainDoesNotComeBackWithItsOldAmendment() {
        JsonObject first = DebuggedPod.generation(SHOP.pod, 1);
        JsonObject up = DebuggedPod.resized(SHOP.pod, "2", 2);
        JsonObject down = DebuggedPod.generation(SHOP.pod, 3);
        JsonObject replayed = DebuggedPod.resized(SHOP.pod, "2", 4);
        AmendmentRecord approvedUp = SHOP.stamper.amendment(first, up, DECISION);
        AmendmentRecord approvedDown =
                SHOP.stamper.amendment(up, down, "dec-00000000-0000-7000-8000-00000000000b");

        assertThat(subject(up).amended(approvedUp).findings()).isEmpty();
        assertThat(subject(down).amended(approvedUp).amended(approvedDown).findings()).isEmpty();
        assertThat(subject(replayed).amended(approvedUp).amended(approvedDown).findings())
                .extracting(Finding::reason)
                .contains(ReasonCode.FORM_CHANGED);
    }

    @Test
    void beforeTheAmendmentArrivesNobodyCanSay() {
        assertThat(conclusion(subject(DEBUGGED).waiting()))
                .isInstanceOfSatisfying(
                        Conclusion.Unknown.class,
                        unknown -> assertThat(unknown.cause()).contains("amendment"));
        assertThat(conclusion(subject(DebuggedPod.resized(SHOP.pod, "2", 2)).waiting()))
                .isInstanceOf(Conclusion.Unknown.class);
    }

    @Test
    void whatNoDoorCanChangeIsNotWaitedFor() {
        assertThat(subject(SHOP.podWithOtherImage()).waiting().findings())
                .extracting(Finding::reason)
                .contains(ReasonCode.FORM_CHANGED);
    }

    @Test
    void aChangeOnRecordAsRefusedIsNotWaitedFor() {
        DecisionRecord refused =
                Stamper.record(DEBUGGED, DECISION, DecisionRecord.Outcome.WOULD_REFUSE, "mallory");

        assertThat(subject(DEBUGGED).waiting().recorded(refused).findings())
                .filteredOn(finding -> finding.reason() == ReasonCode.FORM_CHANGED)
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.message()).contains("Requested by mallory"));
    }

    @Test
    void anAmendmentIsNoStamp() {
        JsonObject unstamped = DebuggedPod.with(Fixtures.read("pod"), DebuggedPod.DEBUG);

        assertThat(subject(unstamped).amended(APPROVED).findings())
                .extracting(Finding::reason)
                .contains(ReasonCode.UNSTAMPED);
    }

    private static SubjectOf subject(JsonObject pod) {
        return new SubjectOf(SHOP.stamper, pod)
                .beside(SHOP.replicaSet, SHOP.deployment)
                .recorded(Stamper.record(SHOP.pod, StampedShop.POD_DECISION));
    }

    private static JsonObject other(JsonObject pod) {
        return Fixtures.replaced(pod, "uid-pod", "uid-other");
    }

    private static Conclusion conclusion(SubjectOf described) {
        Subject subject = described.gather();
        List<String> ids =
                WorkloadChecks.findings(subject).stream()
                        .map(finding -> finding.id("uid-pod", 0))
                        .toList();
        return Assessor.assess(subject, ids, false, Stamper.ISSUED).conclusion();
    }
}
