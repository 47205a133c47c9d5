package io.driftseal.rego.builtin.core;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.value.RegoBoolean;
import java.util.Map;

/** Equality and order, over values of any type. */
public final class ComparisonBuiltins implements BuiltinFamily {

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "equal", (_, a) -> RegoBoolean.of(a[0].equals(a[1])),
                "eq", (_, a) -> RegoBoolean.of(a[0].equals(a[1])),
                "neq", (_, a) -> RegoBoolean.of(!a[0].equals(a[1])),
                "gt", (_, a) -> RegoBoolean.of(a[0].compareTo(a[1]) > 0),
                "gte", (_, a) -> RegoBoolean.of(a[0].compareTo(a[1]) >= 0),
                "lt", (_, a) -> RegoBoolean.of(a[0].compareTo(a[1]) < 0),
                "lte", (_, a) -> RegoBoolean.of(a[0].compareTo(a[1]) <= 0));
    }
}
