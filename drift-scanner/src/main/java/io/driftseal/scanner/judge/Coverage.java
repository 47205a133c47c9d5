package io.driftseal.scanner.judge;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a verdict rests on. Mount, process and network need a sensor on the node and are never
 * observed by this process, so that no verdict can claim them.
 *
 * @param observed aspects that were looked at, never one of the node's
 */
public record Coverage(Set<Aspect> observed) {

    private static final Set<Aspect> NEEDS_A_SENSOR =
            Collections.unmodifiableSet(EnumSet.of(Aspect.MOUNT, Aspect.PROCESS, Aspect.NETWORK));

    public Coverage {
        EnumSet<Aspect> copy = EnumSet.noneOf(Aspect.class);
        copy.addAll(observed);
        for (Aspect aspect : NEEDS_A_SENSOR) {
            if (copy.contains(aspect)) {
                throw new IllegalArgumentException(
                        "no sensor reports " + aspect.wire() + ": leave it out of the coverage");
            }
        }
        observed = Collections.unmodifiableSet(copy);
    }

    /** Everything this process can look at. */
    public static Coverage full() {
        return new Coverage(EnumSet.complementOf(EnumSet.copyOf(NEEDS_A_SENSOR)));
    }

    /** Nothing was looked at. */
    public static Coverage none() {
        return new Coverage(Set.of());
    }

    /** The same without one aspect. */
    public Coverage without(Aspect aspect) {
        EnumSet<Aspect> rest = EnumSet.noneOf(Aspect.class);
        rest.addAll(observed);
        rest.remove(aspect);
        return new Coverage(rest);
    }

    /** Everything that was not looked at; never empty. */
    public Set<Aspect> notObserved() {
        EnumSet<Aspect> rest = EnumSet.allOf(Aspect.class);
        rest.removeAll(observed);
        return Collections.unmodifiableSet(rest);
    }
}
