package io.driftseal.webhook.rehearsal;

import io.driftseal.decision.Requester;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import io.driftseal.service.mutualtls.PeerRoute;
import io.driftseal.webhook.stamping.Rehearsal;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code POST /v1/rehearsals} of the command line, {@code {"requester","groups","objects":[...]}}:
 * 200 with {@code {"answers":[{"made":{"outcome","code","message"},"children":{...}}]}} in the
 * order asked, 400 malformed.
 */
public final class RehearsalRoute {

    static final int MAXIMUM_OBJECTS = 50;

    /** One object of the largest size that the API server stores, or many ordinary ones. */
    public static final int MAXIMUM_BODY_BYTES = 4 * 1024 * 1024;

    private static final JsonLimits LIMITS = new JsonLimits(MAXIMUM_BODY_BYTES, 136, 1_000_000);

    private final Rehearsal rehearsal;

    public RehearsalRoute(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    public PeerRoute route() {
        return new PeerRoute("POST", "/v1/rehearsals", Set.of("cli"), this::answer);
    }

    private PeerReply answer(PeerRequest request) {
        JsonObject body;
        try {
            body = JsonReader.readObject(request.body(), LIMITS);
        } catch (MalformedJsonException e) {
            return PeerReply.error(400, "malformed");
        }
        List<JsonObject> objects = body.objects("objects");
        String username = body.string("requester").orElse("");
        if (username.isEmpty() || objects.isEmpty() || objects.size() > MAXIMUM_OBJECTS) {
            return PeerReply.error(400, "malformed");
        }
        Requester asker = new Requester(username, texts(body.array("groups")));
        List<JsonValue> answers = new ArrayList<>();
        for (JsonObject object : objects) {
            Rehearsal.Answer answer = rehearsal.rehearse(object, asker);
            answers.add(
                    JsonObject.of(
                            "made", document(answer.made()),
                            "children", document(answer.children())));
        }
        return PeerReply.json(
                200, JsonWriter.write(JsonObject.of("answers", new JsonArray(answers))));
    }

    private static JsonObject document(Rehearsal.Outcome outcome) {
        return switch (outcome) {
            case Rehearsal.Admitted() -> document("admitted", "", "");
            case Rehearsal.Refused(String code, String message) ->
                    document("refused", code, message);
            case Rehearsal.LeftAlone(String why) -> document("left-alone", "", why);
        };
    }

    private static JsonObject document(String outcome, String code, String message) {
        return JsonObject.builder()
                .put("outcome", outcome)
                .put("code", code)
                .put("message", message)
                .build();
    }

    private static List<String> texts(List<JsonValue> values) {
        return values.stream()
                .filter(JsonString.class::isInstance)
                .map(value -> ((JsonString) value).value())
                .toList();
    }
}
