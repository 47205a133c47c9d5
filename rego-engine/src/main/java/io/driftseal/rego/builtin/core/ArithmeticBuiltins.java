package io.driftseal.rego.builtin.core;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.GoFloat;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoSet;
import io.driftseal.rego.value.RegoValue;
import io.driftseal.rego.value.ValueType;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * Arithmetic as OPA does it: small integers directly, integers of any size exactly, everything else
 * in floating point with 64 bits.
 */
public final class ArithmeticBuiltins implements BuiltinFamily {

    private static final GoFloat HALF = GoFloat.of(RegoNumber.parse("0.5"));
    private static final GoFloat ONE = GoFloat.of(BigInteger.ONE);

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "plus", (_, a) -> plus(Operand.number(a, 1), Operand.number(a, 2)),
                "minus", (_, a) -> minus(a),
                "mul", (_, a) -> multiply(Operand.number(a, 1), Operand.number(a, 2)),
                "div", (_, a) -> divide(Operand.number(a, 1), Operand.number(a, 2)),
                "rem", (_, a) -> remainder(Operand.number(a, 1), Operand.number(a, 2)),
                "abs", (_, a) -> abs(Operand.number(a, 1)),
                "round", (_, a) -> rounded(Operand.number(a, 1), ArithmeticBuiltins::round),
                "ceil", (_, a) -> rounded(Operand.number(a, 1), ArithmeticBuiltins::ceil),
                "floor", (_, a) -> rounded(Operand.number(a, 1), ArithmeticBuiltins::floor));
    }

    /** Whether it can be added and multiplied within a long. */
    private static boolean isSmall(RegoNumber number) {
        return number.isLong() && number.longValue() == (int) number.longValue();
    }

    private static RegoNumber plus(RegoNumber x, RegoNumber y) {
        return isSmall(x) && isSmall(y)
                ? RegoNumber.of(x.longValue() + y.longValue())
                : wide(x, y, BigInteger::add, GoFloat::add);
    }

    private static RegoValue minus(RegoValue[] arguments) {
        if (arguments[0] instanceof RegoNumber x && arguments[1] instanceof RegoNumber y) {
            return isSmall(x) && isSmall(y)
                    ? RegoNumber.of(x.longValue() - y.longValue())
                    : wide(x, y, BigInteger::subtract, GoFloat::subtract);
        }
        if (arguments[0] instanceof RegoSet left && arguments[1] instanceof RegoSet right) {
            return SetBuiltins.difference(left, right);
        }
        ValueType first = arguments[0].type();
        if (first != ValueType.NUMBER && first != ValueType.SET) {
            throw BuiltinException.type(1, arguments[0], "number", "set");
        }
        throw BuiltinException.type(
                2, arguments[1], arguments[1].type() == ValueType.NUMBER ? "set" : "number");
    }

    private static RegoNumber multiply(RegoNumber x, RegoNumber y) {
        return isSmall(x) && isSmall(y)
                ? RegoNumber.of(x.longValue() * y.longValue())
                : wide(x, y, BigInteger::multiply, GoFloat::multiply);
    }

    private static RegoNumber wide(
            RegoNumber x,
            RegoNumber y,
            BinaryOperator<BigInteger> exact,
            BinaryOperator<GoFloat> binary) {
        BigInteger left = x.integer();
        BigInteger right = left == null ? null : y.integer();
        if (left != null && right != null) {
            return RegoNumber.of(exact.apply(left, right));
        }
        return binary.apply(GoFloat.of(x), GoFloat.of(y)).number();
    }

    private static RegoNumber divide(RegoNumber x, RegoNumber y) {
        if (isSmall(x) && isSmall(y) && y.longValue() != 0) {
            long dividend = x.longValue();
            if (dividend != 0 && dividend % y.longValue() == 0) {
                return RegoNumber.of(dividend / y.longValue());
            }
        }
        GoFloat divisor = GoFloat.of(y);
        if (divisor.isZero()) {
            throw BuiltinException.of("divide by zero");
        }
        return GoFloat.of(x).divide(divisor).number();
    }

    private static RegoNumber remainder(RegoNumber x, RegoNumber y) {
        BigInteger dividend = x.integer();
        BigInteger divisor = y.integer();
        if (dividend == null || divisor == null) {
            throw BuiltinException.of("modulo on floating-point number");
        }
        if (divisor.signum() == 0) {
            throw BuiltinException.of("modulo by zero");
        }
        return RegoNumber.of(dividend.remainder(divisor));
    }

    private static RegoNumber abs(RegoNumber x) {
        return isSmall(x) ? RegoNumber.of(Math.abs(x.longValue())) : GoFloat.of(x).abs().number();
    }

    private static RegoNumber rounded(RegoNumber x, UnaryOperator<GoFloat> rounding) {
        return isSmall(x) ? RegoNumber.of(x.longValue()) : rounding.apply(GoFloat.of(x)).number();
    }

    private static GoFloat round(GoFloat x) {
        return GoFloat.of((x.isNegative() ? x.subtract(HALF) : x.add(HALF)).truncated());
    }

    /** Truncation loses the sign of what is between -1 and 0: OPA's ceiling of -0.5 is 1. */
    private static GoFloat ceil(GoFloat x) {
        GoFloat whole = GoFloat.of(x.truncated());
        return x.isInteger() || whole.isNegative() ? whole : whole.add(ONE);
    }

    private static GoFloat floor(GoFloat x) {
        GoFloat whole = GoFloat.of(x.truncated());
        return x.isInteger() || !whole.isNegative() ? whole : whole.subtract(ONE);
    }
}
