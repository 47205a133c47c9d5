package io.driftseal.rego.builtin;

import java.util.Map;

/** Builtins that belong together. */
public interface BuiltinFamily {

    /** By the name that policies call them by, {@code units.parse}. */
    Map<String, Builtin> builtins();
}
