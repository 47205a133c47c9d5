package io.driftseal.rego;

import io.driftseal.rego.value.RegoObject;

/**
 * How one evaluation is done.
 *
 * @param limits what it may cost
 * @param strictErrors whether an error of a builtin ends the evaluation; else it is undefined
 * @param cancellation ends it from another thread
 * @param replayed values of clock and randomness to use again, as {@link
 *     EvaluationReport#nondeterminism} has them; empty for fresh ones
 */
public record EvaluationOptions(
        EvaluationLimits limits,
        boolean strictErrors,
        Cancellation cancellation,
        RegoObject replayed) {

    /** Default limits, errors undefined, nobody cancels, fresh values. */
    public static final EvaluationOptions DEFAULT =
            new EvaluationOptions(
                    EvaluationLimits.DEFAULT, false, Cancellation.never(), RegoObject.EMPTY);

    public EvaluationOptions withLimits(EvaluationLimits changed) {
        return new EvaluationOptions(changed, strictErrors, cancellation, replayed);
    }

    public EvaluationOptions withStrictErrors(boolean changed) {
        return new EvaluationOptions(limits, changed, cancellation, replayed);
    }

    public EvaluationOptions withCancellation(Cancellation changed) {
        return new EvaluationOptions(limits, strictErrors, changed, replayed);
    }

    public EvaluationOptions withReplayed(RegoObject changed) {
        return new EvaluationOptions(limits, strictErrors, cancellation, changed);
    }
}
