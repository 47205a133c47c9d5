package io.driftseal.evidence;

/**
 * One object of the cluster.
 *
 * @param kind as Kubernetes writes it, {@code Pod}
 * @param name empty where the API server had not generated it yet
 * @param uid empty where the object was not stored yet
 */
public record WorkloadReference(String kind, String namespace, String name, String uid) {

    public WorkloadReference {
        Bounds.required("workload.kind", kind, 63);
        Bounds.atMost("workload.namespace", namespace, 63);
        Bounds.atMost("workload.name", name, 253);
        Bounds.atMost("workload.uid", uid, 64);
    }
}
