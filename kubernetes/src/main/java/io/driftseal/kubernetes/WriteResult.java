package io.driftseal.kubernetes;

import io.driftseal.workload.json.JsonObject;
import java.util.Optional;

/**
 * An accepted write.
 *
 * @param object the object as the API server answered it; for some deletions a {@code Status}
 * @param auditId the request in the API server's audit log; empty when auditing is off
 */
public record WriteResult(JsonObject object, Optional<String> auditId) {}
