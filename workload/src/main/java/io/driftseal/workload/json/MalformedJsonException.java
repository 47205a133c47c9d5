package io.driftseal.workload.json;

/**
 * A text that is not one well-formed JSON document within its limits. The message says what is
 * wrong, at which byte, and what to do; it quotes nothing of the text, which may be a secret.
 */
public final class MalformedJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    private final long offset;

    MalformedJsonException(String problem, long offset, String remedy) {
        super(problem + " at byte " + offset + ": " + remedy);
        this.offset = offset;
    }

    /** Zero-based offset of the byte where reading stopped. */
    public long offset() {
        return offset;
    }
}
