package io.driftseal.workload;

import java.util.Optional;

/**
 * Kinds of cluster objects that say what Kubernetes does to a pod on its way from template to
 * storage.
 */
public enum FactKind {
    /** All of them: figure and preemption policy of a class, and which class is the default. */
    PRIORITY_CLASS("scheduling.k8s.io/v1", "PriorityClass"),
    /** All of them: what a runtime adds to a pod that names it. */
    RUNTIME_CLASS("node.k8s.io/v1", "RuntimeClass"),
    /** Those of the pod's namespace. */
    LIMIT_RANGE("v1", "LimitRange"),
    /** The one that the pod runs as. */
    SERVICE_ACCOUNT("v1", "ServiceAccount"),
    /** The one that the pod is in. */
    NAMESPACE("v1", "Namespace");

    private final String apiVersion;
    private final String kind;

    FactKind(String apiVersion, String kind) {
        this.apiVersion = apiVersion;
        this.kind = kind;
    }

    public static Optional<FactKind> of(String apiVersion, String kind) {
        for (FactKind candidate : values()) {
            if (candidate.kind.equals(kind) && candidate.apiVersion.equals(apiVersion)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    public String apiVersion() {
        return apiVersion;
    }

    /** As Kubernetes and our declarations write it: {@code PriorityClass}. */
    public String kind() {
        return kind;
    }
}
