package io.driftseal.decision;

/**
 * One look at an engine, for readiness, liveness and gauges.
 *
 * @param state what the engine can do now
 * @param bundleRevision SHA-256 of the loaded policies, lower-case hex; of a server's policies what
 *     it says of them, {@code server:...}
 * @param restarts how often a dead engine, or a part of one, was started again since the start, or
 *     a server was lost
 * @param evaluationsInFlight evaluations under way now
 * @param overloadedTotal evaluations turned away at the bound since the start
 */
public record EngineStatus(
        State state,
        String bundleRevision,
        long restarts,
        int evaluationsInFlight,
        long overloadedTotal) {

    /** Life of an engine. */
    public enum State {
        /** Not yet ready for the first time, or dead and being started again: not ready, alive. */
        STARTING,
        /** Answers evaluations. */
        READY,
        /**
         * A server that others run does not answer; asked again after a pause: not ready, alive.
         */
        UNREACHABLE,
        /** Restarted too often without becoming stable; it stays so: not ready, not alive. */
        FAILED,
        /** Closed by us. */
        CLOSED
    }

    /** Whether evaluations can be answered now: one of the conditions of /readyz. */
    public boolean ready() {
        return state == State.READY;
    }
}
