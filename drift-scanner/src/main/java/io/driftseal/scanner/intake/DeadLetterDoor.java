package io.driftseal.scanner.intake;

import io.driftseal.scanner.notification.DeadLetter;
import io.driftseal.scanner.notification.DeadLetters;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import io.driftseal.service.mutualtls.PeerRoute;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code driftseal dead-letters} does: refused messages are read, sent once more after their
 * cause was mended, or put away. Only a person decides that, so it is the command's door alone.
 */
public final class DeadLetterDoor {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterDoor.class);
    private static final Set<String> PEERS = Set.of("cli");
    private static final String LIST = "/v1/dead-letters";
    private static final String RESEND = LIST + "/resend/";
    private static final String DISCARD = LIST + "/discard/";

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
        return List.of(
                new PeerRoute("GET", LIST, PEERS, this::list),
                new PeerRoute("POST", RESEND + "*", PEERS, this::resend),
                new PeerRoute("POST", DISCARD + "*", PEERS, this::discard));
    }

    PeerReply list(PeerRequest request) {
        List<JsonValue> items = new ArrayList<>();
        letters.list(MAXIMUM_LETTERS).forEach(letter -> items.add(document(letter)));
        return PeerReply.json(
                200, JsonWriter.write(JsonObject.of("deadLetters", new JsonArray(items))));
    }

    PeerReply resend(PeerRequest request) {
        return changed(request, RESEND, position -> letters.resend(position, clock.instant()));
    }

    PeerReply discard(PeerRequest request) {
        return changed(request, DISCARD, letters::discard);
    }

    private static PeerReply changed(PeerRequest request, String path, Change change) {
        Optional<Long> position = position(request.path().substring(path.length()));
        if (position.isEmpty()) {
            return PeerReply.error(400, "dead_letter_must_be_a_number");
        }
        if (!change.make(position.get())) {
            return PeerReply.error(404, "dead_letter_not_found");
        }
        LOG.atInfo()
                .addKeyValue("position", position.get())
                .addKeyValue("change", path)
                .log("dead letter changed by an operator");
        return PeerReply.json(200, "{}");
    }

    private static Optional<Long> position(String text) {
        try {
            return Optional.of(Long.parseLong(text)).filter(position -> position > 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
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

    @FunctionalInterface
    private interface Change {
        boolean make(long position);
    }
}
