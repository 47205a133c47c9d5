package io.driftseal.system.story;

/** A claim of the story did not come true; the message says what was seen instead. */
public final class ClaimFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    ClaimFailedException(String seen) {
        super(seen);
    }

    ClaimFailedException(String seen, Throwable cause) {
        super(seen, cause);
    }
}
