package io.driftseal.rego;

import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.LibraryBuiltins;
import io.driftseal.rego.builtin.core.CoreBuiltins;
import java.util.List;
import java.util.stream.Stream;

/** The families that every engine has: OPA's builtins but those that reach out. */
final class StandardBuiltins {

    private StandardBuiltins() {}

    static List<BuiltinFamily> families() {
        return Stream.concat(CoreBuiltins.families().stream(), LibraryBuiltins.families().stream())
                .toList();
    }
}
