package io.driftseal.decision.opa;

import io.driftseal.decision.Cause;

/** What came back over HTTP, before anyone looked at it. */
sealed interface RawAnswer {

    /** A whole response. A class, because records do not keep arrays to themselves. */
    final class Received implements RawAnswer {
        private final int status;
        private final byte[] body;

        Received(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        int status() {
            return status;
        }

        byte[] body() {
            return body;
        }
    }

    record Failed(Cause cause, String detail) implements RawAnswer {}
}
