package io.driftseal.scanner.check;

import io.driftseal.decision.Door;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.DecisionRecord.Point;
import io.driftseal.evidence.DoorUse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Someone entered the workload although policy says no, which observe and warn let happen. What was
 * done inside cannot be seen, so the pod stays drifted for as long as it lives.
 */
final class DoorCheck implements Check {

    @Override
    public List<Finding> findings(Subject subject) {
        return subject.records().ofWorkload().stream()
                .filter(r -> r.point() == Point.ACCESS && r.outcome() == Outcome.WOULD_REFUSE)
                .filter(r -> !isResize(r))
                .map(DoorCheck::finding)
                .toList();
    }

    /** Nobody enters by it: what it changed is in the form, and can be put back. */
    private static boolean isResize(DecisionRecord record) {
        return record.door().map(DoorUse::door).equals(Optional.of(Door.RESIZE.wireName()));
    }

    private static Finding finding(DecisionRecord record) {
        String door = record.door().map(d -> d.door()).orElse("door");
        String container = record.door().map(d -> d.container()).orElse("");
        return Finding.of(
                ReasonCode.DOOR_AGAINST_POLICY,
                record.requester()
                        + " used "
                        + door
                        + (container.isEmpty() ? "" : " on container " + container)
                        + record.door()
                                .map(d -> d.detail())
                                .filter(detail -> !detail.isEmpty())
                                .map(detail -> " (" + detail + ")")
                                .orElse("")
                        + " against policy.",
                Map.of(
                        "decisionId", record.decisionId(),
                        "door", door,
                        "requester", record.requester(),
                        "command", record.door().map(d -> d.command()).orElse("")));
    }
}
