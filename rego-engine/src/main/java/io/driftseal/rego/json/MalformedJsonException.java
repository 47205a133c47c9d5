package io.driftseal.rego.json;

/** Text that is not one JSON document, or is one that the reader does not take. */
public final class MalformedJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    private final long offset;

    MalformedJsonException(String problem, long offset) {
        super(problem + " at byte " + offset);
        this.offset = offset;
    }

    /** Bytes before the place where the reader gave up, roughly. */
    public long offset() {
        return offset;
    }
}
