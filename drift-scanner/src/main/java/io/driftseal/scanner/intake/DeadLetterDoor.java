package io.driftseal.scanner.intake;

import io.driftseal.scanner.notification.DeadLetter;
import io.driftseal.scanner.notification.DeadLetters;
import io.driftseal.service.mutualtls.DeadLetterRoutes;
import io.driftseal.service.mutualtls.PeerRoute;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The outbox's refused messages, as {@code driftseal dead-letters} asks for them. */
public final class DeadLetterDoor {

    /** Bodies of at most half a megabyte each would not fit an answer; the newest ones do. */
    private static final int MAXIMUM_LETTERS = 100;

    private final DeadLetters letters;
    private final InstantSource clock;

    public DeadLetterDoor(DeadLetters letters, InstantSource clock) {
        this.letters = letters;
        this.clock = clock;
    }

    /** The routes to serve. */
    public List<PeerRoute> routes() {
        return DeadLetterRoutes.of(
                this::list, number -> letters.resend(number, clock.instant()), letters::discard);
    }

    private byte[] list() {
        List<JsonValue> items = new ArrayList<>();
        letters.list(MAXIMUM_LETTERS).forEach(letter -> items.add(document(letter)));
        return JsonWriter.write(JsonObject.of("deadLetters", new JsonArray(items)));
    }

    private static JsonObject document(DeadLetter letter) {
        return JsonObject.builder()
                .put("number", letter.position())
                .put("destination", letter.destination())
                .put("about", letter.dedupKey())
                .put("messageId", letter.messageId())
                .put("createdAt", letter.createdAt().toString())
                .put("attempts", letter.attempts())
                .put("reason", letter.reason())
                .put("body", letter.body())
                .build();
    }
}
