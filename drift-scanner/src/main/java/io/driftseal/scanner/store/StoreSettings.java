package io.driftseal.scanner.store;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the state lives and how much of it is kept.
 *
 * @param file the database; its {@code -wal}, {@code -shm} and {@code .lock} lie beside it
 * @param maximumBytes size at which writes are refused, at least 1 MiB
 * @param busyTimeout how long a write waits for a foreign lock on the file
 * @param retention bounds of everything that may be forgotten
 */
public record StoreSettings(
        Path file, long maximumBytes, Duration busyTimeout, RetentionLimits retention) {

    /** Enough for about ten million decisions of two kilobytes each, with their indexes. */
    public static final long DEFAULT_MAXIMUM_BYTES = 32L * 1024 * 1024 * 1024;

    public StoreSettings {
        if (maximumBytes < 1024 * 1024) {
            throw new IllegalArgumentException(
                    "maximumBytes must be at least 1048576, not " + maximumBytes);
        }
        if (busyTimeout.isNegative()) {
            throw new IllegalArgumentException("busyTimeout must not be negative");
        }
    }

    /** Defaults for this file. */
    public static StoreSettings at(Path file) {
        return new StoreSettings(
                file, DEFAULT_MAXIMUM_BYTES, Duration.ofSeconds(5), RetentionLimits.defaults());
    }
}
