package io.driftseal.rego.evaluation;

import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoNumber;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation took from clock and randomness: made at the first use, the same afterwards,
 * recorded. A recording is an object of builtins, each an object of arguments and values, as OPA's
 * decision log has it; given back, its values are used again.
 */
public final class Nondeterminism {

    private static final String NOW = "time.now_ns";

    private final LongSupplier nowNanos;
    private final Supplier<RandomGenerator> randomness;
    private final RegoObject replayed;
    private final Map<String, RegoObject.Builder> used = new LinkedHashMap<>(0);
    private @Nullable RegoNumber now;
    private @Nullable RandomGenerator random;

    /**
     * A fresh one.
     *
     * @param nowNanos nanoseconds since 1970; asked once at most
     * @param randomness asked once at most
     * @param replayed a recording whose values come before new ones; empty for none
     */
    public Nondeterminism(
            LongSupplier nowNanos, Supplier<RandomGenerator> randomness, RegoObject replayed) {
        this.nowNanos = nowNanos;
        this.randomness = randomness;
        this.replayed = replayed;
    }

    long nowNanos() {
        RegoNumber known = now;
        if (known == null) {
            RegoValue recorded = replay(NOW, RegoArray.EMPTY);
            known =
                    recorded instanceof RegoNumber number && number.isLong()
                            ? number
                            : RegoNumber.of(nowNanos.getAsLong());
            now = known;
            record(NOW, RegoArray.EMPTY, known);
        }
        return known.longValue();
    }

    RegoValue value(
            String builtin, RegoValue arguments, Function<RandomGenerator, RegoValue> maker) {
        RegoObject.Builder before = used.get(builtin);
        RegoValue known = before == null ? null : before.get(arguments);
        if (known == null) {
            known = replay(builtin, arguments);
            if (known == null) {
                if (random == null) {
                    random = randomness.get();
                }
                known = maker.apply(random);
            }
            record(builtin, arguments, known);
        }
        return known;
    }

    private @Nullable RegoValue replay(String builtin, RegoValue arguments) {
        return replayed.get(builtin) instanceof RegoObject values ? values.get(arguments) : null;
    }

    private void record(String builtin, RegoValue arguments, RegoValue value) {
        used.computeIfAbsent(builtin, _ -> RegoObject.builder()).put(arguments, value);
    }

    RegoObject recorded() {
        if (used.isEmpty()) {
            return RegoObject.EMPTY;
        }
        RegoObject.Builder all = RegoObject.builder();
        used.forEach((builtin, values) -> all.put(builtin, values.build()));
        return all.build();
    }
}
