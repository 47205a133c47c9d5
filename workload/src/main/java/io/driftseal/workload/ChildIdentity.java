package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
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

    /** That the child names this owner, by uid, as its controller. */
    List<FieldChange> reference(Workload owner, Workload child) {
        Optional<OwnerReference> controller = child.controllerOwner();
        if (controller.filter(reference -> refersTo(reference, owner)).isPresent()) {
            return List.of();
        }
        String wanted = owner.kind().kind() + " " + owner.name().orElse("");
        return List.of(
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
    Optional<FieldChange> generatedName(Workload owner, Workload child) {
        return generatedName(prefix(owner), child);
    }

    /** The same with a prefix that says more than the owner's name. */
    Optional<FieldChange> generatedName(String prefix, Workload child) {
        Optional<FieldChange> wrongPrefix = generateName(prefix, child);
        if (wrongPrefix.isPresent()) {
            return wrongPrefix;
        }
        String base = prefix.substring(0, Math.min(prefix.length(), longestPodNameBase));
        return child.name()
                .filter(name -> !suffix.matches(name, base))
                .map(name -> change("metadata.name", base + "…", name));
    }

    /** generateName alone, where the controller gives the name itself. */
    Optional<FieldChange> generateName(Workload owner, Workload child) {
        return generateName(prefix(owner), child);
    }

    private static Optional<FieldChange> generateName(String prefix, Workload child) {
        String generateName = child.generateName().orElse("");
        return generateName.equals(prefix)
                ? Optional.empty()
                : Optional.of(change("metadata.generateName", prefix, generateName));
    }

    private String prefix(Workload owner) {
        String name = owner.name().orElse("");
        return name.length() < longestPrefix ? name + "-" : name;
    }

    /** A ReplicaSet is called after its owner and its template's hash. */
    Optional<FieldChange> hashedName(Workload owner, Workload replicaSet, String hash) {
        String base = owner.name().orElse("");
        int longest = longestReplicaSetName - 1 - hash.length();
        String wanted = base.substring(0, Math.min(base.length(), longest)) + "-" + hash;
        String name = replicaSet.name().orElse("");
        return name.equals(wanted)
                ? Optional.empty()
                : Optional.of(change("metadata.name", wanted, name));
    }

    /** Id {@code custom-root-name}: all that is known of a controller that is not built in. */
    Optional<FieldChange> nameBeginsWithOwner(Workload owner, Workload child) {
        String prefix = owner.name().orElse("") + "-";
        String name = child.name().or(child::generateName).orElse("");
        return name.startsWith(prefix)
                ? Optional.empty()
                : Optional.of(change("metadata.name", prefix + "…", name));
    }

    static FieldChange change(String path, String wanted, String actual) {
        return new FieldChange(
                path,
                Optional.of(DisplayText.of(wanted)),
                Optional.of(actual.isEmpty() ? "nothing" : DisplayText.of(actual)));
    }

    private static int number(JsonObject allowed, String name) {
        return (int) allowed.number(name).orElseThrow().whole().orElseThrow();
    }
}
