package io.driftseal.scanner.check;

import io.driftseal.evidence.AmendmentRecord;
import java.util.List;

/** Amendments that the webhook reported. They may arrive after the change that they allow. */
public interface RecordedAmendments {

    /** The newest {@code limit} amendments of this pod uid, in the order they arrived. */
    List<AmendmentRecord> ofWorkload(String workloadUid, int limit);
}
