package io.driftseal.webhook.stamping;

import io.driftseal.evidence.DecisionRecord;
import java.util.List;

/** What a stamping review came to for one object. */
sealed interface Ruling {

    /** Nothing to decide: what is stored stays. */
    record Kept() implements Ruling {}

    /** A stamp this process issued a moment ago, met again because we were called again. */
    record AlreadyStamped(String annotation, String runtimePolicy) implements Ruling {}

    /** A new stamp. */
    record Stamped(String annotation, DecisionRecord decision, List<String> warnings)
            implements Ruling {}

    /**
     * No stamp; admitted here all the same.
     *
     * @param explanation one sentence: why not
     */
    record Unstamped(UnstampedReason reason, String explanation, DecisionRecord decision)
            implements Ruling {}

    /** Refused here and now, with policy's reasons. */
    record Refused(String message, DecisionRecord decision) implements Ruling {}
}
