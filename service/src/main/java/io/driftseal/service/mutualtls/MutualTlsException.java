package io.driftseal.service.mutualtls;

import org.jspecify.annotations.Nullable;

/** The PEM files of a service cannot be used. The message names the file, never its content. */
public final class MutualTlsException extends Exception {
    private static final long serialVersionUID = 1L;

    public MutualTlsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
