package io.driftseal.workload;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds that are stamped. A further kind is one more line of data here and its rules in the
 * canonical form's declaration; no code asks "is this a Deployment?".
 */
public enum WorkloadKind {
    POD("", "v1", "Pod", "pods", List.of()),
    DEPLOYMENT("apps", "v1", "Deployment", "deployments", List.of("spec", "template")),
    REPLICA_SET("apps", "v1", "ReplicaSet", "replicasets", List.of("spec", "template"));

    private final String group;
    private final String version;
    private final String kind;
    private final String plural;

    @SuppressWarnings("ImmutableEnumChecker") // lists of List.of only
    private final List<String> templatePath;

    WorkloadKind(
            String group, String version, String kind, String plural, List<String> templatePath) {
        this.group = group;
        this.version = version;
        this.kind = kind;
        this.plural = plural;
        this.templatePath = templatePath;
    }

    /**
     * The kind that Kubernetes writes as {@code apiVersion} and {@code kind}, if it is one of ours.
     */
    public static Optional<WorkloadKind> of(String apiVersion, String kind) {
        for (WorkloadKind candidate : values()) {
            if (candidate.kind.equals(kind) && candidate.apiVersion().equals(apiVersion)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** API group, empty for the core group. */
    public String group() {
        return group;
    }

    public String version() {
        return version;
    }

    /** {@code v1} or {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** {@code Pod}, {@code Deployment}, {@code ReplicaSet}. */
    public String kind() {
        return kind;
    }

    /** The kind in lower case, as our annotation keys end. */
    public String lowerCaseKind() {
        return kind.toLowerCase(Locale.ROOT);
    }

    /** The resource in URLs and rules: {@code pods}. */
    public String plural() {
        return plural;
    }

    /**
     * Where the pod template stands in the object; empty for a pod, which is what a template makes.
     */
    public List<String> templatePath() {
        return templatePath;
    }

    public boolean isPod() {
        return templatePath.isEmpty();
    }
}
