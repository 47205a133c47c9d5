package io.driftseal.webhook.review;

import io.driftseal.decision.Requester;
import io.driftseal.workload.UnsupportedWorkloadException;
import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKind;
import io.driftseal.workload.WorkloadKinds;
import io.driftseal.workload.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/**
 * Which requests are ours.
 *
 * @param exemptNamespaces never touched and never refused, so that we cannot lock the cluster or
 *     ourselves out
 * @param kinds that are stamped
 */
public record Scope(Set<String> exemptNamespaces, WorkloadKinds kinds) {
    public Scope {
        exemptNamespaces = Set.copyOf(exemptNamespaces);
    }

    public boolean exempt(String namespace) {
        return namespace.isEmpty() || exemptNamespaces.contains(namespace);
    }

    /** The kind of the request's resource, if it is one that is stamped. */
    public Optional<WorkloadKind> kind(ReviewedResource resource) {
        return kinds.ofResource(resource.group(), resource.version(), resource.plural());
    }

    /**
     * A tree of the request as a workload, with the request's namespace where it has none yet.
     *
     * @throws MalformedReviewException if the tree has not the shape of its kind, or names itself
     *     as nothing in Kubernetes is named
     */
    public static Workload workload(AdmissionRequest request, WorkloadKind kind, JsonObject tree)
            throws MalformedReviewException {
        JsonObject metadata = tree.object("metadata");
        ReviewedNames.object(request, metadata);
        JsonObject placed =
                metadata.string("namespace").filter(name -> !name.isEmpty()).isPresent()
                        ? tree
                        : tree.with("metadata", metadata.with("namespace", request.namespace()));
        try {
            return Workload.of(kind, placed);
        } catch (UnsupportedWorkloadException e) {
            throw new MalformedReviewException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Whether a pod is a mirror of a static pod and was made by the kubelet of its own node. Only
     * then is it let through; anybody else's claim to be a mirror is a claim.
     */
    public static boolean ownMirror(Workload workload, Requester requester) {
        Optional<String> node = workload.tree().string("spec", "nodeName");
        return workload.isMirrorPod()
                && node.isPresent()
                && requester.username().equals("system:node:" + node.get())
                && requester.groups().contains("system:nodes");
    }
}
