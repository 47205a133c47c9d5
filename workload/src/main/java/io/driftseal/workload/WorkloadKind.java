package io.driftseal.workload;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A kind that is stamped: built into Kubernetes, or a custom resource that an administrator names.
 * Code that must treat kinds differently switches over the two, and over every built-in one.
 */
public sealed interface WorkloadKind permits BuiltInKind, CustomKind {

    /** API group, empty for the core group. */
    String group();

    String version();

    /** {@code Pod}, {@code Deployment}, {@code Rollout}. */
    String kind();

    /** The resource in URLs and rules: {@code pods}. */
    String plural();

    /**
     * Where the pod template stands in the object; empty for a pod, which is what a template makes.
     */
    List<String> templatePath();

    /** What the controller of this kind makes of such an object; empty for a pod. */
    Optional<BuiltInKind> makes();

    /** How stamps, records and messages call the kind; no two kinds share it. */
    default KindName kindName() {
        return KindName.of(group(), kind());
    }

    /** {@code v1} or {@code apps/v1}. */
    default String apiVersion() {
        return group().isEmpty() ? version() : group() + "/" + version();
    }

    /** From the root of the object to the pod spec in it. */
    default List<String> podSpecPath() {
        return Stream.concat(templatePath().stream(), Stream.of("spec")).toList();
    }

    default boolean isPod() {
        return templatePath().isEmpty();
    }
}
