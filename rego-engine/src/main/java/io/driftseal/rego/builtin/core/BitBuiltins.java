package io.driftseal.rego.builtin.core;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoValue;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.BinaryOperator;

/** {@code bits.*}: two's complement of any width. */
public final class BitBuiltins implements BuiltinFamily {

    /** Bits of a shifted number; what is wider would have more digits than a number may have. */
    private static final int WIDEST = 130_000;

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "bits.and", (_, a) -> binary(a, BigInteger::and),
                "bits.or", (_, a) -> binary(a, BigInteger::or),
                "bits.xor", (_, a) -> binary(a, BigInteger::xor),
                "bits.negate", (_, a) -> RegoNumber.of(Operand.bigInteger(a, 1).not()),
                "bits.lsh", BitBuiltins::left,
                "bits.rsh", (_, a) -> right(a));
    }

    private static RegoValue binary(RegoValue[] arguments, BinaryOperator<BigInteger> operation) {
        BigInteger left = Operand.bigInteger(arguments, 1);
        return RegoNumber.of(operation.apply(left, Operand.bigInteger(arguments, 2)));
    }

    private static BigInteger distance(RegoValue[] arguments) {
        BigInteger distance = Operand.bigInteger(arguments, 2);
        if (distance.signum() < 0) {
            throw BuiltinException.type(
                    2, "must be an unsigned integer number but got a negative integer");
        }
        return distance;
    }

    private static RegoValue left(BuiltinContext context, RegoValue[] arguments) {
        BigInteger value = Operand.bigInteger(arguments, 1);
        BigInteger distance = distance(arguments);
        if (value.signum() == 0) {
            return RegoNumber.ZERO;
        }
        if (distance.bitLength() > Integer.SIZE - 2
                || distance.intValue() + value.bitLength() > WIDEST) {
            throw BuiltinException.halt("result of more than " + WIDEST + " bits");
        }
        context.allocate(distance.intValue() / Byte.SIZE);
        return RegoNumber.of(value.shiftLeft(distance.intValue()));
    }

    private static RegoValue right(RegoValue[] arguments) {
        BigInteger value = Operand.bigInteger(arguments, 1);
        BigInteger distance = distance(arguments);
        if (distance.bitLength() > Integer.SIZE - 2) {
            return RegoNumber.of(value.signum() < 0 ? -1 : 0);
        }
        return RegoNumber.of(value.shiftRight(distance.intValue()));
    }
}
