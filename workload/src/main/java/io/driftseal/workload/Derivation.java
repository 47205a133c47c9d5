package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a child is what its owner's template makes of it. Expected is the template plus what
 * named transformations permit ({@code derivation-v1.json}); the two canonical forms must then be
 * equal.
 */
public final class Derivation {

    private static final String HASH_RULE = "pod-template-hash";

    private Derivation() {}

    /**
     * What of the child neither the template nor a named transformation explains: {@code before} is
     * what the template makes, {@code after} what is there. Empty if all is explained.
     *
     * <p>A Deployment makes ReplicaSets, a ReplicaSet makes pods; any other pair is unexplained.
     * The owner must be the one that was read by the child's owner reference, with its uid.
     */
    public static Difference unexplained(Workload owner, Workload child) {
        if (owner.kind() == WorkloadKind.DEPLOYMENT && child.kind() == WorkloadKind.REPLICA_SET) {
            return replicaSet(owner, child);
        }
        if (owner.kind() == WorkloadKind.REPLICA_SET && child.kind() == WorkloadKind.POD) {
            return pod(owner, child);
        }
        return new Difference(
                List.of(
                        new FieldChange(
                                "kind",
                                Optional.of("what a " + owner.kind().kind() + " makes"),
                                Optional.of(child.kind().kind()))));
    }

    private static Difference pod(Workload owner, Workload child) {
        DerivationRules rules = DerivationRules.current();
        JsonObject template = owner.podTemplate().orElseThrow();
        JsonObject expected =
                JsonObject.builder()
                        .put("metadata", template.object("metadata"))
                        .put("spec", template.object("spec"))
                        .build();
        for (Transformation transformation : rules.pod()) {
            expected = transformation.explain(expected, child.tree());
        }
        return compared(rules.identity().unexplained(owner, child), expected, child);
    }

    private static Difference replicaSet(Workload owner, Workload child) {
        DerivationRules rules = DerivationRules.current();
        JsonObject allowed = rules.allowed(HASH_RULE);
        String label = allowed.string("label").orElseThrow();
        String hash = child.labels().getOrDefault(label, "");
        var identity = new ArrayList<>(rules.identity().unexplained(owner, child));
        JsonObject spec = owner.tree().object("spec");
        JsonObject selector = spec.object("selector");
        JsonObject template = spec.object("template");
        if (isTemplateHash(hash, allowed)) {
            rules.identity().replicaSetName(owner, child, hash).ifPresent(identity::add);
            selector =
                    selector.with("matchLabels", selector.object("matchLabels").with(label, hash));
            JsonObject metadata = template.object("metadata");
            template =
                    template.with(
                            "metadata",
                            metadata.with("labels", metadata.object("labels").with(label, hash)));
        } else {
            identity.add(
                    new FieldChange(
                            FieldPath.ROOT.member("metadata").member("labels").member(label).text(),
                            Optional.of("a template hash"),
                            Optional.of(hash.isEmpty() ? "nothing" : DisplayText.of(hash))));
        }
        JsonObject expected =
                JsonObject.of(
                        "spec",
                        JsonObject.builder()
                                .put("selector", selector)
                                .put("template", template)
                                .build());
        return compared(identity, expected, child);
    }

    private static boolean isTemplateHash(String hash, JsonObject allowed) {
        long longest = allowed.number("maximumLength").orElseThrow().whole().orElseThrow();
        return hash.length() <= longest
                && GeneratedName.isOfAlphabet(hash, allowed.string("alphabet").orElseThrow());
    }

    /**
     * Equality is decided on the whole forms; the redacted ones only give it words. Should these
     * agree where the forms do not, the hashes are shown.
     */
    private static Difference compared(
            List<FieldChange> identity, JsonObject expected, Workload child) {
        CanonicalForm wanted =
                CanonicalForm.of(
                        new Workload(child.kind(), expected.with("metadata", metadata(expected))));
        CanonicalForm live = CanonicalForm.of(child);
        var changes = new ArrayList<>(identity);
        if (!wanted.tree().equals(live.tree())) {
            List<FieldChange> fields =
                    Difference.between(wanted.redacted(), live.redacted()).changes();
            changes.addAll(fields);
            if (fields.isEmpty()) {
                changes.add(
                        new FieldChange(
                                "configuration hash",
                                Optional.of(wanted.hash().hex()),
                                Optional.of(live.hash().hex())));
            }
        }
        return changes.isEmpty() ? Difference.none() : new Difference(changes);
    }

    private static JsonObject metadata(JsonObject expected) {
        return expected.object("metadata");
    }
}
