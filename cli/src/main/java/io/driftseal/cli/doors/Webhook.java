package io.driftseal.cli.doors;

import io.driftseal.kubernetes.admission.OffSwitch;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One webhook of ours as the API server has it.
 *
 * @param configuration name of the object that it stands in
 * @param mutating whether it stamps rather than verifies
 * @param tree as it stands there
 */
record Webhook(String configuration, boolean mutating, JsonObject tree) {

    String name() {
        return tree.string("name").orElse("");
    }

    boolean failsClosed() {
        return tree.string("failurePolicy").orElse("Fail").equals("Fail");
    }

    String caBundle() {
        return tree.string("clientConfig", "caBundle").orElse("");
    }

    /** By {@code driftseal off}. */
    boolean isSwitchedOff() {
        return tree.objects("matchConditions").stream()
                .anyMatch(condition ->
                        condition.string("name").equals(Optional.of(OffSwitch.CONDITION)));
    }

    /** Whether the API server asks it about this entrance in a namespace with these labels. */
    boolean watches(Entrance entrance, Map<String, String> namespaceLabels) {
        boolean here =
                !entrance.namespaced()
                        || new Selector(tree.object("namespaceSelector")).selects(namespaceLabels);
        return here
                && !isSwitchedOff()
                && new Selector(tree.object("objectSelector")).isEmpty()
                && tree.objects("rules").stream().anyMatch(rule -> covers(rule, entrance));
    }

    private static boolean covers(JsonObject rule, Entrance entrance) {
        String scope = rule.string("scope").orElse("*");
        boolean inScope =
                scope.equals("*") || scope.equals(entrance.namespaced() ? "Namespaced" : "Cluster");
        return inScope
                && has(rule, "apiGroups", List.of("*", entrance.group()))
                && has(rule, "apiVersions", List.of("*", entrance.version()))
                && has(rule, "operations", List.of("*", entrance.operation()))
                && has(rule, "resources", spellings(entrance.resource()));
    }

    /**
     * {@code pods/exec} is also in {@code pods/*}, {@code *}{@code /exec} and {@code *}{@code /*}.
     */
    private static List<String> spellings(String resource) {
        String[] parts = resource.split("/", 2);
        return parts.length == 1
                ? List.of("*", "*/*", resource)
                : List.of("*/*", resource, parts[0] + "/*", "*/" + parts[1]);
    }

    private static boolean has(JsonObject rule, String list, List<String> wanted) {
        return rule.array(list).stream()
                .anyMatch(item -> item instanceof JsonString text && wanted.contains(text.value()));
    }
}
