package io.driftseal.decision.opa;

import io.driftseal.decision.EngineStatus.State;
import io.driftseal.decision.bundle.EngineStartException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the program running: starts it, waits until it is ready, waits until it dies, pauses, and
 * starts it again, until closed or until restarts in a row say that it will never be stable.
 */
final class OpaSupervisor implements AutoCloseable {

    static final String POLICIES = "policies";

    private static final Logger LOG = LoggerFactory.getLogger(OpaSupervisor.class);
    private static final Duration START_DEADLINE = Duration.ofSeconds(15);

    private final Path program;
    private final Path workDirectory;
    private final RestartPolicy restartPolicy;
    private final Thread thread;
    private final CountDownLatch settled = new CountDownLatch(1);
    private volatile State state = State.STARTING;
    private volatile Optional<OpaChild> ready = Optional.empty();
    private final AtomicLong restarts = new AtomicLong();

    OpaSupervisor(Path program, Path workDirectory, RestartPolicy restartPolicy) {
        this.program = program;
        this.workDirectory = workDirectory;
        this.restartPolicy = restartPolicy;
        this.thread = Thread.ofPlatform().daemon().name("policy-engine").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Whether the program became ready for the first time within the deadline. */
    boolean awaitFirst(Duration deadline) throws InterruptedException {
        return settled.await(deadline.toMillis(), TimeUnit.MILLISECONDS) && state == State.READY;
    }

    /** The run that answers now. */
    Optional<OpaChild> current() {
        return ready;
    }

    State state() {
        return state;
    }

    long restarts() {
        return restarts.get();
    }

    private void run() {
        int attempt = 0;
        try {
            while (state != State.CLOSED) {
                long began = System.nanoTime();
                runOnce();
                boolean stable = System.nanoTime() - began >= restartPolicy.stableAfter().toNanos();
                attempt = stable ? 1 : attempt + 1;
                if (attempt > restartPolicy.maximumAttempts()) {
                    fail(attempt);
                    return;
                }
                Thread.sleep(restartPolicy.pause(attempt));
                restarts.incrementAndGet();
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("policy engine's supervision ended");
        } finally {
            settled.countDown();
        }
    }

    private void runOnce() throws InterruptedException {
        try (OpaChild child = OpaChild.start(program, workDirectory)) {
            if (!child.awaitReady(START_DEADLINE)) {
                LOG.atError().addKeyValue("pid", child.pid()).log("policy engine is not ready");
                return;
            }
            ready = Optional.of(child);
            if (moved(State.STARTING, State.READY)) {
                LOG.atInfo().addKeyValue("pid", child.pid()).log("policy engine is ready");
            }
            settled.countDown();
            child.awaitDeath();
            LOG.atError().addKeyValue("pid", child.pid()).log("policy engine ended");
        } catch (EngineStartException e) {
            LOG.atError().setCause(e).log("policy engine cannot be started");
        } finally {
            ready = Optional.empty();
            moved(State.READY, State.STARTING);
        }
    }

    private void fail(int attempt) {
        if (moved(State.STARTING, State.FAILED)) {
            LOG.atError()
                    .addKeyValue("attempts", attempt)
                    .log("policy engine is given up, restart this service");
        }
    }

    /** Whether the state was the first and is now the second. */
    private synchronized boolean moved(State from, State to) {
        if (state != from) {
            return false;
        }
        state = to;
        return true;
    }

    @Override
    public void close() {
        synchronized (this) {
            state = State.CLOSED;
        }
        if (!thread.isAlive()) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
