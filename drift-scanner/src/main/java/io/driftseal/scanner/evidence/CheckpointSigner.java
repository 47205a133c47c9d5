package io.driftseal.scanner.evidence;

import io.driftseal.scanner.incident.EvidenceStore.Head;

/** Someone else's signature over the head of the chain. */
@FunctionalInterface
public interface CheckpointSigner {

    /** Asks for a signature. */
    Signature sign(Head head) throws InterruptedException;

    /** What came of it. */
    sealed interface Signature {

        /**
         * @param envelope DSSE JSON text
         */
        record Signed(String envelope) implements Signature {}

        /**
         * No signature this time.
         *
         * @param reason one sentence for a log
         */
        record NotSigned(String reason) implements Signature {}
    }
}
