package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
import java.util.List;

/**
 * What the controller of one kind makes of an owner, before the API server does anything to it. It
 * looks at the child for what cannot be known beforehand (a hash, an ordinal, a node) and repeats
 * only what has the declared shape.
 */
@FunctionalInterface
interface Making {

    Made of(Workload owner, Workload child);

    /**
     * @param identity what name, label or reference of the child does not fit the owner
     * @param expected the child's {@code metadata} and {@code spec} as its controller writes them
     */
    record Made(List<FieldChange> identity, JsonObject expected) {
        public Made {
            identity = List.copyOf(identity);
        }
    }

    /** Metadata and spec of the template of an owner, as the tree of a pod. */
    static JsonObject fromTemplate(Workload owner) {
        JsonObject template = owner.podTemplate().orElseThrow();
        return JsonObject.builder()
                .put("metadata", template.object("metadata"))
                .put("spec", template.object("spec"))
                .build();
    }

    /** The tree of a pod, or a template, with one label more. */
    static JsonObject withLabel(JsonObject tree, String label, String value) {
        JsonObject metadata = tree.object("metadata");
        return tree.with(
                "metadata", metadata.with("labels", metadata.object("labels").with(label, value)));
    }
}
