package io.driftseal.decision.loading;

import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.bundle.PolicyBundle;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine with its policies, closed when it is retired and its last evaluation has ended. */
final class HeldEngine {

    private final PolicyBundle policies;
    private final PolicyEngine engine;

    /** Evaluations, and one more until it is retired. */
    private final AtomicInteger users = new AtomicInteger(1);

    private final AtomicBoolean retired = new AtomicBoolean();

    HeldEngine(PolicyBundle policies, PolicyEngine engine) {
        this.policies = policies;
        this.engine = engine;
    }

    PolicyBundle policies() {
        return policies;
    }

    PolicyEngine engine() {
        return engine;
    }

    /** False where it is closed; then there is another. */
    boolean enter() {
        return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    void leave() {
        if (users.decrementAndGet() == 0) {
            engine.close();
        }
    }

    void retire() {
        if (retired.compareAndSet(false, true)) {
            leave();
        }
    }
}
