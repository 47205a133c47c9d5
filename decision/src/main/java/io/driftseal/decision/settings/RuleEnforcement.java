package io.driftseal.decision.settings;

import io.driftseal.decision.Mode;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * One rule does not refuse yet, whatever the namespace enforces.
 *
 * @param rule code of the rule
 * @param mode observe or warn; enforce is what every rule is in without an entry
 * @param expires the rule refuses from then on; absent for no end
 */
public record RuleEnforcement(
        String rule,
        Mode mode,
        NamespaceScope namespaces,
        Responsibility responsibility,
        Optional<Instant> expires) {

    public RuleEnforcement {
        if (mode == Mode.ENFORCE) {
            throw new IllegalArgumentException("a rule is enforced where nothing is said of it");
        }
    }

    JsonObject document() {
        return JsonObject.builder()
                .put("rule", rule)
                .put("mode", mode.wireName())
                .put("everyNamespace", namespaces.every())
                .put("namespaces", JsonArray.ofStrings(namespaces.names()))
                .put("owner", responsibility.owner())
                .put("reason", responsibility.reason())
                .put("expires", expires.map(Instant::toString).orElse(""))
                .build();
    }
}
