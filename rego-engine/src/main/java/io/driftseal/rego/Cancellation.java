package io.driftseal.rego;

/** Ends evaluations from another thread, within some hundred steps. */
public final class Cancellation {

    private static final Cancellation NEVER = new Cancellation();

    private volatile boolean cancelled;

    /** One that nobody can use: for evaluations that only their limits end. */
    static Cancellation never() {
        return NEVER;
    }

    /** Ends all evaluations that were given this, and those that will be. */
    public void cancel() {
        if (this.equals(NEVER)) {
            throw new IllegalStateException("shared by all evaluations that are never cancelled");
        }
        cancelled = true;
    }

    public boolean isCancelled() {
        return cancelled;
    }
}
