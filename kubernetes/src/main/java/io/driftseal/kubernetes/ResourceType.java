package io.driftseal.kubernetes;

import io.driftseal.workload.WorkloadKind;
import java.util.Objects;

/**
 * One kind of object as the API server serves it.
 *
 * @param group API group, empty for the core group
 * @param version version of the group, {@code v1}
 * @param kind {@code Pod}
 * @param plural the name in paths and in RBAC rules, {@code pods}
 * @param namespaced whether objects live in a namespace
 */
public record ResourceType(
        String group, String version, String kind, String plural, boolean namespaced) {

    private static final String ADMISSION = "admissionregistration.k8s.io";

    public static final ResourceType PODS = namespaced("", "v1", "Pod", "pods");
    public static final ResourceType DEPLOYMENTS =
            namespaced("apps", "v1", "Deployment", "deployments");
    public static final ResourceType REPLICA_SETS =
            namespaced("apps", "v1", "ReplicaSet", "replicasets");
    public static final ResourceType CONFIG_MAPS = namespaced("", "v1", "ConfigMap", "configmaps");
    public static final ResourceType ENDPOINTS = namespaced("", "v1", "Endpoints", "endpoints");
    public static final ResourceType ACCESS_GRANTS =
            namespaced("driftseal.io", "v1", "AccessGrant", "accessgrants");

    /** Single Secrets by name; nothing of ours lists or watches them. */
    public static final ResourceType SECRETS = namespaced("", "v1", "Secret", "secrets");

    public static final ResourceType LEASES =
            namespaced("coordination.k8s.io", "v1", "Lease", "leases");
    public static final ResourceType EVENTS = namespaced("events.k8s.io", "v1", "Event", "events");
    public static final ResourceType NAMESPACES =
            clusterScoped("", "v1", "Namespace", "namespaces");
    public static final ResourceType MUTATING_WEBHOOK_CONFIGURATIONS =
            clusterScoped(
                    ADMISSION,
                    "v1",
                    "MutatingWebhookConfiguration",
                    "mutatingwebhookconfigurations");
    public static final ResourceType VALIDATING_WEBHOOK_CONFIGURATIONS =
            clusterScoped(
                    ADMISSION,
                    "v1",
                    "ValidatingWebhookConfiguration",
                    "validatingwebhookconfigurations");
    public static final ResourceType VALIDATING_ADMISSION_POLICIES =
            clusterScoped(
                    ADMISSION, "v1", "ValidatingAdmissionPolicy", "validatingadmissionpolicies");
    public static final ResourceType VALIDATING_ADMISSION_POLICY_BINDINGS =
            clusterScoped(
                    ADMISSION,
                    "v1",
                    "ValidatingAdmissionPolicyBinding",
                    "validatingadmissionpolicybindings");

    public ResourceType {
        Objects.requireNonNull(group, "group");
        requireText(version, "version");
        requireText(kind, "kind");
        requireText(plural, "plural");
    }

    /** A kind that is stamped; all of them live in namespaces. */
    public static ResourceType of(WorkloadKind kind) {
        return namespaced(kind.group(), kind.version(), kind.kind(), kind.plural());
    }

    public static ResourceType namespaced(
            String group, String version, String kind, String plural) {
        return new ResourceType(group, version, kind, plural, true);
    }

    public static ResourceType clusterScoped(
            String group, String version, String kind, String plural) {
        return new ResourceType(group, version, kind, plural, false);
    }

    /** {@code v1} or {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    private static void requireText(String text, String name) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(name + " of a resource type is empty");
        }
    }
}
