package io.driftseal.kubernetes;

import io.driftseal.workload.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * Keeps a listener up to date with all objects of a type: lists in pages, then watches, and lists
 * again whenever something may have been missed. Keeps no objects itself; the projection is applied
 * page by page, so that no more than a page of raw trees is alive at a time.
 *
 * @param <T> what the listener keeps of an object
 */
public final class Reflector<T> implements AutoCloseable {

    /**
     * What a reflector follows.
     *
     * @param type the objects' type
     * @param selection which of them
     * @param projection raw object to what is kept of it; {@link Function#identity()} for all of it
     */
    public record Subject<T>(
            ResourceType type, Selection selection, Function<JsonObject, T> projection) {}

    private final KubernetesApi api;
    private final Subject<T> subject;
    private final ReflectorListener<T> listener;
    private final BackOff backOff;
    private final Clock clock;

    public Reflector(
            KubernetesApi api,
            Subject<T> subject,
            ReflectorListener<T> listener,
            BackOff backOff,
            Clock clock) {
        this.api = api;
        this.subject = subject;
        this.listener = listener;
        this.backOff = backOff;
        this.clock = clock;
    }

    /** Starts the loop on a thread of its own. */
    public void start() {
        throw new UnsupportedOperationException(
                "" + api + subject + listener + backOff);
    }

    /** Whether a complete list was delivered and no gap is open. */
    public boolean synced() {
        return false;
    }

    /**
     * When the API server was last heard: a page, an event, a bookmark, the regular end of a watch.
     */
    public Instant lastProgress() {
        return clock.instant();
    }

    /** How often changes may have been missed since the start. */
    public long gaps() {
        return 0;
    }

    /** Since the last sign of life. */
    public Duration age() {
        return Duration.between(lastProgress(), clock.instant());
    }

    /** Ends the watch and the loop, and waits for it. */
    @Override
    public void close() {}
}
