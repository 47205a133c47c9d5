package io.driftseal.rego.builtin.core;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code walk} and {@code object.subset}, which look into values of any depth. */
public final class StructureBuiltins implements BuiltinFamily {

    private static final long PAIR_BYTES = 160;

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "walk", (c, a) -> walk(c, a[0]),
                "object.subset", (c, a) -> RegoBoolean.of(subset(c, a[0], a[1])));
    }

    /** All pairs of path and value, each value before what is in it. */
    private static RegoValue walk(BuiltinContext context, RegoValue value) {
        List<RegoValue> pairs = new ArrayList<>();
        walk(context, new ArrayList<>(), value, pairs);
        return RegoArray.copyOf(pairs);
    }

    private static void walk(
            BuiltinContext context, List<RegoValue> path, RegoValue value, List<RegoValue> pairs) {
        context.step(1);
        context.allocate(PAIR_BYTES + Long.BYTES * (long) path.size());
        pairs.add(RegoArray.of(RegoArray.copyOf(path), value));
        switch (value) {
            case RegoArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    step(context, path, RegoNumber.of(i), array.get(i), pairs);
                }
            }
            case RegoObject object -> {
                for (int i = 0; i < object.size(); i++) {
                    step(context, path, object.keyAt(i), object.valueAt(i), pairs);
                }
            }
            case RegoSet set -> {
                for (int i = 0; i < set.size(); i++) {
                    step(context, path, set.elementAt(i), set.elementAt(i), pairs);
                }
            }
            default -> {}
        }
    }

    private static void step(
            BuiltinContext context,
            List<RegoValue> path,
            RegoValue key,
            RegoValue value,
            List<RegoValue> pairs) {
        path.add(key);
        walk(context, path, value, pairs);
        path.removeLast();
    }

    private static boolean subset(BuiltinContext context, RegoValue all, RegoValue part) {
        if (all instanceof RegoObject left && part instanceof RegoObject right) {
            return objectSubset(context, left, right);
        }
        if (all instanceof RegoSet left && part instanceof RegoSet right) {
            return setSubset(left, right);
        }
        if (all instanceof RegoArray left && part instanceof RegoArray right) {
            return arraySubset(context, left, right);
        }
        if (all instanceof RegoArray left && part instanceof RegoSet right) {
            return arrayHoldsSet(left, right);
        }
        throw BuiltinException.of(
                BuiltinException.Kind.TYPE,
                "both arguments object.subset must be of the same type or array and set");
    }

    private static boolean objectSubset(BuiltinContext context, RegoObject all, RegoObject part) {
        context.step(part.size());
        for (int i = 0; i < part.size(); i++) {
            RegoValue mine = all.get(part.keyAt(i));
            RegoValue theirs = part.valueAt(i);
            if (mine == null) {
                return false;
            }
            if (!mine.equals(theirs)
                    && !(mine.type() == theirs.type() && partlyEqual(context, mine, theirs))) {
                return false;
            }
        }
        return true;
    }

    private static boolean partlyEqual(BuiltinContext context, RegoValue all, RegoValue part) {
        return switch (all.type()) {
            case OBJECT, SET, ARRAY -> subset(context, all, part);
            case NULL, BOOLEAN, NUMBER, STRING -> false;
        };
    }

    private static boolean setSubset(RegoSet all, RegoSet part) {
        for (int i = 0; i < part.size(); i++) {
            if (!all.contains(part.elementAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** As OPA searches: after a mismatch it goes on behind the place where the match began. */
    private static boolean arraySubset(BuiltinContext context, RegoArray all, RegoArray part) {
        if (part.size() > all.size()) {
            return false;
        }
        int start = 0;
        int matched = 0;
        while (matched < part.size()) {
            if (start + matched == all.size()) {
                return false;
            }
            context.step(1);
            if (all.get(start + matched).equals(part.get(matched))) {
                matched++;
            } else {
                start++;
                matched = 0;
            }
        }
        return true;
    }

    /**
     * As OPA counts: an item that is in the array twice counts twice; an empty array has nothing.
     */
    private static boolean arrayHoldsSet(RegoArray all, RegoSet part) {
        int unmatched = part.size();
        for (RegoValue item : all.items()) {
            if (part.contains(item)) {
                unmatched--;
            }
            if (unmatched == 0) {
                return true;
            }
        }
        return false;
    }
}
