package io.driftseal.rego.builtin.core;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.builtin.Operand;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ranges, digits, randomness and the clock. */
public final class NumberBuiltins implements BuiltinFamily {

    private static final long ITEM_BYTES = 40;

    @Override
    public Map<String, Builtin> builtins() {
        return Map.of(
                "numbers.range", (c, a) -> range(c, a, BigInteger.ONE),
                "numbers.range_step", (c, a) -> range(c, a, step(a)),
                "format_int", (_, a) -> format(a),
                "rand.intn", NumberBuiltins::random,
                "time.now_ns", (c, _) -> RegoNumber.of(c.nowNanos()));
    }

    private static BigInteger step(RegoValue[] arguments) {
        BigInteger step = Operand.bigInteger(arguments, 3);
        if (step.signum() <= 0) {
            throw BuiltinException.of("numbers.range_step: step must be a positive integer");
        }
        return step;
    }

    private static RegoValue range(
            BuiltinContext context, RegoValue[] arguments, BigInteger stride) {
        BigInteger from = Operand.bigInteger(arguments, 1);
        BigInteger to = Operand.bigInteger(arguments, 2);
        boolean up = from.compareTo(to) <= 0;
        BigInteger by = up ? stride : stride.negate();
        List<RegoValue> items = new ArrayList<>();
        for (BigInteger at = from;
                up ? at.compareTo(to) <= 0 : at.compareTo(to) >= 0;
                at = at.add(by)) {
            context.step(1);
            context.allocate(ITEM_BYTES);
            items.add(RegoNumber.of(at));
        }
        return RegoArray.copyOf(items);
    }

    private static RegoValue format(RegoValue[] arguments) {
        RegoNumber number = Operand.number(arguments, 1);
        int radix =
                switch (Operand.number(arguments, 2).literal()) {
                    case "2" -> 2;
                    case "8" -> 8;
                    case "10" -> 10;
                    case "16" -> 16;
                    default -> throw BuiltinException.type(2, "must be one of {2, 8, 10, 16}");
                };
        return RegoString.of(
                number.isLong()
                        ? Long.toString(number.longValue(), radix)
                        : number.decimal()
                                .setScale(0, RoundingMode.DOWN)
                                .toBigInteger()
                                .toString(radix));
    }

    private static RegoValue random(BuiltinContext context, RegoValue[] arguments) {
        RegoString seed = Operand.regoString(arguments, 1);
        long bound = Operand.integer(arguments, 2);
        if (bound == 0) {
            return RegoNumber.ZERO;
        }
        RegoNumber positive = RegoNumber.of(BigInteger.valueOf(bound).abs());
        return context.nondeterministic(
                "rand.intn",
                RegoArray.of(seed, positive),
                random -> RegoNumber.of(random.nextLong(Math.max(Math.abs(bound), 1))));
    }
}
