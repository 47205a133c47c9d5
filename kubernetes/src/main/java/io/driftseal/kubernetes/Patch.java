package io.driftseal.kubernetes;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;

/** A change of one object in the API's two untyped patch forms. */
public sealed interface Patch {

    String contentType();

    JsonValue document();

    /**
     * RFC 7386: members replace, null removes. A resourceVersion in it makes the write conditional.
     */
    record Merge(JsonObject document) implements Patch {
        @Override
        public String contentType() {
            return "application/merge-patch+json";
        }
    }

    /** RFC 6902: a list of operations, refused as a whole when a {@code test} fails. */
    record Operations(JsonArray document) implements Patch {
        @Override
        public String contentType() {
            return "application/json-patch+json";
        }
    }
}
