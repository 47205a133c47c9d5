package io.driftseal.rego.builtin.core;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Union, intersection and difference. */
public final class SetBuiltins implements BuiltinFamily {

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "and", (_, a) -> intersection(Operand.set(a, 1), Operand.set(a, 2)),
                "or", (_, a) -> union(Operand.set(a, 1), Operand.set(a, 2)),
                "set_diff", (_, a) -> difference(Operand.set(a, 1), Operand.set(a, 2)),
                "intersection", (c, a) -> intersection(c, Operand.set(a, 1)),
                "union", (c, a) -> union(c, Operand.set(a, 1)));
    }

    private static RegoSet element(BuiltinContext context, RegoValue element) {
        if (element instanceof RegoSet set) {
            context.step(1 + set.size());
            return set;
        }
        throw BuiltinException.type(1, element, "set");
    }

    private static RegoSet intersection(BuiltinContext context, RegoSet sets) {
        RegoSet result = null;
        for (RegoValue element : sets.toList()) {
            result = intersection(result, element(context, element));
        }
        return result == null ? RegoSet.EMPTY : result;
    }

    private static RegoSet intersection(@Nullable RegoSet left, RegoSet right) {
        if (left == null) {
            return right;
        }
        RegoSet small = left.size() <= right.size() ? left : right;
        RegoSet.Builder result = RegoSet.builder();
        for (RegoValue element : small.toList()) {
            if (left.contains(element) && right.contains(element)) {
                result.add(element);
            }
        }
        return result.build();
    }

    private static RegoSet union(BuiltinContext context, RegoSet sets) {
        RegoSet.Builder result = RegoSet.builder();
        for (RegoValue element : sets.toList()) {
            element(context, element).toList().forEach(result::add);
        }
        return result.build();
    }

    private static RegoSet union(RegoSet left, RegoSet right) {
        RegoSet.Builder result = left.toBuilder();
        right.toList().forEach(result::add);
        return result.build();
    }

    static RegoSet difference(RegoSet left, RegoSet right) {
        RegoSet.Builder result = RegoSet.builder();
        for (RegoValue element : left.toList()) {
            if (!right.contains(element)) {
                result.add(element);
            }
        }
        return result.build();
    }
}
