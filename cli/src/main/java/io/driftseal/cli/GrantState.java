package io.driftseal.cli;

import io.driftseal.stamp.AccessGrant;
import io.driftseal.stamp.SignedGrant;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * An AccessGrant object as it can be told without keys: what its envelope says is not proved here,
 * the webhook proves it at every use.
 *
 * @param grant empty where the object carries no envelope
 */
record GrantState(String name, Optional<AccessGrant> grant, long used) {

    static GrantState of(JsonObject object) {
        return new GrantState(
                object.string("metadata", "name").orElse(""),
                object.string("metadata", "annotations", SignedGrant.ANNOTATION)
                        .flatMap(SignedGrant::unverified),
                object.number("status", "used")
                        .map(JsonNumber::whole)
                        .map(whole -> whole.orElse(0))
                        .orElse(0L));
    }

    String word(Instant now) {
        if (grant.isEmpty()) {
            return "not signed";
        }
        if (now.isAfter(grant.get().notAfter())) {
            return "expired";
        }
        return used >= grant.get().uses() ? "used up" : "open";
    }

    boolean over(Instant now) {
        return !word(now).equals("open");
    }
}
