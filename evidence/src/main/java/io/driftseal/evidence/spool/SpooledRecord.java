package io.driftseal.evidence.spool;

import io.driftseal.evidence.MalformedRecordException;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordEnvelope;

/**
 * A record as it stands on disk, which is how its receiver gets it, byte for byte. It was read when
 * it was written, or found, and is what it was by its checksum: to read and write it once more for
 * each delivery costs as much as a whole admission.
 *
 * @param utf8 as {@link RecordCodec#write} made it; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // joined with others into a request, never compared
public record SpooledRecord(String id, byte[] utf8) {

    /**
     * @throws MalformedRecordException if another version of this program wrote it
     */
    public RecordEnvelope envelope() throws MalformedRecordException {
        return RecordCodec.read(utf8);
    }
}
