package io.driftseal.decision.server;

/**
 * Whether a server is asked at all. It opens after failures in a row, not at a share of them: who
 * can make evaluations slow could reach a share while others are answered.
 */
final class Circuit {

    /** In a row. */
    static final int MAXIMUM_FAILURES = 5;

    private int failures;
    private boolean open;
    private long openings;

    synchronized boolean isOpen() {
        return open;
    }

    /** How often it opened since the start. */
    synchronized long openings() {
        return openings;
    }

    synchronized void answered() {
        failures = 0;
    }

    /** Whether this failure opened it. */
    synchronized boolean failed() {
        failures++;
        if (failures < MAXIMUM_FAILURES || open) {
            return false;
        }
        open();
        return true;
    }

    synchronized void open() {
        open = true;
        openings++;
        notifyAll();
    }

    synchronized void close() {
        open = false;
        failures = 0;
    }

    synchronized void awaitOpen() throws InterruptedException {
        while (!open) {
            wait();
        }
    }
}
