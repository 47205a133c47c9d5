package io.driftseal.service.lifecycle;

/** The order of a stop. All steps of a phase end before the next phase begins. */
public enum StopPhase {
    /** Say not ready, and go on serving until whoever sends us work has noticed. */
    UNREADY,
    /** Take no new work; finish what is in hand. */
    DRAIN,
    /** Hand over or write to disk what the finished work left. */
    FLUSH,
    /** Let go of connections, children and files. */
    CLOSE
}
