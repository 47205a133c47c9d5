package io.driftseal.decision.rest;

import io.driftseal.decision.Cause;
import io.driftseal.decision.evaluation.EngineAnswer;
import io.driftseal.decision.evaluation.EngineAnswer.None;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.MalformedJsonException;

/** What OPA answered over HTTP to one question. */
public final class RestAnswer {

    private static final String RESULT = "result";

    private RestAnswer() {}

    public static EngineAnswer of(RawAnswer raw) {
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
            envelope = JsonReader.readObject(body, EngineAnswer.LIMITS);
        } catch (MalformedJsonException e) {
            return new None(Cause.MALFORMED, "answer is not one JSON object");
        }
        JsonValue result = envelope.members().get(RESULT);
        if (envelope.members().size() > (result == null ? 0 : 1)) {
            return new None(Cause.SURPLUS, "answer has members beside the result");
        }
        return EngineAnswer.ofValue(result);
    }

    /** Code and place in the policies only: messages may quote the input. */
    private static String errorDetail(int status, byte[] body) {
        String detail = "engine answered status " + status;
        try {
            JsonObject error = JsonReader.readObject(body, EngineAnswer.LIMITS);
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
