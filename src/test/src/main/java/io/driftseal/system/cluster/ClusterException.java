package io.driftseal.system.cluster;

/** The cluster cannot be started or used; the message says what was tried and where to look. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
