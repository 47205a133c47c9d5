package io.driftseal.webhook.delivery;

import io.driftseal.decision.AskedQuestion;
import io.driftseal.decision.EvaluationNotes;
import io.driftseal.decision.InputKeeper;
import io.driftseal.decision.document.CanonicalDocument;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.PolicyNotes;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Questions between their decision and its record. What is recorded is kept; what is not, a dry run
 * or a door that was tried a second time, is pushed out by later ones and leaves no trace.
 */
public final class UnrecordedInputs implements InputKeeper {

    /** Far more than reviews at once. */
    static final int MAXIMUM_QUESTIONS = 256;

    static final long MAXIMUM_BYTES = 8L * 1024 * 1024;

    private final InputKeeper recorded;
    private final Runnable missed;
    private final Map<String, AskedQuestion> waiting = new LinkedHashMap<>();
    private long bytes;

    /**
     * @param recorded takes those whose decision was recorded
     * @param missed is told of a recorded decision whose input was pushed out before
     */
    public UnrecordedInputs(InputKeeper recorded, Runnable missed) {
        this.recorded = recorded;
        this.missed = missed;
    }

    @Override
    public synchronized void keep(AskedQuestion asked) {
        waiting.put(asked.decisionId(), asked);
        bytes += size(asked);
        Iterator<AskedQuestion> oldest = waiting.values().iterator();
        while (waiting.size() > MAXIMUM_QUESTIONS || bytes > MAXIMUM_BYTES) {
            bytes -= size(oldest.next());
            oldest.remove();
        }
    }

    /** Hands over the input of a decision, and gives its record with what policy said. */
    DecisionRecord recorded(DecisionRecord decision) {
        Optional<AskedQuestion> asked = take(decision.decisionId());
        if (asked.isEmpty()) {
            if (!decision.inputDigest().isEmpty()) {
                missed.run();
            }
            return decision;
        }
        recorded.keep(asked.get());
        EvaluationNotes notes = asked.get().evaluation().trace().notes();
        return notes.isEmpty()
                ? decision
                : decision.withNotes(
                        new PolicyNotes(
                                notes.printed(),
                                notes.traced(),
                                notes.cut(),
                                notes.nondeterminism()));
    }

    private synchronized Optional<AskedQuestion> take(String decisionId) {
        Optional<AskedQuestion> asked = Optional.ofNullable(waiting.remove(decisionId));
        asked.ifPresent(found -> bytes -= size(found));
        return asked;
    }

    private static int size(AskedQuestion asked) {
        return asked.evaluation().trace().input().map(CanonicalDocument::size).orElse(0);
    }
}
