package io.driftseal.decision.loading;

import java.time.Duration;

/** Looks at the source of policies again and again, on a thread of its own. */
public final class PolicyWatch implements AutoCloseable {

    private final Thread thread;

    private PolicyWatch(Thread thread) {
        this.thread = thread;
    }

    /**
     * @param period between two looks
     * @param returned told after each of them, for health
     */
    public static PolicyWatch start(ReloadingEngine engine, Duration period, Runnable returned) {
        Thread thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("policy-source")
                        .start(() -> watch(engine, period, returned));
        return new PolicyWatch(thread);
    }

    private static void watch(ReloadingEngine engine, Duration period, Runnable returned) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(period);
                engine.reload();
                returned.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it, without waiting for a look that is under way. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
