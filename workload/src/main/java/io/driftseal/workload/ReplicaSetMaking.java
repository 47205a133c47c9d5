package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Deployment, and a custom kind that makes ReplicaSets: the template, one label more in it and in
 * the selector, and a name that ends in the label's value.
 *
 * @param label empty if a custom kind adds none
 */
record ReplicaSetMaking(Optional<String> label, TemplateHash hash, ChildIdentity identity)
        implements Making {

    @Override
    public Made of(Workload owner, Workload child) {
        var changes = new ArrayList<>(identity.reference(owner, child));
        JsonObject spec = owner.tree().object("spec");
        JsonObject selector = spec.object("selector");
        JsonObject template = owner.podTemplate().orElseThrow();
        Optional<String> value = label.flatMap(name -> hash.of(child, name));
        if (label.isPresent() && value.isPresent()) {
            identity.hashedName(owner, child, value.get()).ifPresent(changes::add);
            selector =
                    selector.with(
                            "matchLabels",
                            selector.object("matchLabels").with(label.get(), value.get()));
            template = Making.withLabel(template, label.get(), value.get());
        } else if (label.isPresent()) {
            hash.missing(child, label.get()).ifPresent(changes::add);
        } else {
            identity.nameBeginsWithOwner(owner, child).ifPresent(changes::add);
        }
        JsonObject expected =
                JsonObject.of(
                        "spec",
                        JsonObject.builder()
                                .put("selector", selector)
                                .put("template", template)
                                .build());
        return new Made(changes, expected);
    }
}
