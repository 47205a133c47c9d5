package io.driftseal.stamp;

/** A key file that cannot be used; the message names the file, the rule and what to do. */
public final class KeyFileException extends Exception {

    private static final long serialVersionUID = 1L;

    KeyFileException(String message) {
        super(message);
    }

    KeyFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
