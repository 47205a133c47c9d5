package io.driftseal.service.configuration;

import org.jspecify.annotations.Nullable;

/**
 * The configuration cannot be used. The message is one sentence that names source, key and cure.
 */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
