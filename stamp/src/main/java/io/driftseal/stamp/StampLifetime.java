package io.driftseal.stamp;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When a stamp was issued and until when a child may be admitted under it, in whole seconds. A
 * running workload does not drift by getting old.
 */
public record StampLifetime(Instant issuedAt, Instant parentUntil) {

    public StampLifetime {
        issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
        parentUntil = parentUntil.truncatedTo(ChronoUnit.SECONDS);
        if (parentUntil.isBefore(issuedAt)) {
            throw new IllegalArgumentException("a stamp cannot expire before it is issued");
        }
    }
}
