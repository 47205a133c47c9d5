package io.driftseal.responder;

import io.driftseal.responder.action.StepOutcome;
import io.driftseal.responder.plan.PlanJournal;
import io.driftseal.responder.plan.PlanState;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries plans out: one virtual thread each, few at a time. What a plan has reached is in the
 * journal before and after each step; a thread that ends early is taken up by the next start.
 */
final class PlanExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(PlanExecutor.class);

    private final PlanJournal journal;
    private final StepRunner runner;
    private final Outcomes outcomes;
    private final Semaphore permits;
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    PlanExecutor(PlanJournal journal, StepRunner runner, Outcomes outcomes, int concurrency) {
        this.journal = journal;
        this.runner = runner;
        this.outcomes = outcomes;
        this.permits = new Semaphore(concurrency);
    }

    /** Takes up everything that the journal holds and nobody works on. */
    void resume() {
        journal.unsettled().forEach(state -> submit(state.plan().planId()));
    }

    /** Works on a plan of the journal; does nothing while somebody does. */
    void submit(String planId) {
        if (stopping || !running.add(planId)) {
            return;
        }
        Thread thread = Thread.ofVirtual().name("plan-" + planId).unstarted(() -> work(planId));
        threads.add(thread);
        thread.start();
    }

    /**
     * Begins nothing new and waits for the steps in hand; what is left is resumed at the next
     * start.
     */
    void stop(Duration limit) throws InterruptedException {
        stopping = true;
        awaitIdle(limit);
        threads.forEach(Thread::interrupt);
    }

    /** Waits until nobody works on a plan, at most this long. */
    void awaitIdle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (Thread thread : threads) {
            thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        }
    }

    private void work(String planId) {
        boolean taken = false;
        try {
            permits.acquire();
            taken = true;
            settle(planId);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.atError().addKeyValue("planId", planId).setCause(e).log("journal not writable");
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("planId", planId).setCause(e).log("plan broke off");
        } finally {
            if (taken) {
                permits.release();
            }
            running.remove(planId);
            threads.remove(Thread.currentThread());
        }
    }

    private void settle(String planId) throws IOException, InterruptedException {
        PlanState state = journal.find(planId).orElseThrow();
        while (!stopping && !state.carriedOut()) {
            int step = state.finished();
            journal.started(planId, step);
            StepOutcome outcome = runner.run(state, step);
            outcomes.ofStep(state.plan(), step, outcome);
            journal.finished(planId, step);
            state = journal.find(planId).orElseThrow();
        }
        if (!stopping && state.undoRequested() && !state.undone()) {
            // The last action first, as one takes back anything.
            for (int step = state.plan().actions().size() - 1; step >= 0; step--) {
                outcomes.ofUndo(state.plan(), step, runner.undo(state.plan(), step));
            }
            journal.undone(planId);
        }
    }
}
