package io.driftseal.workload.json;

/**
 * A text that is not one well-formed JSON document within its limits. The message says what is
 * wrong, at which byte, and what to do; it quotes nothing of the text, which may be a secret.
 */
public final class MalformedJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final long offset;

    MalformedJsonException(String problem, long offset, String remedy) {
        super(problem + " at byte " + offset + ": " + remedy);
        this.problem = problem;
        this.offset = offset;
    }

    /** What is wrong, without where: the same for every document that is wrong so. */
    public String problem() {
        return problem;
    }

    /** Zero-based offset of the byte where reading stopped. */
    public long offset() {
        return offset;
    }
}
