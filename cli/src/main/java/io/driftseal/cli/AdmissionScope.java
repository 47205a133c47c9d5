package io.driftseal.cli;

import io.driftseal.kubernetes.ResourceType;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the cluster itself says of where we are asked: our webhook configurations as they are
 * stored, not as some file of ours would have them.
 *
 * @param installed whether the stamping configuration is there
 * @param exemptNamespaces left out by it
 * @param stamped resources that are stamped, as group and plural
 * @param doors sub-resources that are reported to us
 */
record AdmissionScope(
        boolean installed, Set<String> exemptNamespaces, Set<String> stamped, Set<String> doors) {

    AdmissionScope {
        exemptNamespaces = Set.copyOf(exemptNamespaces);
        stamped = Set.copyOf(stamped);
        doors = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(doors));
    }

    static AdmissionScope of(ClusterReader cluster) throws CommandFailedException {
        Optional<JsonObject> stamp =
                cluster.get(ResourceType.MUTATING_WEBHOOK_CONFIGURATIONS, "zz-driftseal-stamp");
        Set<String> exempt = new TreeSet<>();
        stamp.ifPresent(configuration ->
                configuration.objects("webhooks").stream()
                        .flatMap(w -> w.objects("namespaceSelector", "matchExpressions").stream())
                        .filter(AdmissionScope::leavesOutByName)
                        .flatMap(e -> e.array("values").stream())
                        .forEach(value -> addText(exempt, value)));
        Set<String> stamped = new TreeSet<>();
        stamp.ifPresent(configuration ->
                configuration.objects("webhooks").stream()
                        .flatMap(w -> w.objects("rules").stream())
                        .forEach(rule -> addResources(stamped, rule)));
        Set<String> doors = new TreeSet<>();
        for (String name : new String[] {"driftseal-access", "driftseal-verify"}) {
            cluster.get(ResourceType.VALIDATING_WEBHOOK_CONFIGURATIONS, name)
                    .ifPresent(configuration ->
                            configuration.objects("webhooks").stream()
                                    .flatMap(w -> w.objects("rules").stream())
                                    .flatMap(r -> r.array("resources").stream())
                                    .forEach(resource -> addText(doors, resource)));
        }
        doors.removeIf(resource -> resource.indexOf('/') < 0);
        return new AdmissionScope(stamp.isPresent(), exempt, stamped, doors);
    }

    /** Whether objects of this type are handed to us to be stamped. */
    boolean stamps(ResourceType type) {
        return stamped.contains(type.group() + "/" + type.plural());
    }

    private static void addResources(Set<String> stamped, JsonObject rule) {
        Set<String> groups = new TreeSet<>();
        rule.array("apiGroups").forEach(group -> addText(groups, group));
        Set<String> resources = new TreeSet<>();
        rule.array("resources").forEach(resource -> addText(resources, resource));
        for (String group : groups) {
            resources.forEach(resource -> stamped.add(group + "/" + resource));
        }
    }

    private static boolean leavesOutByName(JsonObject expression) {
        return expression.string("key").equals(Optional.of("kubernetes.io/metadata.name"))
                && expression.string("operator").equals(Optional.of("NotIn"));
    }

    private static void addText(Set<String> texts, io.driftseal.workload.json.JsonValue value) {
        if (value instanceof JsonString text) {
            texts.add(text.value());
        }
    }
}
