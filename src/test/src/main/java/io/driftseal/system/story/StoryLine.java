package io.driftseal.system.story;

import java.util.Objects;

/**
 * One claim of the story and the act that makes it come true or not.
 *
 * @param claim the sentence shown to the reader, in the past tense
 * @param act does it for real and returns what proves it
 */
record StoryLine(String claim, Act act) {

    StoryLine {
        Objects.requireNonNull(claim, "claim");
        Objects.requireNonNull(act, "act");
    }

    /** Does one thing on the real cluster. */
    @FunctionalInterface
    interface Act {
        /**
         * Acts, looks at the outcome with somebody else's eyes, and returns the proof.
         *
         * @throws ClaimFailedException where the claim did not come true, with what was seen
         *     instead
         */
        Proof proveIt() throws ClaimFailedException;
    }
}
