package io.driftseal.scanner.judge;

import io.driftseal.decision.DriftDecision;
import io.driftseal.decision.DriftInput;
import io.driftseal.decision.FindingFacts;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.decision.NotificationChannel;
import io.driftseal.decision.PolicyDecisionPoint;
import io.driftseal.decision.Severity;
import io.driftseal.decision.Subject;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.check.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks policy how bad it is. Without an answer the findings still make an incident that everyone
 * hears of: a policy that does not answer must not silence a detection.
 */
public final class Judge {

    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

    /** What is done when policy gives no answer. */
    private static final Judgement UNDECIDED =
            new Judgement(Severity.ERROR, true, List.of("slack", "pagerduty"));

    private final PolicyDecisionPoint policy;

    public Judge(PolicyDecisionPoint policy) {
        this.policy = policy;
    }

    /** The judgement on at least one finding of one workload. */
    public Judgement judge(
            WorkloadReference workload,
            String runtimePolicy,
            Map<String, String> namespaceLabels,
            List<Finding> findings,
            Coverage coverage) {
        DriftInput input =
                new DriftInput(
                        subject(workload),
                        runtimePolicy,
                        new NamespaceFacts(workload.namespace(), namespaceLabels),
                        facts(findings),
                        new io.driftseal.decision.Coverage(
                                names(coverage.observed()), names(coverage.notObserved())));
        return switch (policy.decide(input)) {
            case DriftDecision.Judged judged ->
                    new Judgement(
                            judged.severity(),
                            judged.incident(),
                            judged.channels().stream().map(NotificationChannel::wireName).toList());
            case DriftDecision.Undecided undecided -> {
                LOG.atWarn()
                        .addKeyValue("decisionId", undecided.reference().decisionId())
                        .addKeyValue("cause", undecided.cause().wireName())
                        .log("drift policy gave no answer, the failure policy applies");
                yield UNDECIDED;
            }
        };
    }

    /** The workload as policy sees it. */
    public static Subject subject(WorkloadReference workload) {
        return new Subject(workload.kind(), workload.namespace(), workload.name(), workload.uid());
    }

    private static List<FindingFacts> facts(List<Finding> findings) {
        return findings.stream()
                .map(f -> new FindingFacts(f.reason().wire(), f.message(), f.fields()))
                .toList();
    }

    private static List<String> names(java.util.Set<Aspect> aspects) {
        return aspects.stream().sorted(Comparator.naturalOrder()).map(Aspect::wire).toList();
    }
}
