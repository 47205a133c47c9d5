package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Ids {@code statefulset-identity}, {@code statefulset-volumes}, {@code controller-revision}: a pod
 * is called after its set and its ordinal, which is also its host name, and mounts the claims of
 * that ordinal under the names of the claim templates.
 */
record StatefulSetMaking(
        String podNameLabel,
        String podIndexLabel,
        String revisionLabel,
        TemplateHash revision,
        ChildIdentity identity)
        implements Making {

    static StatefulSetMaking of(DerivationRules rules, ChildIdentity identity) {
        JsonObject labels = rules.allowed("statefulset-identity");
        JsonObject revision = rules.allowed("controller-revision");
        return new StatefulSetMaking(
                labels.string("podNameLabel").orElseThrow(),
                labels.string("podIndexLabel").orElseThrow(),
                revision.string("label").orElseThrow(),
                TemplateHash.of(revision),
                identity);
    }

    @Override
    public Made of(Workload owner, Workload child) {
        var changes = new ArrayList<>(identity.reference(owner, child));
        identity.generateName(owner, child).ifPresent(changes::add);
        String set = owner.name().orElse("");
        String pod = child.name().orElse("");
        Optional<String> ordinal = Ordinal.after(set + "-", pod);
        if (ordinal.isEmpty()) {
            changes.add(ChildIdentity.change("metadata.name", set + "-<ordinal>", pod));
            return new Made(changes, Making.fromTemplate(owner));
        }
        JsonObject expected = Making.fromTemplate(owner);
        expected = Making.withLabel(expected, podNameLabel, pod);
        expected = Making.withLabel(expected, podIndexLabel, ordinal.get());
        String name = child.labels().getOrDefault(revisionLabel, "");
        if (isRevision(set, name)) {
            expected = Making.withLabel(expected, revisionLabel, name);
        } else {
            changes.add(
                    ChildIdentity.change(
                            "metadata.labels." + revisionLabel, "a revision of " + set, name));
        }
        return new Made(changes, expected.with("spec", spec(owner, expected, pod)));
    }

    /** Revisions are called after the set and a hash; the label is the whole name. */
    private boolean isRevision(String set, String name) {
        return name.startsWith(set + "-") && revision.matches(name.substring(set.length() + 1));
    }

    private static JsonObject spec(Workload owner, JsonObject expected, String pod) {
        JsonObject spec = expected.object("spec").with("hostname", pod);
        String service = owner.tree().string("spec", "serviceName").orElse("");
        spec = service.isEmpty() ? spec.without("subdomain") : spec.with("subdomain", service);
        List<JsonObject> claims = owner.tree().objects("spec", "volumeClaimTemplates");
        return claims.isEmpty() ? spec : spec.with("volumes", volumes(spec, claims, pod));
    }

    private static JsonArray volumes(JsonObject spec, List<JsonObject> claims, String pod) {
        Set<String> names = new HashSet<>();
        var volumes = new ArrayList<JsonValue>();
        for (JsonObject claim : claims) {
            String name = claim.string("metadata", "name").orElse("");
            if (names.add(name)) {
                volumes.add(
                        JsonObject.builder()
                                .put("name", name)
                                .put(
                                        "persistentVolumeClaim",
                                        JsonObject.of(
                                                "claimName", new JsonString(name + "-" + pod)))
                                .build());
            }
        }
        for (JsonObject volume : spec.objects("volumes")) {
            if (!names.contains(volume.string("name").orElse(""))) {
                volumes.add(volume);
            }
        }
        return new JsonArray(volumes);
    }
}
