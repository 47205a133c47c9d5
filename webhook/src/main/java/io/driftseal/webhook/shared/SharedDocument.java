package io.driftseal.webhook.shared;

import java.io.IOException;
import java.util.Optional;

/**
 * One text that several replicas read and replace. A replacement succeeds only over what its writer
 * has read, so that of two at once one wins and the other reads again. Safe for use by many threads
 * and processes.
 */
public interface SharedDocument {

    /**
     * What is stored now, never a cache.
     *
     * @throws IOException if it cannot be read; the message says what to do
     */
    Stored read() throws IOException;

    /**
     * Replaces what {@code expected} showed.
     *
     * @return false if somebody else has written since
     * @throws IOException if it is not known whether it was written
     */
    boolean replace(Stored expected, String text) throws IOException;

    /** Where it is, for messages. */
    String place();

    /**
     * @param version of the store; only to be compared by the store
     * @param text empty before the first replacement
     */
    record Stored(String version, Optional<String> text) {}
}
