package io.driftseal.evidence.spool;

import java.util.List;

/** What came of one attempt to deliver a batch. */
public sealed interface DeliveryResult {

    /**
     * The receiver has stored these records, now or before; others of the batch are tried again.
     */
    record Accepted(List<String> ids) implements DeliveryResult {
        public Accepted {
            ids = List.copyOf(ids);
        }
    }

    /** No answer, or one that says later (5xx, timeout): the batch is tried again. */
    record Retry(String reason) implements DeliveryResult {}

    /** The receiver will never take this batch (4xx). */
    record Final(String reason) implements DeliveryResult {}
}
