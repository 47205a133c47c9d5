package io.driftseal.scanner.intake;

import io.driftseal.evidence.RecordEnvelope;
import java.util.List;

/** Takes records over from another service. */
@FunctionalInterface
public interface RecordReceiver {

    /**
     * Stores the records durably, all or none; a known id is accepted again.
     *
     * @return the ids that are stored
     */
    List<String> accept(List<RecordEnvelope> records);
}
