package io.driftseal.rego.evaluation;

import io.driftseal.rego.plan.Location;

/**
 * Told of every call of a rule or function that is evaluated; an answer that is remembered is no
 * call. For profiles: a program without an observer has nothing of it in its nodes. Called by the
 * thread that evaluates, so that one observer is for one evaluation at a time.
 */
public interface CallObserver {

    /**
     * Once for every function of the plan, when it is compiled.
     *
     * @param function its number, from 0 without gaps
     * @param name as the plan has it, {@code g0.data.shop.allow}
     * @param location where it is written
     */
    void declared(int function, String name, Location location);

    void entered(int function);

    /** After {@link #entered}, also where the evaluation fails. */
    void left(int function);
}
