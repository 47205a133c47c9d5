package io.driftseal.service.lifecycle;

/** How a service process ends; the number is what its parent sees. */
public enum ExitCode {
    /** Stopped when asked to, everything drained and flushed. */
    STOPPED(0),
    /** Something it needs could not be started. */
    START_FAILED(1),
    /** The configuration cannot be used; starting again will not help. */
    CONFIGURATION(2),
    /** Asked to stop, but a step did not end before the deadline. */
    STOP_DEADLINE(3);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
