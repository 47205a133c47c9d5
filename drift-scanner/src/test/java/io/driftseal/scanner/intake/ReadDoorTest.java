package io.driftseal.scanner.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.Severity;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.ExemptionEntry;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.check.ReasonCode;
import io.driftseal.scanner.fixture.Fixtures;
import io.driftseal.scanner.fixture.Stamper;
import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.incident.IncidentEntry;
import io.driftseal.scanner.incident.IncidentState;
import io.driftseal.scanner.incident.Provenance;
import io.driftseal.scanner.judge.Conclusion;
import io.driftseal.scanner.judge.Coverage;
import io.driftseal.scanner.judge.Verdict;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import io.driftseal.service.mutualtls.PeerRoute;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReadDoorTest {

    private static final WorkloadReference POD =
            new WorkloadReference("Pod", "shop", "web-5d4f-bcdfg", "uid-pod");
    private static final Incident INCIDENT =
            new Incident(
                    "inc-00000000-0000-7000-8000-000000000001",
                    POD,
                    Severity.CRITICAL,
                    new IncidentState.Open(),
                    Stamper.ISSUED,
                    Stamper.ISSUED,
                    new Provenance(
                            "dec-1",
                            "alice@example.com",
                            "",
                            "standard",
                            List.of(
                                    new ExemptionEntry(
                                            "legacy-agent",
                                            "host-path",
                                            "team-node",
                                            "replaced in Q1",
                                            "2027-01-31T00:00:00Z"))),
                    List.of("slack"),
                    List.of(
                            new IncidentEntry(
                                    "fnd-1",
                                    ReasonCode.FORM_CHANGED,
                                    Severity.CRITICAL,
                                    "It was changed.",
                                    List.of("spec.a changed from 1 to 2"),
                                    Stamper.ISSUED)),
                    List.of());

    private static final DecisionRecord DECISION =
            new DecisionRecord(
                    "dec-00000000-0000-7000-8000-000000000002",
                    Stamper.ISSUED,
                    DecisionRecord.Point.STAMP,
                    "CREATE",
                    POD,
                    "enforce",
                    DecisionRecord.Outcome.REFUSED,
                    "alice@example.com",
                    "",
                    "",
                    Optional.empty(),
                    "standard",
                    "",
                    "",
                    List.of(),
                    Optional.empty());

    private final ReadDoor door = new ReadDoor(new OneOfEach());

    @Test
    void anIncidentNamesItsProvenanceAndSaysThatNobodyApproved() {
        PeerReply reply = door.incident(get("/v1/incidents/" + INCIDENT.incidentId(), Map.of()));

        assertThat(Fixtures.json(text(reply)))
                .isEqualTo(
                        Fixtures.json(
                                """
                                {"incidentId":"inc-00000000-0000-7000-8000-000000000001",
                                 "workload":{"kind":"Pod","namespace":"shop",
                                   "name":"web-5d4f-bcdfg","uid":"uid-pod"},
                                 "severity":"critical","state":"open",
                                 "openedAt":"2026-11-23T12:00:00Z",
                                 "updatedAt":"2026-11-23T12:00:00Z",
                                 "decisionId":"dec-1","requester":"alice@example.com",
                                 "approver":"none","runtimePolicy":"standard",
                                 "exemptions":[{"id":"legacy-agent","rule":"host-path",
                                   "owner":"team-node","reason":"replaced in Q1",
                                   "expires":"2027-01-31T00:00:00Z"}],
                                 "channels":["slack"],
                                 "entries":[{"findingId":"fnd-1","reason":"form-changed",
                                   "severity":"critical","message":"It was changed.",
                                   "difference":["spec.a changed from 1 to 2"],
                                   "time":"2026-11-23T12:00:00Z"}],
                                 "responses":[]}
                                """));
    }

    @Test
    void aVerdictCarriesTheCoverageItRestsOn() {
        PeerReply reply = door.verdicts(get("/v1/verdicts", Map.of("namespace", "shop")));

        assertThat(Fixtures.json(text(reply)))
                .isEqualTo(
                        Fixtures.json(
                                """
                                {"verdicts":[{"workload":{"kind":"Pod","namespace":"shop",
                                   "name":"web-5d4f-bcdfg","uid":"uid-pod"},
                                 "verdict":"clean",
                                 "coverage":{"observed":["admission","form","owner","door"],
                                   "notObserved":["mount","process","network"]},
                                 "time":"2026-11-23T12:00:00Z"}]}
                                """));
    }

    @Test
    void incidentsCanBeLimitedToOpenOnesAndToNothingElse() {
        assertThat(text(door.incidents(get("/v1/incidents", Map.of("state", "open")))))
                .contains("\"incidents\":[{");
        assertThat(door.incidents(get("/v1/incidents", Map.of("state", "closed"))).status())
                .isEqualTo(400);
    }

    @Test
    void anUnknownIncidentIsNotFound() {
        assertThat(door.incident(get("/v1/incidents/inc-other", Map.of())).status()).isEqualTo(404);
    }

    @Test
    void evidenceIsHandedOutLineByLine() {
        assertThat(text(door.evidence(get("/v1/evidence", Map.of())))).isEqualTo("{1}\n{2}\n");
    }

    @Test
    void onlyTheCommandLineMayRead() {
        assertThat(door.routes())
                .extracting(PeerRoute::peers)
                .allMatch(p -> p.equals(java.util.Set.of("cli")));
    }

    @Test
    void aDecisionComesAsItsRecordsWereWritten() throws Exception {
        PeerReply reply = door.decision(get("/v1/decisions/" + DECISION.decisionId(), Map.of()));

        assertThat(RecordCodec.readBatch(reply.body()))
                .containsExactly(RecordEnvelope.of(DECISION));
        assertThat(door.decision(get("/v1/decisions/dec-unknown", Map.of())).status())
                .isEqualTo(404);
    }

    private static String text(PeerReply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    private static PeerRequest get(String path, Map<String, String> query) {
        return new PeerRequest("cli", "GET", path, query, new byte[0]);
    }

    private static final class OneOfEach implements Reading {
        @Override
        public List<Incident> incidents(boolean openOnly) {
            return List.of(INCIDENT);
        }

        @Override
        public Optional<Incident> incident(String incidentId) {
            return Optional.of(INCIDENT).filter(i -> i.incidentId().equals(incidentId));
        }

        @Override
        public List<Verdict> verdicts(Optional<String> namespace) {
            return List.of(
                    new Verdict(POD, new Conclusion.Clean(), Coverage.full(), Stamper.ISSUED));
        }

        @Override
        public List<DecisionRecord> decision(String decisionId) {
            return DECISION.decisionId().equals(decisionId) ? List.of(DECISION) : List.of();
        }

        @Override
        public void evidence(Consumer<String> lines) {
            lines.accept("{1}");
            lines.accept("{2}");
        }
    }
}
