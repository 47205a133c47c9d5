package io.driftseal.scanner.respond;

import io.driftseal.decision.FindingFacts;
import io.driftseal.decision.IncidentFacts;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.decision.PolicyDecisionPoint;
import io.driftseal.decision.ResponseAction;
import io.driftseal.decision.ResponseDecision;
import io.driftseal.decision.ResponseInput;
import io.driftseal.evidence.ResponsePlan;
import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.judge.Judge;
import io.driftseal.stamp.StampAnnotations;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks policy what to do about an incident. Only pods are responded to: the actions that exist end
 * a pod's tokens or the pod. Without an answer nothing is done, because a response is destructive
 * and an alert has gone out already.
 */
public final class ResponsePlanner {

    private static final Logger LOG = LoggerFactory.getLogger(ResponsePlanner.class);
    private static final String POD = "Pod";

    private final PolicyDecisionPoint policy;
    private final boolean dryRun;

    /**
     * @param dryRun the responder says what it would do and does nothing
     */
    public ResponsePlanner(PolicyDecisionPoint policy, boolean dryRun) {
        this.policy = policy;
        this.dryRun = dryRun;
    }

    /**
     * The plan for an incident as it is now. The same actions for the same incident are the same
     * plan.
     *
     * @param ownerKind kind of the controller at the top, empty without one
     */
    public Optional<ResponsePlan> plan(
            Incident incident, String ownerKind, Map<String, String> namespaceLabels, Instant now) {
        if (!incident.workload().kind().equals(POD)) {
            return Optional.empty();
        }
        List<FindingFacts> facts =
                incident.entries().stream()
                        .map(e -> new FindingFacts(e.reason().wire(), e.message(), List.of()))
                        .toList();
        ResponseInput input =
                new ResponseInput(
                        new IncidentFacts(incident.incidentId(), incident.severity(), facts),
                        Judge.subject(incident.workload()),
                        ownerKind,
                        incident.provenance().runtimePolicy(),
                        new NamespaceFacts(incident.workload().namespace(), namespaceLabels));
        return switch (policy.decide(input)) {
            case ResponseDecision.Planned planned when planned.actions().isEmpty() ->
                    Optional.empty();
            case ResponseDecision.Planned planned ->
                    Optional.of(plan(incident, ownerKind, planned, now));
            case ResponseDecision.Undecided undecided -> {
                LOG.atWarn()
                        .addKeyValue("incidentId", incident.incidentId())
                        .addKeyValue("decisionId", undecided.reference().decisionId())
                        .addKeyValue("cause", undecided.cause().wireName())
                        .log("response policy gave no answer, nothing is done");
                yield Optional.empty();
            }
        };
    }

    private ResponsePlan plan(
            Incident incident, String ownerKind, ResponseDecision.Planned planned, Instant now) {
        List<String> actions = planned.actions().stream().map(ResponseAction::wireName).toList();
        String content = incident.incidentId() + " " + String.join(",", actions);
        return new ResponsePlan(
                "pln-" + StampAnnotations.digest(content).substring(0, 32),
                incident.incidentId(),
                now,
                incident.workload(),
                ownerKind,
                actions,
                dryRun,
                planned.reference().decisionId(),
                planned.rationale());
    }
}
