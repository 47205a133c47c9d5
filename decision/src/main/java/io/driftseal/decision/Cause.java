package io.driftseal.decision;

import java.util.Locale;

/**
 * Why an evaluation gave no answer that may be acted on. A public contract for metrics and alerts.
 */
public enum Cause {
    /** The rule has no value for this input, or does not exist. */
    UNDEFINED,
    /** The answer is not JSON, or not a document of the entry point's shape. */
    MALFORMED,
    /** No answer within the deadline. */
    TIMEOUT,
    /** The engine refused the question (4xx). */
    CLIENT_ERROR,
    /** The engine failed on the question (5xx). */
    SERVER_ERROR,
    /** The answer has no content. */
    EMPTY,
    /** The answer says more than its shape allows, or is larger than the bound. */
    SURPLUS,
    /** The engine is not running, or went away while it worked. */
    ENGINE_DOWN,
    /** A server answered by policies other than those that count. */
    UNEXPECTED_REVISION,
    /** Too many evaluations are under way; none became free within the bounded wait. */
    OVERLOADED,
    /** The input document is larger than the bound; it was not sent. */
    INPUT_TOO_LARGE;

    /** Lower-case name with underscores, as in metrics and logs. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
