package io.driftseal.system.installation;

/**
 * Driftseal could not be brought up on the cluster; the message says which part and where its log
 * is.
 */
public final class InstallationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InstallationException(String message) {
        super(message);
    }

    InstallationException(String message, Throwable cause) {
        super(message, cause);
    }
}
