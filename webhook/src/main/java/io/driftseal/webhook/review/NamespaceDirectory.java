package io.driftseal.webhook.review;

import io.driftseal.decision.NamespaceFacts;
import java.util.Optional;

/** Where a namespace's labels come from. */
@FunctionalInterface
public interface NamespaceDirectory {
    /**
     * The namespace as it is now known; empty if it could not be read. A namespace nobody could
     * read has no mode: the request is left unanswered.
     */
    Optional<NamespaceFacts> find(String namespace);
}
