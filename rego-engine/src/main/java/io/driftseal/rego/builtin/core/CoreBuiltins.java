package io.driftseal.rego.builtin.core;

import io.driftseal.rego.builtin.BuiltinFamily;
import java.util.List;

/** The families of this package. */
public final class CoreBuiltins {

    private CoreBuiltins() {}

    public static List<BuiltinFamily> families() {
        return List.of(
                new AggregateBuiltins(),
                new ArithmeticBuiltins(),
                new ArrayBuiltins(),
                new BitBuiltins(),
                new ComparisonBuiltins(),
                new JsonBuiltins(),
                new NumberBuiltins(),
                new ObjectBuiltins(),
                new OutputBuiltins(),
                new ReplaceBuiltins(),
                new SetBuiltins(),
                new StringBuiltins(),
                new StructureBuiltins(),
                new TrimBuiltins(),
                new TypeBuiltins());
    }
}
