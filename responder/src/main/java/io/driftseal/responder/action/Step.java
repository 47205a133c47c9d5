package io.driftseal.responder.action;

import io.driftseal.evidence.ResponsePlan;
import io.driftseal.workload.json.JsonObject;

/**
 * One action of a plan on the pod as it is now.
 *
 * @param plan the plan it belongs to
 * @param pod the live pod, whose uid is the plan's
 * @param dryRun say what would be done and ask the API server whether it would accept it
 */
public record Step(ResponsePlan plan, JsonObject pod, boolean dryRun) {

    String namespace() {
        return plan.workload().namespace();
    }

    String uid() {
        return plan.workload().uid();
    }
}
