package io.driftseal.service.configuration;

import java.util.Objects;

/** A configured value that must never be printed: its string form is always the same. */
public final class Secret {
    static final String REDACTED = "<redacted>";

    private final String value;

    public Secret(String value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    /** The value itself. Callers hand it to a protocol and keep it nowhere else. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return REDACTED;
    }
}
