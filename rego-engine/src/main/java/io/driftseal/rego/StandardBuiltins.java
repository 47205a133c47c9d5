package io.driftseal.rego;

import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.LibraryBuiltins;
import java.util.List;

/** The families that every engine has: OPA's builtins but those that reach out. */
final class StandardBuiltins {

    private StandardBuiltins() {}

    static List<BuiltinFamily> families() {
        return List.copyOf(LibraryBuiltins.families());
    }
}
