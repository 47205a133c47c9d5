package io.driftseal.scanner.intake;

import io.driftseal.evidence.MalformedRecordException;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.evidence.RecordType;
import io.driftseal.scanner.incident.StoreException;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import io.driftseal.service.mutualtls.PeerRoute;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /v1/records}. A peer may only report what it is the source of: the webhook its
 * decisions and amendments, the responder its outcomes, both the gaps in their spools. 4xx is final
 * for the sender; what cannot be stored now is 503, which it retries.
 */
public final class RecordDoor {

    private static final Logger LOG = LoggerFactory.getLogger(RecordDoor.class);

    private static final Map<String, Set<RecordType>> SOURCES =
            Map.of(
                    "webhook", Set.of(RecordType.DECISION, RecordType.AMENDMENT, RecordType.GAP),
                    "responder", Set.of(RecordType.RESPONSE_OUTCOME, RecordType.GAP));

    private final RecordReceiver receiver;
    private final BooleanSupplier inventoryKnown;

    /**
     * @param inventoryKnown whether everything was listed once: before that, nobody could say whom
     *     a gap concerns
     */
    public RecordDoor(RecordReceiver receiver, BooleanSupplier inventoryKnown) {
        this.receiver = receiver;
        this.inventoryKnown = inventoryKnown;
    }

    /** The route to serve. */
    public PeerRoute route() {
        return new PeerRoute("POST", "/v1/records", SOURCES.keySet(), this::receive);
    }

    PeerReply receive(PeerRequest request) {
        if (!inventoryKnown.getAsBoolean()) {
            return PeerReply.error(503, "not_synced");
        }
        List<RecordEnvelope> records;
        try {
            records = RecordCodec.readBatch(request.body());
        } catch (MalformedRecordException e) {
            LOG.atWarn()
                    .addKeyValue("peer", request.peer())
                    .addKeyValue("reason", e.getMessage())
                    .log("records refused");
            return PeerReply.error(400, "malformed_records");
        }
        Set<RecordType> allowed = SOURCES.getOrDefault(request.peer(), Set.of());
        if (!records.stream().allMatch(record -> allowed.contains(record.type()))) {
            return PeerReply.error(403, "record_type_not_allowed");
        }
        try {
            List<String> accepted = receiver.accept(records);
            return PeerReply.json(200, RecordCodec.writeAccepted(accepted));
        } catch (StoreException e) {
            LOG.atError()
                    .addKeyValue("peer", request.peer())
                    .addKeyValue("reason", e.getMessage())
                    .log("records cannot be stored");
            return PeerReply.error(503, "not_stored");
        }
    }
}
