package io.driftseal.kubernetes;

import java.util.Objects;

/**
 * How a write is made.
 *
 * @param dryRun admission and validation run, nothing is stored
 * @param fieldManager who is named in managedFields, empty for the client's user agent
 */
public record WriteOptions(boolean dryRun, String fieldManager) {

    public WriteOptions {
        Objects.requireNonNull(fieldManager, "fieldManager");
    }

    public static WriteOptions stored(String fieldManager) {
        return new WriteOptions(false, fieldManager);
    }

    public static WriteOptions dryRun(String fieldManager) {
        return new WriteOptions(true, fieldManager);
    }
}
