package io.driftseal.decision.settings;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * All settings of one set of policies, of all its files together.
 *
 * @param exemptions with ids that differ
 */
public record PolicySettings(
        List<Exemption> exemptions,
        List<RuleEnforcement> enforcement,
        List<RegistryScope> registries) {

    /** More than this is a rule that should be changed instead. */
    public static final int MAXIMUM_ENTRIES = 1_000;

    public PolicySettings {
        exemptions = List.copyOf(exemptions);
        enforcement = List.copyOf(enforcement);
        registries = List.copyOf(registries);
        if (exemptions.size() > MAXIMUM_ENTRIES
                || enforcement.size() > MAXIMUM_ENTRIES
                || registries.size() > MAXIMUM_ENTRIES) {
            throw new IllegalArgumentException(
                    "more than "
                            + MAXIMUM_ENTRIES
                            + " exemptions, rules or registries; change the rule");
        }
        var ids = new HashSet<String>();
        for (Exemption exemption : exemptions) {
            if (!ids.add(exemption.id())) {
                throw new IllegalArgumentException(
                        "two exemptions have the id " + exemption.id() + "; rename one");
            }
        }
    }

    public static PolicySettings none() {
        return new PolicySettings(List.of(), List.of(), List.of());
    }

    /** Exemptions that apply at this time. */
    public long active(Instant now) {
        return exemptions.stream().filter(exemption -> exemption.expires().isAfter(now)).count();
    }

    /** Exemptions that have ended and are still listed. */
    public long expired(Instant now) {
        return exemptions.size() - active(now);
    }

    /** The document that rules read as {@code data.driftseal.settings}. */
    public JsonObject document() {
        List<JsonValue> exempt = new ArrayList<>();
        exemptions.forEach(exemption -> exempt.add(exemption.document()));
        List<JsonValue> rules = new ArrayList<>();
        enforcement.forEach(rule -> rules.add(rule.document()));
        List<JsonValue> from = new ArrayList<>();
        registries.forEach(registry -> from.add(registry.document()));
        return JsonObject.builder()
                .put("exemptions", new JsonArray(exempt))
                .put("enforcement", new JsonArray(rules))
                .put("registries", new JsonArray(from))
                .build();
    }
}
