package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
import java.util.ArrayList;
import java.util.Optional;

/** Controllers that make a pod of a template and add nothing to its spec. */
final class PodMaking {

    private PodMaking() {}

    /** ReplicaSet and ReplicationController: the template as it is, under a generated name. */
    static Making plain(ChildIdentity identity) {
        return (owner, child) -> {
            var changes = new ArrayList<>(identity.reference(owner, child));
            identity.generatedName(owner, child).ifPresent(changes::add);
            return new Making.Made(changes, Making.fromTemplate(owner));
        };
    }

    /**
     * A custom kind: ids {@code custom-root-hash} and {@code custom-root-name}. How its controller
     * numbers its pods is its own matter.
     */
    static Making custom(CustomKind kind, ChildIdentity identity, TemplateHash hash) {
        return (owner, child) -> {
            var changes = new ArrayList<>(identity.reference(owner, child));
            identity.nameBeginsWithOwner(owner, child).ifPresent(changes::add);
            JsonObject expected = Making.fromTemplate(owner);
            if (kind.hashLabel().isPresent()) {
                String label = kind.hashLabel().get();
                Optional<String> value = hash.of(child, label);
                expected =
                        value.isPresent()
                                ? Making.withLabel(expected, label, value.get())
                                : expected;
                hash.missing(child, label).ifPresent(changes::add);
            }
            return new Making.Made(changes, expected);
        };
    }
}
