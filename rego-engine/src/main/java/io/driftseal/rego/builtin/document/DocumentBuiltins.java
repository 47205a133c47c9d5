package io.driftseal.rego.builtin.document;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoNull;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code json.patch}, {@code json.filter} and {@code json.remove}. */
public final class DocumentBuiltins implements BuiltinFamily {

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "json.remove", DocumentBuiltins::remove,
                "json.filter", DocumentBuiltins::filter,
                "json.patch", DocumentBuiltins::patch);
    }

    private static @Nullable RegoValue remove(BuiltinContext context, RegoValue[] arguments) {
        RegoObject object = Operand.object(arguments, 1);
        return without(context, object, JsonPath.tree(arguments[1]));
    }

    /** The value without what the tree's leaves name, null where that is all of it. */
    private static @Nullable RegoValue without(
            BuiltinContext context, RegoValue value, @Nullable RegoValue tree) {
        context.step(1);
        if (tree instanceof RegoNull) {
            return null;
        }
        if (!(tree instanceof RegoObject branches)) {
            return value;
        }
        return switch (value) {
            case RegoObject object -> {
                RegoObject.Builder rest = RegoObject.builder();
                object.forEach((key, item) -> {
                    RegoValue kept = without(context, item, branches.get(key));
                    if (kept != null) {
                        rest.put(key, kept);
                    }
                });
                yield rest.build();
            }
            case RegoSet set -> {
                RegoSet.Builder rest = RegoSet.builder();
                for (RegoValue item : set.toList()) {
                    RegoValue kept = without(context, item, branches.get(item));
                    if (kept != null) {
                        rest.add(kept);
                    }
                }
                yield rest.build();
            }
            case RegoArray array -> {
                List<RegoValue> rest = new ArrayList<>(array.size());
                for (int i = 0; i < array.size(); i++) {
                    RegoValue branch = branches.get(RegoString.of(Integer.toString(i)));
                    RegoValue kept = without(context, array.get(i), branch);
                    if (kept != null) {
                        rest.add(kept);
                    }
                }
                yield RegoArray.copyOf(rest);
            }
            default -> value;
        };
    }

    private static RegoValue filter(BuiltinContext context, RegoValue[] arguments) {
        RegoObject object = Operand.object(arguments, 1);
        return only(context, object, JsonPath.tree(arguments[1]));
    }

    /** Of the value what the tree names. */
    private static RegoValue only(BuiltinContext context, RegoValue value, RegoValue tree) {
        context.step(1);
        if (value.equals(tree) || !(tree instanceof RegoObject branches)) {
            return value;
        }
        return switch (value) {
            case RegoObject object -> {
                RegoObject.Builder rest = RegoObject.builder();
                object.forEach((key, item) -> {
                    RegoValue branch = branches.get(key);
                    if (branch != null) {
                        rest.put(key, only(context, item, branch));
                    }
                });
                yield rest.build();
            }
            case RegoSet set -> {
                RegoSet.Builder rest = RegoSet.builder();
                for (RegoValue item : set.toList()) {
                    RegoValue branch = branches.get(item);
                    if (branch != null) {
                        rest.add(only(context, item, branch));
                    }
                }
                yield rest.build();
            }
            case RegoArray array -> {
                List<RegoValue> rest = new ArrayList<>();
                for (int i = 0; i < array.size(); i++) {
                    RegoValue branch = branches.get(RegoString.of(Integer.toString(i)));
                    if (branch != null) {
                        rest.add(only(context, array.get(i), branch));
                    }
                }
                yield RegoArray.copyOf(rest);
            }
            default -> value;
        };
    }

    private static @Nullable RegoValue patch(BuiltinContext context, RegoValue[] arguments) {
        RegoArray operations = Operand.array(arguments, 2);
        return new JsonPatch(context, arguments[0]).apply(operations);
    }
}
