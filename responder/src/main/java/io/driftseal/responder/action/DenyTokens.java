package io.driftseal.responder.action;

import io.driftseal.evidence.ResponseOutcome.Proof;
import io.driftseal.evidence.ResponseOutcome.Result;
import io.driftseal.evidence.ResponsePlan;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.WriteResult;
import io.driftseal.responder.proof.HandedTokens;
import io.driftseal.responder.proof.TokenCheck;
import io.driftseal.responder.proof.TokenCheck.Answer;
import io.driftseal.responder.proof.TokenCheck.Seen;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Denies writes and CONNECT to every token bound to the pod, by its uid: the kubelet renews tokens,
 * so denying one token would deny the one that is about to be thrown away. Reads are not stopped.
 */
public final class DenyTokens implements Action {

    private static final String SCOPE =
            "Reads with the token are not stopped by this, nor what it does outside this cluster.";

    private final DeniedPods deniedPods;
    private final HandedTokens tokens;
    private final TokenCheck check;
    private final Duration proofLimit;

    /**
     * @param proofLimit how long the policy may take to see its parameter
     */
    public DenyTokens(
            DeniedPods deniedPods, HandedTokens tokens, TokenCheck check, Duration proofLimit) {
        this.deniedPods = deniedPods;
        this.tokens = tokens;
        this.check = check;
        this.proofLimit = proofLimit;
    }

    @Override
    public String wireName() {
        return "deny-tokens";
    }

    @Override
    public StepOutcome carryOut(Step step) throws InterruptedException {
        Optional<Map<String, String>> denied = deniedPods.read();
        if (denied.isEmpty()) {
            return StepOutcome.failed(
                    "The policy's parameter object does not exist; apply the chart.",
                    Optional.empty());
        }
        boolean already = denied.get().containsKey(step.uid());
        if (!already && deniedPods.isFull(denied.get())) {
            return StepOutcome.failed(
                    "As many pods are denied as the parameter object may hold.", Optional.empty());
        }
        String planId = step.plan().planId();
        try {
            if (step.dryRun()) {
                WriteResult answered = deniedPods.add(step.uid(), planId, true);
                return StepOutcome.wouldDo(
                        "Writes with the pod's tokens would be denied.", answered.auditId());
            }
            Optional<String> token = tokens.of(step.uid());
            Optional<Seen> before = token.map(value -> check.write(value, step.namespace()));
            Optional<String> auditId =
                    already
                            ? Optional.empty()
                            : deniedPods.add(step.uid(), planId, false).auditId();
            return proved(step, auditId, token, before);
        } catch (KubernetesApiException.Forbidden | KubernetesApiException.Invalid e) {
            return StepOutcome.failed(
                    "The API server refused to change the parameter object: " + e.getMessage(),
                    e.auditId());
        }
    }

    /** The key outlives the pod, and the pod's tokens died with it: there is nothing to look at. */
    @Override
    public StepOutcome carriedOutBefore(ResponsePlan plan) {
        return StepOutcome.skipped(
                "The pod is gone, and its tokens with it; whether they were denied before is not"
                        + " known.");
    }

    @Override
    public StepOutcome undo(ResponsePlan plan) throws InterruptedException {
        String uid = plan.workload().uid();
        Map<String, String> denied = deniedPods.read().orElse(Map.of());
        if (!plan.planId().equals(denied.get(uid))) {
            return StepOutcome.skipped("This plan denies no token any more.");
        }
        Optional<String> auditId = deniedPods.remove(uid).auditId();
        Optional<String> token = tokens.of(uid);
        if (token.isEmpty()) {
            return undone(Proof.INFERRED, "Undone: the pod's uid is no longer denied.", auditId);
        }
        Seen after =
                check.until(
                        answer -> answer != Answer.DENIED_BY_POLICY,
                        proofLimit,
                        () -> check.write(token.get(), plan.workload().namespace()));
        return switch (after.answer()) {
            case WRITES ->
                    undone(
                            Proof.PROVED,
                            "Undone: a dry-run write with the handed token is accepted again.",
                            after.auditId());
            case DENIED_BY_POLICY ->
                    undone(
                            Proof.NOT_EFFECTIVE,
                            "The key was removed, yet the policy still refuses the handed token.",
                            after.auditId());
            default -> undone(Proof.INFERRED, "Undone: the pod's uid is not denied.", auditId);
        };
    }

    private StepOutcome proved(
            Step step, Optional<String> auditId, Optional<String> token, Optional<Seen> before)
            throws InterruptedException {
        if (token.isEmpty() || before.isEmpty()) {
            return done(step, Proof.INFERRED, "No token was handed over to prove it.", auditId);
        }
        if (before.get().answer() == Answer.REFUSED_OTHERWISE) {
            return done(
                    step,
                    Proof.INFERRED,
                    "The handed token could not write before either, so nothing to deny was"
                            + " shown.",
                    auditId);
        }
        Seen after =
                check.until(
                        answer -> answer == Answer.DENIED_BY_POLICY || answer == Answer.DEAD,
                        proofLimit,
                        () -> check.write(token.get(), step.namespace()));
        return switch (after.answer()) {
            case DENIED_BY_POLICY -> shown(step, before.get(), after);
            case WRITES ->
                    done(
                            step,
                            Proof.NOT_EFFECTIVE,
                            "The handed token still writes: policy or binding do not work.",
                            after.auditId());
            case DEAD ->
                    done(
                            step,
                            Proof.INFERRED,
                            "The handed token does not authenticate any more.",
                            auditId);
            case REFUSED_OTHERWISE ->
                    done(
                            step,
                            Proof.INFERRED,
                            "The handed token is refused, but not by our policy.",
                            auditId);
            case ALIVE, UNKNOWN ->
                    done(step, Proof.UNKNOWN, "The API server did not answer the proof.", auditId);
        };
    }

    private static StepOutcome shown(Step step, Seen before, Seen after) {
        return switch (before.answer()) {
            case WRITES ->
                    done(
                            step,
                            Proof.PROVED,
                            "A dry-run write with the handed token was accepted before and is"
                                    + " refused by our policy now.",
                            after.auditId());
            case DENIED_BY_POLICY ->
                    done(
                            step,
                            Proof.PROVED,
                            "A dry-run write with the handed token is refused by our policy, as it"
                                    + " was when this step began.",
                            after.auditId());
            default ->
                    done(
                            step,
                            Proof.INFERRED,
                            "Our policy refuses the handed token; what it could do before was not"
                                    + " seen.",
                            after.auditId());
        };
    }

    private static StepOutcome done(Step step, Proof proof, String how, Optional<String> auditId) {
        return new StepOutcome(
                Result.DONE,
                proof,
                "Writes with the pod's tokens are denied. " + how + " " + SCOPE,
                auditId,
                Optional.of("driftseal undo " + step.plan().planId()));
    }

    private static StepOutcome undone(Proof proof, String detail, Optional<String> auditId) {
        return new StepOutcome(Result.DONE, proof, detail, auditId, Optional.empty());
    }
}
