package io.driftseal.rego.builtin.core;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code object.*}, but for {@code object.subset}. */
public final class ObjectBuiltins implements BuiltinFamily {

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "object.get", (_, a) -> get(a),
                "object.keys", (_, a) -> keys(Operand.object(a, 1)),
                "object.remove", (_, a) -> select(a, false),
                "object.filter", (_, a) -> select(a, true),
                "object.union", ObjectBuiltins::unionOfTwo,
                "object.union_n", ObjectBuiltins::unionOfAll);
    }

    private static RegoValue get(RegoValue[] arguments) {
        RegoObject object = Operand.object(arguments, 1);
        RegoValue found;
        if (arguments[1] instanceof RegoArray path) {
            found = object;
            for (int i = 0; i < path.size() && found != null; i++) {
                found = step(found, path.get(i));
            }
        } else {
            found = object.get(arguments[1]);
        }
        return found == null ? arguments[2] : found;
    }

    private static @Nullable RegoValue step(RegoValue from, RegoValue key) {
        return switch (from) {
            case RegoObject object -> object.get(key);
            case RegoArray array -> array.find(key);
            case RegoSet set -> set.find(key);
            default -> null;
        };
    }

    private static RegoSet keys(RegoObject object) {
        RegoSet.Builder keys = RegoSet.builder();
        object.forEach((key, _) -> keys.add(key));
        return keys.build();
    }

    /** The members whose keys are named, or those whose keys are not. */
    private static RegoValue select(RegoValue[] arguments, boolean named) {
        RegoObject object = Operand.object(arguments, 1);
        RegoSet keys =
                switch (arguments[1]) {
                    case RegoSet set -> set;
                    case RegoArray array -> RegoSet.copyOf(array.items());
                    case RegoObject other -> keys(other);
                    default ->
                            throw BuiltinException.type(2, arguments[1], "object", "set", "array");
                };
        RegoObject.Builder result = RegoObject.builder();
        object.forEach((key, value) -> {
            if (keys.contains(key) == named) {
                result.put(key, value);
            }
        });
        return result.build();
    }

    /** Of equal objects the left one, whose numbers may be written otherwise: as OPA does. */
    private static RegoValue unionOfTwo(BuiltinContext context, RegoValue[] arguments) {
        RegoObject left = Operand.object(arguments, 1);
        RegoObject right = Operand.object(arguments, 2);
        return left.equals(right) ? left : union(context, left, right);
    }

    /** Members of both are merged where both are objects; else the right one wins. */
    private static RegoObject union(BuiltinContext context, RegoObject left, RegoObject right) {
        context.step((long) left.size() + right.size());
        RegoObject.Builder result = left.toBuilder();
        right.forEach((key, value) -> {
            RegoValue both =
                    left.get(key) instanceof RegoObject one && value instanceof RegoObject other
                            ? union(context, one, other)
                            : value;
            result.put(key, both);
        });
        return result.build();
    }

    private static RegoValue unionOfAll(BuiltinContext context, RegoValue[] arguments) {
        RegoArray array = Operand.array(arguments, 1);
        RegoObject result = RegoObject.EMPTY;
        for (RegoValue item : array.items()) {
            if (!(item instanceof RegoObject)) {
                throw BuiltinException.element(1, array, item, "object");
            }
        }
        for (RegoValue item : array.items()) {
            if (item instanceof RegoObject object) {
                result = union(context, result, object);
            }
        }
        return result;
    }
}
