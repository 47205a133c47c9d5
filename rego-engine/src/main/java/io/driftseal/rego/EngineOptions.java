package io.driftseal.rego;

import io.driftseal.rego.builtin.BuiltinFamily;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What an engine gives its policies.
 *
 * @param reachingOut names of builtins that reach the network or the machine's environment and are
 *     switched on all the same, of {@link RegoEngine#REACHING_OUT}
 * @param families builtins besides OPA's own, for those names or for names of one's own
 * @param clock for {@code time.now_ns}
 * @param randomness for {@code rand.intn} and {@code uuid.rfc4122}, asked once per evaluation that
 *     needs it
 */
public record EngineOptions(
        Set<String> reachingOut,
        List<BuiltinFamily> families,
        InstantSource clock,
        Supplier<RandomGenerator> randomness) {

    /** Nothing reaches out; the system's clock and secure randomness. */
    public static final EngineOptions DEFAULT =
            new EngineOptions(Set.of(), List.of(), Clock.systemUTC(), SecureRandom::new);

    public EngineOptions {
        reachingOut = Set.copyOf(reachingOut);
        families = List.copyOf(families);
        for (String name : reachingOut) {
            if (!RegoEngine.REACHING_OUT.contains(name)) {
                throw new IllegalArgumentException(name + " is none of " + RegoEngine.REACHING_OUT);
            }
        }
    }
}
