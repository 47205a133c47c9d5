package io.driftseal.rego;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinContext;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.value.RegoValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** How often each builtin is called, and how often it answers. */
final class BuiltinCounts {

    private static final int DISTINCT_KEPT = 10_000;

    private final Map<String, Count> counts = new TreeMap<>();

    /** What came of the calls of one builtin. */
    static final class Count {
        private final Set<Integer> distinct = new HashSet<>();
        private long calls;
        private long errors;

        long calls() {
            return calls;
        }

        /** Calls that ended in no error. */
        long answers() {
            return calls - errors;
        }

        @Override
        public String toString() {
            return "%d calls, %d answers, %s%d different"
                    .formatted(
                            calls,
                            answers(),
                            distinct.size() == DISTINCT_KEPT ? "over " : "",
                            distinct.size());
        }
    }

    Map<String, Count> counts() {
        return counts;
    }

    /** The families, counting, each builtin changed by name first. */
    List<BuiltinFamily> counted(
            List<BuiltinFamily> families, BiFunction<String, Builtin, Builtin> change) {
        return families.stream().map(family -> counted(family, change)).toList();
    }

    private BuiltinFamily counted(
            BuiltinFamily family, BiFunction<String, Builtin, Builtin> change) {
        Map<String, Builtin> wrapped = new HashMap<>();
        family.builtins()
                .forEach((name, builtin) ->
                        wrapped.put(
                                name,
                                new Counted(
                                        change.apply(name, builtin),
                                        counts.computeIfAbsent(name, _ -> new Count()))));
        return () -> wrapped;
    }

    private record Counted(Builtin builtin, Count count) implements Builtin {

        @Override
        public @Nullable RegoValue call(BuiltinContext context, RegoValue[] arguments) {
            count.calls++;
            if (count.distinct.size() < DISTINCT_KEPT) {
                count.distinct.add(Arrays.hashCode(arguments));
            }
            try {
                return builtin.call(context, arguments);
            } catch (BuiltinException e) {
                count.errors++;
                throw e;
            }
        }

        @Override
        public Builtin prepare(@Nullable RegoValue[] constants) {
            return new Counted(builtin.prepare(constants), count);
        }
    }
}
