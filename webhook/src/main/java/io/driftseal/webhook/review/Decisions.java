package io.driftseal.webhook.review;

import io.driftseal.decision.AccessDecision;
import io.driftseal.decision.AccessInput;
import io.driftseal.decision.AdmissionDecision;
import io.driftseal.decision.AdmissionInput;
import io.driftseal.decision.GrantDecision;
import io.driftseal.decision.GrantInput;
import io.driftseal.decision.PolicyDecisionPoint;
import java.time.Duration;

/** The policy decision point, timed. */
public final class Decisions {
    private final PolicyDecisionPoint policy;
    private final ReviewMetrics metrics;

    public Decisions(PolicyDecisionPoint policy, ReviewMetrics metrics) {
        this.policy = policy;
        this.metrics = metrics;
    }

    public AdmissionDecision decide(AdmissionInput input) {
        long start = System.nanoTime();
        AdmissionDecision decision = policy.decide(input);
        String outcome =
                switch (decision) {
                    case AdmissionDecision.Admitted _ -> "admitted";
                    case AdmissionDecision.Refused _ -> "refused";
                    case AdmissionDecision.Undecided undecided -> undecided.cause().wireName();
                };
        metrics.decision("admission", outcome, Duration.ofNanos(System.nanoTime() - start));
        return decision;
    }

    public GrantDecision decide(GrantInput input) {
        long start = System.nanoTime();
        GrantDecision decision = policy.decide(input);
        String outcome =
                switch (decision) {
                    case GrantDecision.Issued _ -> "issued";
                    case GrantDecision.Denied _ -> "denied";
                    case GrantDecision.Undecided undecided -> undecided.cause().wireName();
                };
        metrics.decision("grant", outcome, Duration.ofNanos(System.nanoTime() - start));
        return decision;
    }

    public AccessDecision decide(AccessInput input) {
        long start = System.nanoTime();
        AccessDecision decision = policy.decide(input);
        String outcome =
                switch (decision) {
                    case AccessDecision.Granted _ -> "granted";
                    case AccessDecision.Denied _ -> "denied";
                    case AccessDecision.Undecided undecided -> undecided.cause().wireName();
                };
        metrics.decision("access", outcome, Duration.ofNanos(System.nanoTime() - start));
        return decision;
    }
}
