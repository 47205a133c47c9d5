package io.driftseal.service.health;

import java.util.Optional;

/** Something that must hold for the service to be ready. */
@FunctionalInterface
public interface Condition {
    /** Empty while it holds, else one sentence saying what is missing. Must not block. */
    Optional<String> failure();
}
