package io.driftseal.cli;

import io.driftseal.workload.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An exemption that lets something pass today and will not for long: what enforce refuses then, no
 * rehearsal of today shows.
 */
record EndingExemption(String id, String rule, String owner, Instant expires) {

    /** Time for its owner to have it prolonged, or the workload mended. */
    static final Duration SOON = Duration.ofDays(14);

    /** Empty for one that lasts, and for what cannot be read. */
    static Optional<EndingExemption> of(JsonObject exemption, Instant now) {
        try {
            Instant expires = Instant.parse(exemption.string("expires").orElse(""));
            return expires.isAfter(now.plus(SOON))
                    ? Optional.empty()
                    : Optional.of(
                            new EndingExemption(
                                    exemption.string("id").orElse(""),
                                    exemption.string("rule").orElse(""),
                                    exemption.string("owner").orElse(""),
                                    expires));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    JsonObject document() {
        return JsonObject.builder()
                .put("id", id)
                .put("rule", rule)
                .put("owner", owner)
                .put("expires", expires.toString())
                .build();
    }
}
