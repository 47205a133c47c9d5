package io.driftseal.workload;

/**
 * A tree that is not one of the supported workloads, or does not have its shape. The message names
 * the field.
 */
public final class UnsupportedWorkloadException extends Exception {

    private static final long serialVersionUID = 1L;

    UnsupportedWorkloadException(String message) {
        super(message);
    }
}
