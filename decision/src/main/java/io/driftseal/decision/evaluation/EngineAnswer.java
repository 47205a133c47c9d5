package io.driftseal.decision.evaluation;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EvaluationNotes;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** An engine's answer to one question: the value of the rule, or why there is none. */
public sealed interface EngineAnswer {

    /** What the policy said meanwhile. */
    EvaluationNotes notes();

    /** With other notes. */
    EngineAnswer with(EvaluationNotes notes);

    /**
     * @param document the rule's value
     */
    record Value(JsonObject document, EvaluationNotes notes) implements EngineAnswer {

        public Value(JsonObject document) {
            this(document, EvaluationNotes.NONE);
        }

        @Override
        public Value with(EvaluationNotes changed) {
            return new Value(document, changed);
        }
    }

    /**
     * @param detail a short sentence without content of the input
     */
    record None(Cause cause, String detail, EvaluationNotes notes) implements EngineAnswer {

        public None(Cause cause, String detail) {
            this(cause, detail, EvaluationNotes.NONE);
        }

        @Override
        public None with(EvaluationNotes changed) {
            return new None(cause, detail, changed);
        }
    }

    /** Far above any decision. Beyond it a policy answers with its input. */
    int MAXIMUM_BYTES = 1024 * 1024;

    JsonLimits LIMITS = new JsonLimits(MAXIMUM_BYTES, 32, 50_000);

    /**
     * @param value of the rule; null where it is undefined
     */
    static EngineAnswer ofValue(@Nullable JsonValue value) {
        if (value == null) {
            return new None(Cause.UNDEFINED, "the rule has no value for this input");
        }
        if (!(value instanceof JsonObject document)) {
            return new None(Cause.MALFORMED, "the rule's value is not an object");
        }
        if (document.isEmpty()) {
            return new None(Cause.EMPTY, "the rule's value is an empty object");
        }
        return new Value(document);
    }

    static EngineAnswer tooLarge() {
        return new None(Cause.SURPLUS, "answer is larger than " + MAXIMUM_BYTES + " bytes");
    }
}
