package io.driftseal.webhook.review;

import io.driftseal.workload.json.JsonObject;
import java.util.Optional;

/**
 * The trees of a request as they came.
 *
 * @param object absent for DELETE; the options object for CONNECT
 * @param oldObject present for UPDATE and DELETE
 */
public record ReviewedObjects(Optional<JsonObject> object, Optional<JsonObject> oldObject) {}
