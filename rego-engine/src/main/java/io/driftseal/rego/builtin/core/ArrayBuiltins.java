package io.driftseal.rego.builtin.core;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code array.*}. */
public final class ArrayBuiltins implements BuiltinFamily {

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "array.concat", (_, a) -> concat(Operand.array(a, 1), Operand.array(a, 2)),
                "array.flatten", (_, a) -> flatten(Operand.array(a, 1)),
                "array.reverse", (_, a) -> RegoArray.copyOf(Operand.array(a, 1).items().reversed()),
                "array.slice", (_, a) -> slice(a));
    }

    private static RegoValue concat(RegoArray left, RegoArray right) {
        List<RegoValue> items = new ArrayList<>(left.size() + right.size());
        items.addAll(left.items());
        items.addAll(right.items());
        return RegoArray.copyOf(items);
    }

    private static RegoValue flatten(RegoArray array) {
        List<RegoValue> items = new ArrayList<>(array.size());
        for (RegoValue item : array.items()) {
            if (item instanceof RegoArray nested) {
                items.addAll(nested.items());
            } else {
                items.add(item);
            }
        }
        return RegoArray.copyOf(items);
    }

    private static RegoValue slice(RegoValue[] arguments) {
        RegoArray array = Operand.array(arguments, 1);
        long start = Operand.integer(arguments, 2);
        long stop = Operand.integer(arguments, 3);
        int to = (int) Math.clamp(stop, 0, (long) array.size());
        int from = (int) Math.clamp(start, 0, (long) to);
        return array.slice(from, to);
    }
}
