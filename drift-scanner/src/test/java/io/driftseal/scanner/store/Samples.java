package io.driftseal.scanner.store;

import io.driftseal.decision.Severity;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.FindingRecord;
import io.driftseal.evidence.ResponseOutcome;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.check.ReasonCode;
import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.incident.IncidentEntry;
import io.driftseal.scanner.incident.IncidentState;
import io.driftseal.scanner.incident.OutboxMessage;
import io.driftseal.scanner.incident.Provenance;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Records and incidents with a number, all about pods of one namespace. */
final class Samples {

    static final Instant TIME = Instant.parse("2026-11-23T21:00:00.123456789Z");
    static final String HASH = "ab".repeat(32);

    private Samples() {}

    static String identifier(String prefix, int number) {
        return String.format(Locale.ROOT, "%s-%032x", prefix, number);
    }

    static WorkloadReference pod(int number) {
        return new WorkloadReference("Pod", "shop", "web-" + number, "uid-" + number);
    }

    static FindingRecord finding(int number) {
        return new FindingRecord(
                identifier("fnd", number),
                TIME,
                "form-changed",
                "the running pod is not what was approved",
                pod(number),
                Map.of("field", "spec.containers[name=app].image"),
                List.of("image changed from a to b"));
    }

    static DecisionRecord decision(int number, DecisionRecord.Point point) {
        return new DecisionRecord(
                identifier("dec", number),
                point == DecisionRecord.Point.STAMP ? TIME : TIME.plusSeconds(1),
                point,
                "CREATE",
                point == DecisionRecord.Point.STAMP
                        ? new WorkloadReference("Pod", "shop", "", "")
                        : pod(number),
                "observe",
                DecisionRecord.Outcome.ADMITTED,
                "alice",
                "",
                HASH,
                point == DecisionRecord.Point.STAMP
                        ? Optional.of(JsonObject.of("kind", new JsonString("Pod")))
                        : Optional.empty(),
                "standard",
                "revision-1",
                "",
                List.of(),
                Optional.empty());
    }

    static Incident incident(int number) {
        return new Incident(
                identifier("inc", number),
                pod(number),
                Severity.CRITICAL,
                new IncidentState.Open(),
                TIME.plusSeconds(number),
                TIME.plusSeconds(number),
                new Provenance(identifier("dec", number), "alice", "", "restricted", List.of()),
                List.of("slack", "pagerduty"),
                List.of(
                        new IncidentEntry(
                                identifier("fnd", number),
                                ReasonCode.FORM_CHANGED,
                                Severity.CRITICAL,
                                "the running pod is not what was approved",
                                List.of("image changed from a to b"),
                                TIME)),
                List.of());
    }

    static ResponseOutcome outcome(int number) {
        return new ResponseOutcome(
                identifier("out", number),
                identifier("pln", number),
                identifier("inc", number),
                TIME.plusSeconds(9),
                "delete-pod",
                ResponseOutcome.Result.DONE,
                ResponseOutcome.Proof.PROVED,
                "the token is refused",
                Optional.of("audit-1"),
                Optional.empty());
    }

    static OutboxMessage notice(int number, String channel, OutboxMessage.Change change) {
        return new OutboxMessage.IncidentNotice(
                "msg-" + number + "-" + channel + "-" + change, channel, change, incident(number));
    }
}
