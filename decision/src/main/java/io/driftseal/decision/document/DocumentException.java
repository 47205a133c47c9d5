package io.driftseal.decision.document;

/** An answer is not of the shape that was asked for. The message holds no value of the answer. */
public final class DocumentException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Fault {
        /** Something required is missing, of another type or out of bounds. */
        MALFORMED,
        /** It says more than its shape allows. */
        SURPLUS
    }

    private final Fault fault;

    DocumentException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
