package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a child is named after its owner and refers to it. These fields are outside the canonical
 * form, because the stamp's subject binds them; here they are held against the owner.
 */
record ChildIdentity(
        GeneratedName suffix,
        int longestPodNameBase,
        int longestReplicaSetName,
        int longestPrefix) {

    static ChildIdentity of(JsonObject allowed) {
        return new ChildIdentity(
                GeneratedName.of(allowed),
                number(allowed, "longestPodNameBase"),
                number(allowed, "longestReplicaSetName"),
                number(allowed, "longestPrefix"));
    }

    List<FieldChange> unexplained(Workload owner, Workload child) {
        var changes = new ArrayList<FieldChange>();
        reference(owner, child).ifPresent(changes::add);
        if (child.kind().isPod()) {
            podName(owner, child).ifPresent(changes::add);
        }
        return changes;
    }

    private static Optional<FieldChange> reference(Workload owner, Workload child) {
        String wanted = owner.kind().kind() + " " + owner.name().orElse("");
        Optional<OwnerReference> controller = child.controllerOwner();
        boolean refers = controller.filter(reference -> refersTo(reference, owner)).isPresent();
        return refers
                ? Optional.empty()
                : Optional.of(
                        change(
                                "metadata.ownerReferences",
                                wanted + " " + owner.uid().orElse("without uid"),
                                controller
                                        .map(r -> r.kind() + " " + r.name() + " " + r.uid())
                                        .orElse("no controller")));
    }

    private static boolean refersTo(OwnerReference reference, Workload owner) {
        return reference.apiVersion().equals(owner.kind().apiVersion())
                && reference.kind().equals(owner.kind().kind())
                && Optional.of(reference.name()).equals(owner.name())
                && Optional.of(reference.uid()).equals(owner.uid());
    }

    /**
     * generateName is the owner's name and a dash; the name, once there is one, is made from it.
     */
    private Optional<FieldChange> podName(Workload owner, Workload child) {
        String ownerName = owner.name().orElse("");
        String prefix = ownerName.length() < longestPrefix ? ownerName + "-" : ownerName;
        String generateName = child.generateName().orElse("");
        if (!generateName.equals(prefix)) {
            return Optional.of(change("metadata.generateName", prefix, generateName));
        }
        String base = prefix.substring(0, Math.min(prefix.length(), longestPodNameBase));
        return child.name()
                .filter(name -> !suffix.matches(name, base))
                .map(name -> change("metadata.name", base + "…", name));
    }

    /** A ReplicaSet is called after its Deployment and its template's hash. */
    Optional<FieldChange> replicaSetName(Workload deployment, Workload replicaSet, String hash) {
        String owner = deployment.name().orElse("");
        int longest = longestReplicaSetName - 1 - hash.length();
        String wanted = owner.substring(0, Math.min(owner.length(), longest)) + "-" + hash;
        String name = replicaSet.name().orElse("");
        return name.equals(wanted)
                ? Optional.empty()
                : Optional.of(change("metadata.name", wanted, name));
    }

    private static FieldChange change(String path, String wanted, String actual) {
        return new FieldChange(
                path,
                Optional.of(DisplayText.of(wanted)),
                Optional.of(actual.isEmpty() ? "nothing" : DisplayText.of(actual)));
    }

    private static int number(JsonObject allowed, String name) {
        return (int) allowed.number(name).orElseThrow().whole().orElseThrow();
    }
}
