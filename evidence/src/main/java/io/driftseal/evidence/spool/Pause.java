package io.driftseal.evidence.spool;

import java.time.Duration;

/** Waiting between attempts; a port so that tests need not wait. */
@FunctionalInterface
public interface Pause {

    void of(Duration duration) throws InterruptedException;

    static Pause sleeping() {
        return Thread::sleep;
    }
}
