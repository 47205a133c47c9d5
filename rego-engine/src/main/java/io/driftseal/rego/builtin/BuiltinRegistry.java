package io.driftseal.rego.builtin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All builtins that an engine has, by name. Immutable. */
public final class BuiltinRegistry {

    private final Map<String, Builtin> builtins;

    private BuiltinRegistry(Map<String, Builtin> builtins) {
        this.builtins = Map.copyOf(builtins);
    }

    /**
     * The builtins of these families.
     *
     * @throws IllegalArgumentException if two families have a builtin of the same name
     */
    public static BuiltinRegistry of(List<BuiltinFamily> families) {
        Map<String, Builtin> all = new HashMap<>();
        for (BuiltinFamily family : families) {
            family.builtins()
                    .forEach((name, builtin) -> {
                        if (all.put(name, builtin) != null) {
                            throw new IllegalArgumentException(
                                    "two families have a builtin " + name);
                        }
                    });
        }
        return new BuiltinRegistry(all);
    }

    public @Nullable Builtin find(String name) {
        return builtins.get(name);
    }

    /** Sorted. */
    public Set<String> names() {
        return new TreeSet<>(builtins.keySet());
    }
}
