package io.driftseal.responder.plan;

import io.driftseal.evidence.ResponsePlan;

/**
 * How far a plan is.
 *
 * @param started steps that were begun, the finished ones included
 * @param finished steps whose outcome is on disk
 * @param undoRequested an operator wants it taken back
 * @param undone it was taken back, as far as that is possible
 */
public record PlanState(
        ResponsePlan plan, int started, int finished, boolean undoRequested, boolean undone) {

    static PlanState accepted(ResponsePlan plan) {
        return new PlanState(plan, 0, 0, false, false);
    }

    /** Whether every step has its outcome. */
    public boolean carriedOut() {
        return finished >= plan.actions().size();
    }

    /** Whether there is nothing left to do about it. */
    public boolean settled() {
        return carriedOut() && undoRequested == undone;
    }

    /** Whether a step was begun in an earlier life of the process and its outcome was lost. */
    public boolean resumed(int step) {
        return started > step;
    }

    PlanState withStarted(int step) {
        return new PlanState(plan, Math.max(started, step + 1), finished, undoRequested, undone);
    }

    PlanState withFinished(int step) {
        return new PlanState(plan, started, Math.max(finished, step + 1), undoRequested, undone);
    }

    PlanState withUndoRequested() {
        return new PlanState(plan, started, finished, true, undone);
    }

    PlanState withUndone() {
        return new PlanState(plan, started, finished, true, true);
    }
}
