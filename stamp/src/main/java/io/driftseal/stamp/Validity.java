package io.driftseal.stamp;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The time in which a key may sign, in whole seconds as key files and stamps write it.
 *
 * @param notBefore first second in which the key signs
 * @param notAfter last second in which the key signs; what it signed until then stays verifiable
 */
public record Validity(Instant notBefore, Instant notAfter) {

    public Validity {
        notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
        notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
        if (!notAfter.isAfter(notBefore)) {
            throw new IllegalArgumentException("a key's notAfter must be later than its notBefore");
        }
    }

    /** Whether the key signs at this time; both ends are within. */
    public boolean covers(Instant time) {
        Instant second = time.truncatedTo(ChronoUnit.SECONDS);
        return !second.isBefore(notBefore) && !second.isAfter(notAfter);
    }
}
