package io.driftseal.stamp;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Everything an amendment says: that one approved later change of one running pod may be.
 *
 * @param door by which the change was made, {@code ephemeral-container} or {@code resize}
 * @param issuedAt in whole seconds
 */
public record AmendmentStatement(
        AmendedPod pod,
        AmendedForm form,
        String door,
        AmendmentDecision decision,
        Instant issuedAt) {

    public AmendmentStatement {
        StampText.token("door", door, 63);
        issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
    }
}
