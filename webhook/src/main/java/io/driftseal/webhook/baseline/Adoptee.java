package io.driftseal.webhook.baseline;

import io.driftseal.workload.WorkloadKind;

/**
 * A workload of which a baseline is asked for.
 *
 * @param configurationHash of the form that the asker saw
 */
record Adoptee(
        WorkloadKind kind, String namespace, String name, String uid, String configurationHash) {

    Adoptee {
        if (namespace.isEmpty() || name.isEmpty() || uid.isEmpty()) {
            throw new IllegalArgumentException("a workload has a namespace, a name and a uid");
        }
    }
}
