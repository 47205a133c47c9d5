package io.driftseal.responder.action;

import io.driftseal.evidence.ResponsePlan;
import io.driftseal.kubernetes.KubernetesApiException;

/**
 * One way to respond. Each looks at live state before it writes, so that carrying it out twice has
 * the effect of once.
 */
public interface Action {

    /** As in plans. */
    String wireName();

    /**
     * Carries it out and proves it.
     *
     * @throws KubernetesApiException.Unreachable and {@link KubernetesApiException.Unavailable}
     *     when it may be tried again
     */
    StepOutcome carryOut(Step step) throws InterruptedException;

    /** What to say when the pod is gone, though the step was begun before the service stopped. */
    StepOutcome carriedOutBefore(ResponsePlan plan) throws InterruptedException;

    /** Takes it back, as far as that is possible. */
    StepOutcome undo(ResponsePlan plan) throws InterruptedException;
}
