package io.driftseal.workload;

import java.util.Optional;

/**
 * One field that differs.
 *
 * @param path as kubectl users write it: {@code spec.containers[name=app].image}
 * @param before what was approved, short and redacted; empty if the field was added
 * @param after what is there now, short and redacted; empty if the field was removed
 */
public record FieldChange(String path, Optional<String> before, Optional<String> after) {

    public FieldChange {
        if (before.isEmpty() && after.isEmpty()) {
            throw new IllegalArgumentException("a change has a value before or after it");
        }
    }

    /** One sentence for an alert. */
    public String sentence() {
        if (before.isEmpty()) {
            return path + " added: " + after.orElseThrow();
        }
        return after.map(now -> path + " changed from " + before.get() + " to " + now)
                .orElseGet(() -> path + " removed, was " + before.get());
    }
}
