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
    private final String path;

    /**
     * @param path where it is wrong, as {@code answer.reasons[0].code}
     * @param sentence what is wrong there
     */
    DocumentException(Fault fault, String path, String sentence) {
        super(path + " " + sentence);
        this.fault = fault;
        this.path = path;
    }

    /** Where it is wrong. */
    public String path() {
        return path;
    }

    public Fault fault() {
        return fault;
    }
}
