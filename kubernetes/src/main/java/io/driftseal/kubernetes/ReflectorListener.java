package io.driftseal.kubernetes;

import java.util.List;

/**
 * Receives what a {@link Reflector} saw, in order, from one thread. Calls hold up the watch: put a
 * key into a queue and return. An exception from here is a defect and counts as a gap.
 *
 * @param <T> what is kept of an object, see the reflector's projection
 */
public interface ReflectorListener<T> {

    /** A complete list: whatever was known and is not in it is gone. */
    void replaced(List<T> all);

    void upserted(T object);

    /** The last state before the deletion. */
    void deleted(T object);

    /**
     * Changes may have been missed; a complete list follows as soon as one can be had. What was
     * created and deleted meanwhile is never seen.
     *
     * @param cause a sentence for a log
     */
    void gap(String cause);
}
