package io.driftseal.rego.builtin;

import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.math.BigInteger;
import java.util.List;

/** Arguments read as the type that a builtin needs, or OPA's error; positions count from 1. */
public final class Operand {

    private Operand() {}

    public static String string(RegoValue[] arguments, int position) {
        return regoString(arguments, position).text();
    }

    public static RegoString regoString(RegoValue[] arguments, int position) {
        RegoValue argument = arguments[position - 1];
        if (argument instanceof RegoString string) {
            return string;
        }
        throw BuiltinException.type(position, argument, "string");
    }

    public static RegoNumber number(RegoValue[] arguments, int position) {
        RegoValue argument = arguments[position - 1];
        if (argument instanceof RegoNumber number) {
            return number;
        }
        throw BuiltinException.type(position, argument, "number");
    }

    /** A number that OPA takes for an int: {@code 1.0} is one, {@code 1e0} is none. */
    public static long integer(RegoValue[] arguments, int position) {
        RegoNumber number = number(arguments, position);
        if (number.isInt()) {
            return number.intValue();
        }
        throw notInteger(position);
    }

    /** An integer of any size; {@code 1.0} is 1. */
    public static BigInteger bigInteger(RegoValue[] arguments, int position) {
        RegoValue argument = arguments[position - 1];
        if (!(argument instanceof RegoNumber number)) {
            throw BuiltinException.type(position, argument, "integer");
        }
        BigInteger integer = number.integer();
        if (integer == null) {
            throw notInteger(position);
        }
        return integer;
    }

    private static BuiltinException notInteger(int position) {
        return BuiltinException.type(
                position, "must be integer number but got floating-point number");
    }

    public static RegoArray array(RegoValue[] arguments, int position) {
        RegoValue argument = arguments[position - 1];
        if (argument instanceof RegoArray array) {
            return array;
        }
        throw BuiltinException.type(position, argument, "array");
    }

    public static RegoObject object(RegoValue[] arguments, int position) {
        RegoValue argument = arguments[position - 1];
        if (argument instanceof RegoObject object) {
            return object;
        }
        throw BuiltinException.type(position, argument, "object");
    }

    public static RegoSet set(RegoValue[] arguments, int position) {
        RegoValue argument = arguments[position - 1];
        if (argument instanceof RegoSet set) {
            return set;
        }
        throw BuiltinException.type(position, argument, "set");
    }

    /** The elements of an array or a set, in order. */
    public static List<RegoValue> elements(RegoValue[] arguments, int position) {
        RegoValue argument = arguments[position - 1];
        return switch (argument) {
            case RegoArray array -> array.items();
            case RegoSet set -> set.toList();
            default -> throw BuiltinException.type(position, argument, "array", "set");
        };
    }

    /** The elements of an array or a set of strings, in order. */
    public static List<String> strings(RegoValue[] arguments, int position) {
        return elements(arguments, position).stream()
                .map(element -> text(arguments[position - 1], element, position))
                .toList();
    }

    private static String text(RegoValue composite, RegoValue element, int position) {
        if (element instanceof RegoString string) {
            return string.text();
        }
        throw BuiltinException.element(position, composite, element, "string");
    }
}
