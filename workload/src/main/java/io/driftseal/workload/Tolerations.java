package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How Kubernetes joins two lists of tolerations ({@code pkg/util/tolerations}, Kubernetes 1.36):
 * one that tolerates no more than another is dropped.
 */
final class Tolerations {

    private Tolerations() {}

    /** The spec with those of the further tolerations that the child shows. */
    static JsonObject merged(JsonObject spec, List<JsonObject> further, JsonObject child) {
        List<JsonObject> shown = child.objects("spec", "tolerations");
        List<JsonObject> all = new ArrayList<>(spec.objects("tolerations"));
        int before = all.size();
        further.stream()
                .filter(toleration -> shown.stream().anyMatch(live -> isSame(live, toleration)))
                .forEach(all::add);
        return all.size() == before
                ? spec
                : spec.with("tolerations", new JsonArray(List.<JsonValue>copyOf(merge(all))));
    }

    private static List<JsonObject> merge(List<JsonObject> all) {
        var merged = new ArrayList<JsonObject>();
        for (int i = 0; i < all.size(); i++) {
            JsonObject toleration = all.get(i);
            boolean redundant =
                    merged.stream().anyMatch(kept -> covers(kept, toleration))
                            || all.subList(i + 1, all.size()).stream()
                                    .anyMatch(later ->
                                            !isSame(later, toleration)
                                                    && covers(later, toleration));
            if (!redundant) {
                merged.add(toleration);
            }
        }
        return merged;
    }

    private static boolean covers(JsonObject wide, JsonObject narrow) {
        if (isSame(wide, narrow)) {
            return true;
        }
        String operator = text(wide, "operator");
        boolean everyKey = text(wide, "key").isEmpty() && operator.equals("Exists");
        if (!text(wide, "key").equals(text(narrow, "key")) && !everyKey) {
            return false;
        }
        String effect = text(wide, "effect");
        if (!effect.isEmpty() && !effect.equals(text(narrow, "effect"))) {
            return false;
        }
        if (effect.equals("NoExecute") && seconds(wide).isPresent()) {
            Optional<Long> narrowSeconds = seconds(narrow);
            if (narrowSeconds.isEmpty() || narrowSeconds.get() > seconds(wide).get()) {
                return false;
            }
        }
        return switch (operator) {
            case "Exists" -> true;
            case "", "Equal" ->
                    text(narrow, "operator").equals("Equal")
                            && text(wide, "value").equals(text(narrow, "value"));
            default -> false;
        };
    }

    private static boolean isSame(JsonObject one, JsonObject other) {
        return Canonicaliser.object(one, FieldRules.NONE)
                .equals(Canonicaliser.object(other, FieldRules.NONE));
    }

    private static Optional<Long> seconds(JsonObject toleration) {
        return toleration
                .number("tolerationSeconds")
                .map(number -> number.whole().orElse(Long.MAX_VALUE));
    }

    private static String text(JsonObject toleration, String name) {
        return toleration.string(name).orElse("");
    }
}
