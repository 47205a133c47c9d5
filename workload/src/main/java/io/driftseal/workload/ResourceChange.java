package io.driftseal.workload;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * One amount that an in-place resize changes.
 *
 * @param container name; empty for the resources of the pod as a whole
 * @param bound {@code requests} or {@code limits}
 * @param resource {@code cpu}, {@code memory}
 * @param from in the resource's base unit; empty if there was none
 * @param to likewise; empty if it was taken away or is no amount
 * @param range in which it may be resized; empty if the pod declares none
 */
public record ResourceChange(
        String container,
        String bound,
        String resource,
        Optional<BigDecimal> from,
        Optional<BigDecimal> to,
        Optional<ApprovedRange> range) {

    /** Whether the new amount lies in the approved range. Without a limit there is no bound. */
    public boolean withinRange() {
        return to.isPresent() && range.isPresent() && range.get().holds(to.get());
    }
}
