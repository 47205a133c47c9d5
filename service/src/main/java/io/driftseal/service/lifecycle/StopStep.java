package io.driftseal.service.lifecycle;

/** One step of a stop. Interrupted when the deadline has passed. */
@FunctionalInterface
public interface StopStep {
    void run() throws Exception;
}
