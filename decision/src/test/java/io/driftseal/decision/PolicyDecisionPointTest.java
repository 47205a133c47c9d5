package io.driftseal.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.workload.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Explicit, well-formed answers become decisions; everything else is undecided, with its cause. */
final class PolicyDecisionPointTest {

    private static final DecisionReference REFERENCE =
            new DecisionReference("dec-1", "digest", "revision");
    private static final Reason REASON = new Reason("privileged", "Remove it.", "spec.x");

    @Test
    void admittedWithWarnings() {
        // Given
        String answer =
                """
                {"admitted": true, "runtimePolicy": "standard", "reasons": [], "recorded": [],
                 "warnings": [{"code": "privileged", "message": "Remove it.", "field": "spec.x"}]}
                """;
        // When
        AdmissionDecision decision = answering(answer).decide(Facts.admission());
        // Then
        assertThat(decision)
                .isEqualTo(
                        new AdmissionDecision.Admitted(
                                REFERENCE, "standard", List.of(REASON), List.of()));
    }

    @Test
    void refusedWithReasons() {
        // Given
        String answer =
                """
                {"admitted": false, "runtimePolicy": "standard", "warnings": [], "recorded": [],
                 "reasons": [{"code": "privileged", "message": "Remove it.", "field": "spec.x"}]}
                """;
        // When
        AdmissionDecision decision = answering(answer).decide(Facts.admission());
        // Then
        assertThat(decision)
                .isEqualTo(new AdmissionDecision.Refused(REFERENCE, "standard", List.of(REASON)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    MALFORMED | {"runtimePolicy": "standard", "reasons": [], "warnings": [], "recorded": []}
                    MALFORMED | {"admitted": true, "reasons": [], "warnings": [], "recorded": []}
                    MALFORMED | {"admitted": true, "runtimePolicy": "standard", "warnings": [], "recorded": []}
                    MALFORMED | {"admitted": true, "runtimePolicy": "standard", "reasons": [], "recorded": []}
                    MALFORMED | {"admitted": true, "runtimePolicy": "standard", "reasons": [], "warnings": []}
                    MALFORMED | {"admitted": "true", "runtimePolicy": "standard", "reasons": [], "warnings": [], "recorded": []}
                    MALFORMED | {"admitted": null, "runtimePolicy": "standard", "reasons": [], "warnings": [], "recorded": []}
                    MALFORMED | {"admitted": 1, "runtimePolicy": "standard", "reasons": [], "warnings": [], "recorded": []}
                    MALFORMED | {"admitted": true, "runtimePolicy": " ", "reasons": [], "warnings": [], "recorded": []}
                    MALFORMED | {"admitted": true, "runtimePolicy": 3, "reasons": [], "warnings": [], "recorded": []}
                    MALFORMED | {"admitted": true, "runtimePolicy": "a/b", "reasons": [], "warnings": [], "recorded": []}
                    MALFORMED | {"admitted": true, "runtimePolicy": "standard", "reasons": {}, "warnings": [], "recorded": []}
                    MALFORMED | {"admitted": true, "runtimePolicy": "standard", "reasons": [], "warnings": ["w"], "recorded": []}
                    MALFORMED | {"admitted": true, "runtimePolicy": "standard", "reasons": [], "warnings": [{"code": "c", "message": "m"}], "recorded": []}
                    MALFORMED | {"admitted": true, "runtimePolicy": "standard", "reasons": [], "warnings": [{"code": "", "message": "m", "field": ""}], "recorded": []}
                    MALFORMED | {"admitted": true, "runtimePolicy": "standard", "warnings": [], "reasons": [{"code": "c", "message": "m", "field": ""}], "recorded": []}
                    MALFORMED | {"admitted": false, "runtimePolicy": "standard", "reasons": [], "warnings": [], "recorded": []}
                    SURPLUS   | {"admitted": true, "allowed": false, "runtimePolicy": "standard", "reasons": [], "warnings": [], "recorded": []}
                    SURPLUS   | {"admitted": true, "runtimePolicy": "standard", "reasons": [], "warnings": [{"code": "c", "message": "m", "field": "", "x": 1}], "recorded": []}
                    MALFORMED | {"admitted": true, "runtimePolicy": "standard", "reasons": [], "warnings": [{"code": "c", "message": "m", "field": "", "exemption": null}], "recorded": []}
                    MALFORMED | {"admitted": true, "runtimePolicy": "standard", "reasons": [], "warnings": [{"code": "c", "message": "m", "field": "", "exemption": {"id": "a", "rule": "r", "reason": "w", "expires": "e"}}], "recorded": []}
                    SURPLUS   | {"admitted": true, "runtimePolicy": "standard", "reasons": [], "warnings": [{"code": "c", "message": "m", "field": "", "exemption": {"id": "a", "rule": "r", "owner": "o", "reason": "w", "expires": "e", "x": 1}}], "recorded": []}
                    """)
    void badAdmissionAnswersAreUndecided(Cause cause, String answer) {
        // When
        AdmissionDecision decision = answering(answer).decide(Facts.admission());
        // Then
        assertThat(decision)
                .isInstanceOfSatisfying(
                        AdmissionDecision.Undecided.class,
                        undecided -> {
                            assertThat(undecided.cause()).isEqualTo(cause);
                            assertThat(undecided.reference()).isEqualTo(REFERENCE);
                        });
    }

    @Test
    void granted() {
        // When
        AccessDecision decision =
                answering("{\"granted\": true, \"reasons\": [], \"warnings\": []}")
                        .decide(Facts.access());
        // Then
        assertThat(decision).isEqualTo(new AccessDecision.Granted(REFERENCE, List.of()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    MALFORMED | {"reasons": [], "warnings": []}
                    MALFORMED | {"granted": false, "reasons": [], "warnings": []}
                    MALFORMED | {"granted": "false", "reasons": [], "warnings": []}
                    SURPLUS   | {"granted": true, "reasons": [], "warnings": [], "until": "noon"}
                    """)
    void badAccessAnswersAreUndecided(Cause cause, String answer) {
        // When
        AccessDecision decision = answering(answer).decide(Facts.access());
        // Then
        assertThat(decision)
                .isInstanceOfSatisfying(
                        AccessDecision.Undecided.class,
                        undecided -> assertThat(undecided.cause()).isEqualTo(cause));
    }

    @Test
    void judged() {
        // When
        DriftDecision decision =
                answering(
                                """
                                {"severity": "error", "incident": true,
                                 "notify": ["slack", "pagerduty"]}
                                """)
                        .decide(Facts.drift());
        // Then
        assertThat(decision)
                .isEqualTo(
                        new DriftDecision.Judged(
                                REFERENCE,
                                Severity.ERROR,
                                true,
                                List.of(NotificationChannel.SLACK, NotificationChannel.PAGERDUTY)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    MALFORMED | {"severity": "severe", "incident": true, "notify": []}
                    MALFORMED | {"severity": "ERROR", "incident": true, "notify": []}
                    MALFORMED | {"severity": "error", "notify": []}
                    MALFORMED | {"severity": "error", "incident": true, "notify": ["mail"]}
                    MALFORMED | {"severity": "error", "incident": true, "notify": ["slack", "slack"]}
                    MALFORMED | {"severity": "error", "incident": true, "notify": [3]}
                    SURPLUS   | {"severity": "error", "incident": true, "notify": [], "note": ""}
                    """)
    void badDriftAnswersAreUndecided(Cause cause, String answer) {
        // When
        DriftDecision decision = answering(answer).decide(Facts.drift());
        // Then
        assertThat(decision)
                .isInstanceOfSatisfying(
                        DriftDecision.Undecided.class,
                        undecided -> assertThat(undecided.cause()).isEqualTo(cause));
    }

    @Test
    void plannedInTheOrderOfTheAnswer() {
        // When
        ResponseDecision decision =
                answering(
                                """
                                {"actions": ["deny-tokens", "delete-pod"], "rationale": "Because."}
                                """)
                        .decide(Facts.response());
        // Then
        assertThat(decision)
                .isEqualTo(
                        new ResponseDecision.Planned(
                                REFERENCE,
                                List.of(ResponseAction.DENY_TOKENS, ResponseAction.DELETE_POD),
                                "Because."));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    MALFORMED | {"actions": ["delete-namespace"], "rationale": "r"}
                    MALFORMED | {"actions": ["delete-pod", "delete-pod"], "rationale": "r"}
                    MALFORMED | {"actions": "delete-pod", "rationale": "r"}
                    MALFORMED | {"actions": []}
                    MALFORMED | {"actions": [], "rationale": ""}
                    SURPLUS   | {"actions": [], "rationale": "r", "force": true}
                    """)
    void badResponseAnswersAreUndecided(Cause cause, String answer) {
        // When
        ResponseDecision decision = answering(answer).decide(Facts.response());
        // Then
        assertThat(decision)
                .isInstanceOfSatisfying(
                        ResponseDecision.Undecided.class,
                        undecided -> assertThat(undecided.cause()).isEqualTo(cause));
    }

    @ParameterizedTest
    @EnumSource(Cause.class)
    void everyCauseOfTheEngineIsHandedOn(Cause cause) {
        // Given
        PolicyDecisionPoint point =
                point(new Evaluation.Indeterminate(cause, "detail", "digest", "revision"));
        // When, Then
        assertThat(point.decide(Facts.admission()))
                .isEqualTo(new AdmissionDecision.Undecided(REFERENCE, cause, "detail"));
        assertThat(point.decide(Facts.access()))
                .isEqualTo(new AccessDecision.Undecided(REFERENCE, cause, "detail"));
        assertThat(point.decide(Facts.drift()))
                .isEqualTo(new DriftDecision.Undecided(REFERENCE, cause, "detail"));
        assertThat(point.decide(Facts.response()))
                .isEqualTo(new ResponseDecision.Undecided(REFERENCE, cause, "detail"));
    }

    private static PolicyDecisionPoint answering(String document) {
        return point(new Evaluation.Answered(Facts.json(document), "digest", "revision"));
    }

    /** test-support's fake would be a cycle of modules; this one has a single answer. */
    private static PolicyDecisionPoint point(Evaluation evaluation) {
        PolicyEngine engine =
                new PolicyEngine() {
                    @Override
                    public Evaluation evaluate(EntryPoint entryPoint, JsonObject input) {
                        return evaluation;
                    }

                    @Override
                    public EngineStatus status() {
                        return new EngineStatus(EngineStatus.State.READY, "revision", 0, 0, 0);
                    }

                    @Override
                    public void close() {}
                };
        return new PolicyDecisionPoint(engine, () -> "dec-1", () -> Facts.NOW);
    }
}
