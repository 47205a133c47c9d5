package io.driftseal.evidence;

/** A checkpoint that is malformed or not signed by a known key; the message says which. */
public final class CheckpointRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    CheckpointRefusedException(String message) {
        super(message);
    }
}
