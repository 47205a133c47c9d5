package io.driftseal.scanner.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.Severity;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.check.ReasonCode;
import io.driftseal.scanner.fixture.Stamper;
import io.driftseal.scanner.judge.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IncidentBookTest {

    private static final WorkloadReference POD =
            new WorkloadReference("Pod", "shop", "web", "uid-pod");
    private static final Judgement WARNING =
            new Judgement(Severity.WARNING, true, List.of("slack"));
    private static final Judgement CRITICAL =
            new Judgement(Severity.CRITICAL, true, List.of("slack", "pagerduty"));

    private final IncidentBook book = new IncidentBook(Duration.ofHours(1), () -> "inc-fresh");

    @Test
    void theFirstReasonOpensAnIncident() {
        Incident opened = change(List.of(), entry("fnd-1", 0), WARNING).orElseThrow().opened();

        assertThat(opened.incidentId()).isEqualTo("inc-fresh");
        assertThat(opened.isOpen()).isTrue();
        assertThat(opened.channels()).containsExactly("slack");
    }

    @Test
    void aReasonWithinTheWindowJoinsAndTheWorseSeverityAndAllChannelsStay() {
        Incident open = open("inc-open", CRITICAL, entry("fnd-1", 0));

        IncidentChange change = change(List.of(open), entry("fnd-2", 59), WARNING).orElseThrow();
        Incident joined = change.added(open);

        assertThat(change.opens()).isFalse();
        assertThat(joined.incidentId()).isEqualTo("inc-open");
        assertThat(joined.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(joined.channels()).containsExactly("slack", "pagerduty");
        assertThat(joined.entries())
                .extracting(IncidentEntry::findingId)
                .containsExactly("fnd-1", "fnd-2");
    }

    @Test
    void aReasonAfterTheWindowOpensAnotherIncident() {
        Incident open = open("inc-open", CRITICAL, entry("fnd-1", 0));

        IncidentChange change = change(List.of(open), entry("fnd-2", 60), WARNING).orElseThrow();

        assertThat(change.opens()).isTrue();
    }

    @Test
    void aKnownReasonChangesNothing() {
        Incident open = open("inc-open", CRITICAL, entry("fnd-1", 0));

        assertThat(change(List.of(open), entry("fnd-1", 30), CRITICAL)).isEmpty();
    }

    @Test
    void whatPolicyCallsEvidenceOnlyMakesNoIncident() {
        Judgement info = new Judgement(Severity.INFO, false, List.of());

        assertThat(change(List.of(), entry("fnd-1", 0), info)).isEmpty();
    }

    @Test
    void aReasonMaySayMoreLaterButNeverSomethingElse() {
        Incident open = open("inc-open", CRITICAL, entry("fnd-1", 0));

        Incident more = open.saying(Map.of("fnd-1", "It was changed. Requested by mallory."));
        Incident other = more.saying(Map.of("fnd-1", "All is well."));

        assertThat(more.entries().getFirst().message()).endsWith("by mallory.");
        assertThat(other).isEqualTo(more);
    }

    @Test
    void noticesRepeatTheirIdsForARepeatAndPagerDutyHearsNothingAfterTheResolve() {
        Incident open = open("inc-open", CRITICAL, entry("fnd-1", 0));
        Incident resolved = open.resolved(Stamper.ISSUED, "clean again");

        assertThat(Notices.opened(open)).isEqualTo(Notices.opened(open)).hasSize(2);
        assertThat(Notices.resolved(resolved)).hasSize(2);
        assertThat(Notices.updated(resolved, "out-1"))
                .extracting(OutboxMessage::messageId)
                .containsExactly("inc-open/updated/out-1/slack");
    }

    private Optional<IncidentChange> change(
            List<Incident> open, IncidentEntry entry, Judgement judgement) {
        return book.change(POD, open, List.of(entry), judgement, Provenance.unknown());
    }

    private static Incident open(String id, Judgement judgement, IncidentEntry entry) {
        return new IncidentChange(
                        id,
                        true,
                        POD,
                        judgement.severity(),
                        judgement.channels(),
                        List.of(entry),
                        Provenance.unknown(),
                        entry.time())
                .opened();
    }

    private static IncidentEntry entry(String findingId, int minute) {
        Instant time = Stamper.ISSUED.plus(Duration.ofMinutes(minute));
        return new IncidentEntry(
                findingId,
                ReasonCode.FORM_CHANGED,
                Severity.CRITICAL,
                "It was changed.",
                List.of(),
                time);
    }
}
