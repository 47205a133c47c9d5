package io.driftseal.kubernetes;

import io.driftseal.workload.json.JsonObject;
import java.util.Optional;

/**
 * The API server's answer to a probe, whatever it was.
 *
 * @param code HTTP status
 * @param reason the {@code reason} of a {@code Status}, {@code Forbidden}; empty on success
 * @param message the {@code message} of a {@code Status}; empty on success
 * @param body the answered object, the {@code Status} on refusal
 * @param auditId the request in the API server's audit log
 */
public record ProbeAnswer(
        int code, String reason, String message, JsonObject body, Optional<String> auditId) {

    public boolean accepted() {
        return code >= 200 && code < 300;
    }
}
