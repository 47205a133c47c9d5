package io.driftseal.webhook;

import io.driftseal.webhook.review.ReviewAnswer;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What came back. */
public record Answer(int status, JsonObject response, String text) {
    static Answer of(ReviewAnswer answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        JsonObject response =
                answer.status() == 200
                        ? ReviewBench.json(text).object("response")
                        : JsonObject.EMPTY;
        return new Answer(answer.status(), response, text);
    }

    public boolean allowed() {
        return response.bool("allowed").orElse(false);
    }

    public String message() {
        return response.string("status", "message").orElse("");
    }

    public List<String> warnings() {
        return response.array("warnings").stream()
                .map(w -> w instanceof JsonString s ? s.value() : "")
                .toList();
    }

    public Optional<JsonArray> patch() {
        return response.string("patch")
                .map(text -> new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8))
                .map(text ->
                        (JsonArray)
                                ReviewBench.json("{\"p\":" + text + "}").find("p").orElseThrow());
    }
}
