package io.driftseal.rego.builtin.core;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.value.GoFloat;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoBoolean;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** One value out of many: counting, adding, sorting, membership. */
public final class AggregateBuiltins implements BuiltinFamily {

    private static final int COMPARISONS_PER_STEP = 16;

    @Override
    public Map<String, Builtin> builtins() {
        return Map.ofEntries(
                Map.entry("count", (_, a) -> count(a[0])),
                Map.entry("sum", (_, a) -> sum(a[0])),
                Map.entry("product", AggregateBuiltins::product),
                Map.entry("max", (_, a) -> max(elements(a[0], "set", "array"))),
                Map.entry("min", (_, a) -> min(elements(a[0], "set", "array"))),
                Map.entry("sort", AggregateBuiltins::sort),
                Map.entry("all", (_, a) -> all(elements(a[0], "array", "set"))),
                Map.entry("any", (_, a) -> any(elements(a[0], "array", "set"))),
                Map.entry("internal.member_2", (c, a) -> member(c, a[0], a[1])),
                Map.entry("internal.member_3", (_, a) -> memberAt(a[0], a[1], a[2])));
    }

    private static List<RegoValue> elements(RegoValue argument, String... expected) {
        return switch (argument) {
            case RegoArray array -> array.items();
            case RegoSet set -> set.toList();
            default -> throw BuiltinException.type(1, argument, expected);
        };
    }

    private static RegoValue count(RegoValue argument) {
        return RegoNumber.of(
                switch (argument) {
                    case RegoArray array -> array.size();
                    case RegoObject object -> object.size();
                    case RegoSet set -> set.size();
                    case RegoString string -> string.runeCount();
                    default ->
                            throw BuiltinException.type(
                                    1, argument, "array", "object", "set", "string");
                });
    }

    private static RegoValue sum(RegoValue argument) {
        List<RegoValue> elements = elements(argument, "set", "array");
        long sum = 0;
        for (RegoValue element : elements) {
            if (!(element instanceof RegoNumber number) || !number.isLong()) {
                return wideSum(argument, elements);
            }
            long next = sum + number.longValue();
            if (((sum ^ next) & (number.longValue() ^ next)) < 0) {
                return wideSum(argument, elements);
            }
            sum = next;
        }
        return RegoNumber.of(sum);
    }

    private static RegoValue wideSum(RegoValue argument, List<RegoValue> elements) {
        BigInteger exact = exact(elements, BigInteger.ZERO, BigInteger::add);
        if (exact != null) {
            return RegoNumber.of(exact);
        }
        GoFloat sum = GoFloat.of(BigInteger.ZERO);
        for (RegoValue element : elements) {
            sum = sum.add(GoFloat.of(number(argument, element)));
        }
        return sum.number();
    }

    private static RegoValue product(BuiltinContext context, RegoValue[] arguments) {
        List<RegoValue> elements = elements(arguments[0], "set", "array");
        BigInteger exact =
                exact(
                        elements,
                        BigInteger.ONE,
                        (left, right) -> {
                            context.step(1 + left.bitLength() / Long.SIZE);
                            context.allocate(left.bitLength() / Byte.SIZE);
                            return left.multiply(right);
                        });
        if (exact != null) {
            return RegoNumber.of(exact);
        }
        GoFloat product = GoFloat.DOUBLE_ONE;
        for (RegoValue element : elements) {
            product = product.multiply(GoFloat.of(number(arguments[0], element)));
        }
        return product.number();
    }

    /** The result over integers, or null if something else is among them. */
    private static @Nullable BigInteger exact(
            List<RegoValue> elements, BigInteger start, BinaryOperator<BigInteger> operation) {
        BigInteger result = start;
        for (RegoValue element : elements) {
            BigInteger integer = element instanceof RegoNumber number ? number.integer() : null;
            if (integer == null) {
                return null;
            }
            result = operation.apply(result, integer);
        }
        return result;
    }

    private static RegoNumber number(RegoValue composite, RegoValue element) {
        if (element instanceof RegoNumber number) {
            return number;
        }
        throw BuiltinException.element(1, composite, element, "number");
    }

    private static @Nullable RegoValue max(List<RegoValue> elements) {
        RegoValue best = null;
        for (RegoValue element : elements) {
            if (best == null || best.compareTo(element) <= 0) {
                best = element;
            }
        }
        return best;
    }

    private static @Nullable RegoValue min(List<RegoValue> elements) {
        RegoValue best = null;
        for (RegoValue element : elements) {
            if (best == null || best.compareTo(element) >= 0) {
                best = element;
            }
        }
        return best;
    }

    private static RegoValue sort(BuiltinContext context, RegoValue[] arguments) {
        List<RegoValue> elements = new ArrayList<>(elements(arguments[0], "set", "array"));
        int[] comparisons = new int[1];
        elements.sort((left, right) -> {
            if (++comparisons[0] % COMPARISONS_PER_STEP == 0) {
                context.step(1);
            }
            return left.compareTo(right);
        });
        return RegoArray.copyOf(elements);
    }

    private static RegoValue all(List<RegoValue> elements) {
        return RegoBoolean.of(elements.stream().allMatch(RegoBoolean.TRUE::equals));
    }

    private static RegoValue any(List<RegoValue> elements) {
        return RegoBoolean.of(elements.contains(RegoBoolean.TRUE));
    }

    private static RegoValue member(
            BuiltinContext context, RegoValue element, RegoValue collection) {
        return RegoBoolean.of(
                switch (collection) {
                    case RegoSet set -> set.contains(element);
                    case RegoArray array -> {
                        context.step(array.size());
                        yield array.items().contains(element);
                    }
                    case RegoObject object -> hasValue(context, object, element);
                    default -> false;
                });
    }

    private static boolean hasValue(BuiltinContext context, RegoObject object, RegoValue element) {
        context.step(object.size());
        for (int i = 0; i < object.size(); i++) {
            if (object.valueAt(i).equals(element)) {
                return true;
            }
        }
        return false;
    }

    private static RegoValue memberAt(RegoValue key, RegoValue element, RegoValue collection) {
        return RegoBoolean.of(
                switch (collection) {
                    case RegoSet set -> set.contains(key) && key.equals(element);
                    case RegoArray array -> element.equals(array.find(key));
                    case RegoObject object -> element.equals(object.get(key));
                    default -> false;
                });
    }
}
