package io.driftseal.responder.action;

import io.driftseal.evidence.ResponseOutcome.Proof;
import io.driftseal.evidence.ResponseOutcome.Result;
import io.driftseal.evidence.ResponsePlan;
import io.driftseal.kubernetes.DeleteOptions;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.WriteResult;
import io.driftseal.responder.proof.HandedTokens;
import io.driftseal.responder.proof.TokenCheck;
import io.driftseal.responder.proof.TokenCheck.Answer;
import io.driftseal.responder.proof.TokenCheck.Seen;
import io.driftseal.workload.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * Deletes the pod with no grace, which ends its bound tokens: with a grace they would live until
 * the containers are gone. The object's absence says nothing about the process on the node.
 */
public final class DeletePod implements Action {

    private static final String CONTAINMENT =
            "Containment of its processes: unknown, no sensor saw the containers exit.";

    private final KubernetesApi api;
    private final HandedTokens tokens;
    private final TokenCheck check;
    private final Duration proofLimit;

    /**
     * @param proofLimit more than the API server's cache of accepted tokens, 10 seconds
     */
    public DeletePod(
            KubernetesApi api, HandedTokens tokens, TokenCheck check, Duration proofLimit) {
        this.api = api;
        this.tokens = tokens;
        this.check = check;
        this.proofLimit = proofLimit;
    }

    @Override
    public String wireName() {
        return "delete-pod";
    }

    @Override
    public StepOutcome carryOut(Step step) throws InterruptedException {
        DeleteOptions options = DeleteOptions.ofUid(step.uid()).withGraceSeconds(0);
        try {
            if (step.dryRun()) {
                WriteResult answered =
                        api.delete(ResourceType.PODS, key(step.plan()), options.asDryRun());
                return StepOutcome.wouldDo(
                        "The pod would be deleted with no grace. " + replacement(step.pod()),
                        answered.auditId());
            }
            Optional<String> token = tokens.of(step.uid());
            Optional<Seen> before = token.map(check::identity);
            WriteResult deleted = api.delete(ResourceType.PODS, key(step.plan()), options);
            return proved(step, deleted.auditId(), token, before);
        } catch (KubernetesApiException.Conflict e) {
            return StepOutcome.skipped(
                    "The pod was replaced by another of its name; that one was left alone.");
        } catch (KubernetesApiException.NotFound e) {
            return carriedOutBefore(step.plan());
        } catch (KubernetesApiException.Forbidden | KubernetesApiException.Invalid e) {
            return StepOutcome.failed(
                    "The API server refused the deletion: " + e.getMessage(), e.auditId());
        }
    }

    @Override
    public StepOutcome carriedOutBefore(ResponsePlan plan) throws InterruptedException {
        String uid = plan.workload().uid();
        Optional<String> token = tokens.of(uid);
        if (token.isPresent()) {
            Seen after = dead(token.get());
            if (after.answer() == Answer.DEAD) {
                tokens.forget(uid);
                return done(
                        Proof.PROVED,
                        "The pod is gone and the API server refuses the handed token (401).",
                        after.auditId());
            }
        }
        return done(
                Proof.INFERRED,
                "The pod is gone; whether by this deletion or another's was not seen.",
                Optional.empty());
    }

    @Override
    public StepOutcome undo(ResponsePlan plan) {
        return StepOutcome.skipped("A deleted pod cannot be brought back.");
    }

    private StepOutcome proved(
            Step step, Optional<String> auditId, Optional<String> token, Optional<Seen> before)
            throws InterruptedException {
        String note = replacement(step.pod());
        if (token.isEmpty() || before.isEmpty()) {
            return withoutToken(step, auditId, note);
        }
        if (before.get().answer() == Answer.DEAD) {
            return done(
                    Proof.INFERRED,
                    "The handed token was refused before the deletion already. " + note,
                    auditId);
        }
        Seen after = dead(token.get());
        return switch (after.answer()) {
            case DEAD -> {
                tokens.forget(step.uid());
                yield done(
                        Proof.PROVED,
                        "The API server refuses the handed token (401). " + note,
                        after.auditId());
            }
            case UNKNOWN ->
                    done(
                            Proof.UNKNOWN,
                            "The API server did not answer the proof. " + note,
                            auditId);
            default ->
                    done(
                            Proof.NOT_EFFECTIVE,
                            "The API server still accepts the handed token. " + note,
                            after.auditId());
        };
    }

    private StepOutcome withoutToken(Step step, Optional<String> auditId, String note) {
        boolean gone =
                api.get(ResourceType.PODS, key(step.plan()))
                        .flatMap(pod -> pod.string("metadata", "uid"))
                        .filter(step.uid()::equals)
                        .isEmpty();
        return gone
                ? done(
                        Proof.INFERRED,
                        "The object is gone; no token was handed over to prove it. " + note,
                        auditId)
                : done(
                        Proof.NOT_EFFECTIVE,
                        "The object is still there: a finalizer holds it. " + note,
                        auditId);
    }

    private Seen dead(String token) throws InterruptedException {
        return check.until(
                answer -> answer == Answer.DEAD, proofLimit, () -> check.identity(token));
    }

    private static StepOutcome done(Proof proof, String how, Optional<String> auditId) {
        return new StepOutcome(
                Result.DONE,
                proof,
                "The pod was deleted. " + how.strip() + " " + CONTAINMENT,
                auditId,
                Optional.empty());
    }

    private static ObjectKey key(ResponsePlan plan) {
        return ObjectKey.namespaced(plan.workload().namespace(), plan.workload().name());
    }

    /** A replacement made from the same template may be as open to the same attack. */
    private static String replacement(JsonObject pod) {
        return pod.objects("metadata", "ownerReferences").stream()
                .filter(owner -> owner.bool("controller").orElse(false))
                .findFirst()
                .map(owner ->
                        "Its controller, a "
                                + owner.string("kind").orElse("controller")
                                + ", makes a replacement from its template.")
                .orElse("");
    }
}
