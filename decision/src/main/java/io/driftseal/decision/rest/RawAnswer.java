package io.driftseal.decision.rest;

import io.driftseal.decision.Cause;

/** What came back over HTTP, before anyone looked at it. */
public sealed interface RawAnswer {

    /** A whole response. A class, because records do not keep arrays to themselves. */
    final class Received implements RawAnswer {
        private final int status;
        private final byte[] body;

        public Received(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        public int status() {
            return status;
        }

        public byte[] body() {
            return body;
        }
    }

    record Failed(Cause cause, String detail) implements RawAnswer {}
}
