package io.driftseal.decision.evaluation;

import io.driftseal.decision.Cause;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.EvaluationTrace;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.document.CanonicalDocument;
import io.driftseal.workload.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One evaluation in every engine: the size of the input, then a free place, then the engine for
 * what is left of the deadline; and the digest and revision of what came of it.
 */
public final class BoundedEvaluation {

    private final EvaluationBounds bounds;
    private final Semaphore places;
    private final AtomicLong overloaded = new AtomicLong();

    public BoundedEvaluation(EvaluationBounds bounds) {
        this.bounds = bounds;
        this.places = new Semaphore(bounds.maximumConcurrent(), true);
    }

    /** What an engine does with an input that has a place. */
    @FunctionalInterface
    public interface Asked {
        /**
         * @param document the input's canonical bytes, for those that send them
         * @param left of the deadline, may be negative
         */
        EngineAnswer answer(CanonicalDocument document, Duration left);
    }

    /** Waits for a place, asks, and says what came of it. */
    public Evaluation evaluate(JsonObject input, String bundleRevision, Asked engine) {
        CanonicalDocument document = CanonicalDocument.of(input);
        return evaluation(answer(document, engine), document, bundleRevision);
    }

    /** Waits for a place and asks; for engines that learn the revision with the answer. */
    public EngineAnswer answer(CanonicalDocument document, Asked engine) {
        return document.size() > PolicyEngine.MAXIMUM_INPUT_BYTES
                ? new EngineAnswer.None(
                        Cause.INPUT_TOO_LARGE,
                        "input document has more than "
                                + PolicyEngine.MAXIMUM_INPUT_BYTES
                                + " bytes")
                : inPlace(document, engine);
    }

    public static Evaluation evaluation(
            EngineAnswer answer, CanonicalDocument document, String bundleRevision) {
        var trace = new EvaluationTrace(Optional.of(document), answer.notes());
        return switch (answer) {
            case EngineAnswer.Value value ->
                    new Evaluation.Answered(
                            value.document(), document.digest(), bundleRevision, trace);
            case EngineAnswer.None none ->
                    new Evaluation.Indeterminate(
                            none.cause(), none.detail(), document.digest(), bundleRevision, trace);
        };
    }

    private EngineAnswer inPlace(CanonicalDocument document, Asked engine) {
        long end = System.nanoTime() + bounds.deadline().toNanos();
        try {
            if (!places.tryAcquire(bounds.maximumWait().toNanos(), TimeUnit.NANOSECONDS)) {
                overloaded.incrementAndGet();
                return new EngineAnswer.None(
                        Cause.OVERLOADED, "no place free within " + bounds.maximumWait());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new EngineAnswer.None(Cause.TIMEOUT, "interrupted while waiting for a place");
        }
        try {
            return engine.answer(document, Duration.ofNanos(end - System.nanoTime()));
        } finally {
            places.release();
        }
    }

    public int inFlight() {
        return bounds.maximumConcurrent() - places.availablePermits();
    }

    /** Evaluations turned away since the start. */
    public long overloadedTotal() {
        return overloaded.get();
    }
}
