package io.driftseal.workload;

import io.driftseal.workload.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Every version of the canonical form that this program can make. New stamps are made with the
 * newest; a stamp is held against the version that it names, so that an upgrade of the form changes
 * no stamp and restarts no pod.
 */
public final class FormVersions {

    private static final FormVersions SHIPPED = new FormVersions(List.of(FormRules.current()));

    private final TreeMap<Integer, FormRules> byVersion = new TreeMap<>();

    private FormVersions(List<FormRules> all) {
        for (FormRules rules : all) {
            if (byVersion.put(rules.version(), rules) != null) {
                throw new IllegalArgumentException(
                        "form version " + rules.version() + " is declared twice");
            }
        }
    }

    /** Those of the program. */
    public static FormVersions shipped() {
        return SHIPPED;
    }

    /** Those of the program and one that is declared beside them, of another version. */
    public FormVersions and(JsonObject declaration) {
        var all = new java.util.ArrayList<>(byVersion.values());
        all.add(FormRules.parse(declaration));
        return new FormVersions(all);
    }

    /** The form of this version; empty if this program does not know the version. */
    public Optional<CanonicalForm> form(Workload workload, int version) {
        return Optional.ofNullable(byVersion.get(version))
                .map(rules -> CanonicalForm.of(workload, rules));
    }

    /** Versions that a stamp may name, oldest first. */
    public List<Integer> known() {
        return List.copyOf(byVersion.keySet());
    }
}
