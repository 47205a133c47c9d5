package io.driftseal.bench.measured;

import io.driftseal.evidence.RecordCodec;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import io.driftseal.service.mutualtls.PeerRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes the webhook's records and gives their ids back, which is all that the webhook can tell of a
 * scanner. What a scanner does with records it does on another machine; done here, it would take 5
 * ms of the processor that the webhook is measured on, twenty times a second.
 */
final class RecordReceiver {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AtomicLong received = new AtomicLong();

    PeerRoute route() {
        return new PeerRoute("POST", "/v1/records", Set.of("webhook"), this::accepted);
    }

    long received() {
        return received.get();
    }

    private PeerReply accepted(PeerRequest request) {
        List<String> ids = ids(request.body());
        received.addAndGet(ids.size());
        return PeerReply.json(200, RecordCodec.writeAccepted(ids));
    }

    /**
     * Of the records of a batch, in order; nothing else of it is looked at.
     *
     * @throws JacksonException if it is no JSON
     */
    static List<String> ids(byte[] batch) {
        List<String> ids = new ArrayList<>();
        try (JsonParser json = JSON.createParser(batch)) {
            while (json.nextToken() != JsonToken.START_ARRAY) {
                if (json.currentToken() == null) {
                    throw new IllegalArgumentException("no batch of records");
                }
            }
            while (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    boolean isId = json.currentName().equals("id");
                    json.nextToken();
                    if (isId) {
                        ids.add(json.getString());
                    } else {
                        json.skipChildren();
                    }
                }
            }
        }
        return ids;
    }
}
