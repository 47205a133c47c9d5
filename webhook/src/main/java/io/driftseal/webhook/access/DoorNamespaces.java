package io.driftseal.webhook.access;

import io.driftseal.decision.Door;
import io.driftseal.decision.Mode;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.webhook.review.NamespaceDirectory;
import java.util.Map;
import java.util.Optional;

/** Mode and tier of a door: those of its namespace, and for a node those of the installation. */
public final class DoorNamespaces {
    private final NamespaceDirectory namespaces;
    private final NamespaceFacts nodes;

    /**
     * @param nodeMode what is done with a refusal at a node's door; a node belongs to no namespace
     */
    public DoorNamespaces(NamespaceDirectory namespaces, Mode nodeMode) {
        this.namespaces = namespaces;
        this.nodes =
                new NamespaceFacts(
                        "",
                        Map.of(Mode.LABEL, nodeMode.wireName(), "driftseal.io/tier", "restricted"));
    }

    /** Empty if the namespace cannot be read. */
    public Optional<NamespaceFacts> of(Door door, String namespace) {
        return door == Door.NODE_PROXY ? Optional.of(nodes) : namespaces.find(namespace);
    }
}
