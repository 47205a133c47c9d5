package io.driftseal.scanner.incident;

import io.driftseal.evidence.RecordGap;
import io.driftseal.scanner.check.EarlierLooks.Inherited;
import io.driftseal.scanner.check.StampSightings.Sighting;
import java.util.Optional;

/**
 * What one look leaves to the next ones, and to evidence, besides what it found.
 *
 * @param sighting of its stamp, the first of this uid or after an approved change
 * @param inherited the adoption that came from above
 * @param gap a record about it that should be here and is not
 */
public record Memory(
        Optional<Sighting> sighting, Optional<Inherited> inherited, Optional<RecordGap> gap) {

    /** Nothing. */
    public static Memory none() {
        return new Memory(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
