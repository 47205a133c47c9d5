package io.driftseal.decision.opa;

import io.driftseal.decision.Cause;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.MalformedJsonException;

/** OPA's answer to one question: the value of the rule, or why there is none. */
sealed interface EngineAnswer {

    record Value(JsonObject document) implements EngineAnswer {}

    record None(Cause cause, String detail) implements EngineAnswer {}

    JsonLimits LIMITS = new JsonLimits(OpaClient.MAXIMUM_ANSWER_BYTES, 32, 50_000);

    static EngineAnswer of(RawAnswer raw) {
        return switch (raw) {
            case RawAnswer.Failed(Cause cause, String detail) -> new None(cause, detail);
            case RawAnswer.Received received -> ofResponse(received.status(), received.body());
        };
    }

    private static EngineAnswer ofResponse(int status, byte[] body) {
        if (status == 200) {
            return ofBody(body);
        }
        if (status >= 400 && status < 500) {
            return new None(Cause.CLIENT_ERROR, errorDetail(status, body));
        }
        if (status >= 500) {
            return new None(Cause.SERVER_ERROR, errorDetail(status, body));
        }
        return new None(Cause.MALFORMED, "engine answered status " + status);
    }

    private static EngineAnswer ofBody(byte[] body) {
        if (body.length == 0) {
            return new None(Cause.EMPTY, "answer has no body");
        }
        JsonObject envelope;
        try {
            envelope = JsonReader.readObject(body, LIMITS);
        } catch (MalformedJsonException e) {
            return new None(Cause.MALFORMED, "answer is not one JSON object");
        }
        JsonValue result = envelope.members().get("result");
        if (envelope.members().size() > (result == null ? 0 : 1)) {
            return new None(Cause.SURPLUS, "answer has members beside the result");
        }
        if (result == null) {
            return new None(Cause.UNDEFINED, "the rule has no value for this input");
        }
        if (!(result instanceof JsonObject document)) {
            return new None(Cause.MALFORMED, "the rule's value is not an object");
        }
        if (document.isEmpty()) {
            return new None(Cause.EMPTY, "the rule's value is an empty object");
        }
        return new Value(document);
    }

    /** Code and place in the policies only: messages may quote the input. */
    private static String errorDetail(int status, byte[] body) {
        String detail = "engine answered status " + status;
        try {
            JsonObject error = JsonReader.readObject(body, LIMITS);
            detail += error.string("code").map(code -> ", " + code).orElse("");
            for (JsonObject first : error.objects("errors").stream().limit(1).toList()) {
                detail += first.string("code").map(code -> ", " + code).orElse("");
                detail += first.string("location", "file").map(file -> " at " + file).orElse("");
                detail += first.number("location", "row").map(row -> ":" + row).orElse("");
            }
            return detail;
        } catch (MalformedJsonException e) {
            return detail;
        }
    }
}
