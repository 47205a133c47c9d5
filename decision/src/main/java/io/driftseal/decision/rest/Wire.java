package io.driftseal.decision.rest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** What the bytes of one connection go through. */
public interface Wire extends AutoCloseable {

    /** How connections are made. */
    @FunctionalInterface
    interface Route {
        /**
         * A wire that is not connected yet.
         *
         * @param left of the deadline, for what cannot be ended by closing the wire
         */
        Wire open(Duration left) throws IOException;
    }

    /** To be called once, before anything else. */
    void connect() throws IOException;

    /** Writes all of it. */
    void write(byte[]... parts) throws IOException;

    /** At least a byte, into what remains of the target; negative at the end. */
    int read(ByteBuffer target) throws IOException;

    /** Ends, from any thread, whatever blocks on it. */
    @Override
    void close();
}
