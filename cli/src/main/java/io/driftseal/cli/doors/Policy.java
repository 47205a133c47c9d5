package io.driftseal.cli.doors;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A ValidatingAdmissionPolicy of the chart that shuts side entrances.
 *
 * @param name of policy and binding
 * @param shuts what it is there for, in words
 * @param failurePolicy as the chart has it
 */
record Policy(String name, String shuts, String failurePolicy) {

    static List<Policy> expected() {
        return List.of(
                new Policy(
                        "driftseal-stamps",
                        "stamps and labels written through status and bindings",
                        "Fail"),
                new Policy(
                        "driftseal-mode-labels",
                        "mode and tier of namespaces changed by others than administrators",
                        "Fail"),
                new Policy("driftseal-denied-tokens", "writes by tokens of denied pods", "Ignore"),
                new Policy(
                        "driftseal-denied-token-requests", "new tokens for denied pods", "Ignore"),
                new Policy(
                        "driftseal-grants",
                        "signatures and uses of access grants written by others than the webhook",
                        "Fail"));
    }

    /** What is wrong with it; empty if nothing is. */
    List<String> faults(Optional<JsonObject> policy, List<JsonObject> bindings) {
        if (policy.isEmpty()) {
            return List.of("the policy is not there");
        }
        List<String> faults = new ArrayList<>();
        JsonObject spec = policy.get().object("spec");
        String live = spec.string("failurePolicy").orElse("Fail");
        if (!live.equals(failurePolicy)) {
            faults.add("its failurePolicy is " + live + ", not " + failurePolicy);
        }
        if (spec.array("validations").isEmpty()) {
            faults.add("it validates nothing");
        }
        List<JsonObject> bound =
                bindings.stream()
                        .map(binding -> binding.object("spec"))
                        .filter(binding -> binding.string("policyName").equals(Optional.of(name)))
                        .toList();
        if (bound.isEmpty()) {
            faults.add("no binding puts it in force");
        } else if (bound.stream().noneMatch(Policy::denies)) {
            faults.add("its binding does not deny");
        } else if (bound.stream().filter(Policy::denies).noneMatch(b -> !b.has("matchResources"))) {
            faults.add("its binding is limited to some objects");
        }
        return faults;
    }

    private static boolean denies(JsonObject binding) {
        return new JsonArray(binding.array("validationActions"))
                .items()
                .contains(new JsonString("Deny"));
    }
}
