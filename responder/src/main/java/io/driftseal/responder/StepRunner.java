package io.driftseal.responder;

import io.driftseal.evidence.ResponsePlan;
import io.driftseal.evidence.spool.Pause;
import io.driftseal.kubernetes.BackOff;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.responder.action.Action;
import io.driftseal.responder.action.Budget;
import io.driftseal.responder.action.Preconditions;
import io.driftseal.responder.action.Step;
import io.driftseal.responder.action.StepOutcome;
import io.driftseal.responder.plan.PlanState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One step from plan to outcome: preconditions, budget, action, and again while the API is away.
 */
final class StepRunner {

    /** How a call that may succeed later is repeated. */
    record Repetition(BackOff backOff, Pause pause) {}

    /** Limits of this installation, whatever a plan says. */
    record Guard(Preconditions preconditions, Budget budget, boolean dryRun) {}

    private final Map<String, Action> actions;
    private final Guard guard;
    private final Repetition repetition;

    StepRunner(List<Action> actions, Guard guard, Repetition repetition) {
        this.actions =
                actions.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Action::wireName, Function.identity()));
        this.guard = guard;
        this.repetition = repetition;
    }

    /**
     * Carries out a step of a plan.
     *
     * @param state as it was before the step was marked as started
     */
    StepOutcome run(PlanState state, int step) throws InterruptedException {
        ResponsePlan plan = state.plan();
        Action action = actions.get(plan.actions().get(step));
        if (action == null) {
            return StepOutcome.skipped("This responder does not know the action.");
        }
        return repeated(plan, () -> once(action, state, step));
    }

    StepOutcome undo(ResponsePlan plan, int step) throws InterruptedException {
        Action action = actions.get(plan.actions().get(step));
        if (action == null) {
            return StepOutcome.skipped("This responder does not know the action.");
        }
        return repeated(plan, () -> action.undo(plan));
    }

    private StepOutcome once(Action action, PlanState state, int step) throws InterruptedException {
        ResponsePlan plan = state.plan();
        boolean begun = state.resumed(step);
        return switch (guard.preconditions().judge(plan, begun)) {
            case Preconditions.Verdict.Refuse(String why) -> StepOutcome.skipped(why);
            case Preconditions.Verdict.PodGone() ->
                    begun
                            ? action.carriedOutBefore(plan)
                            : StepOutcome.skipped("The pod is gone; its uid exists no more.");
            case Preconditions.Verdict.Act act -> {
                boolean dryRun = plan.dryRun() || guard.dryRun();
                yield dryRun
                        ? action.carryOut(new Step(plan, act.pod(), true))
                        : withinBudget(action, new Step(plan, act.pod(), false), step);
            }
        };
    }

    private StepOutcome withinBudget(Action action, Step step, int number)
            throws InterruptedException {
        ResponsePlan plan = step.plan();
        try {
            if (!guard.budget().spend(plan.planId() + "/" + number, plan.workload().namespace())) {
                return StepOutcome.skipped(
                        "The namespace's budget of actions is used up; decide by hand.");
            }
        } catch (IOException e) {
            // Without the record, a restart would have us begin the period again.
            return StepOutcome.skipped(
                    "The budget of actions could not be recorded; nothing was done.");
        }
        return action.carryOut(step);
    }

    private StepOutcome repeated(ResponsePlan plan, Attempt attempt) throws InterruptedException {
        int failures = 0;
        while (true) {
            try {
                return attempt.make();
            } catch (KubernetesApiException.Unreachable | KubernetesApiException.Unavailable e) {
                failures++;
                repetition.pause().of(repetition.backOff().before(failures));
                if (guard.preconditions().isTooOld(plan)) {
                    return StepOutcome.failed(
                            "The API server did not answer: " + e.getMessage(), e.auditId());
                }
            } catch (KubernetesApiException e) {
                return StepOutcome.failed("The API server refused: " + e.getMessage(), e.auditId());
            }
        }
    }

    @FunctionalInterface
    private interface Attempt {
        StepOutcome make() throws InterruptedException;
    }
}
