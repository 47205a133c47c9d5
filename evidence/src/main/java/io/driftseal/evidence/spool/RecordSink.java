package io.driftseal.evidence.spool;

import java.util.List;

/** Where records go. One attempt per call; it waits no longer than its own deadline. */
@FunctionalInterface
public interface RecordSink {

    /**
     * @param batch not empty, oldest first
     * @throws InterruptedException if the attempt was given up because delivery stops
     */
    DeliveryResult deliver(List<SpooledRecord> batch) throws InterruptedException;
}
