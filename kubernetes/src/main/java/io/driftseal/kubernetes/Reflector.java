package io.driftseal.kubernetes;

import io.driftseal.workload.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
     * @param unreadable what is kept of an object that cannot be read
     */
    public record Subject<T>(
            ResourceType type,
            Selection selection,
            Function<JsonObject, T> projection,
            Function<UnreadableObject, T> unreadable) {

        /** For a listener that cannot do without any object: one that cannot be read is a gap. */
        public Subject(ResourceType type, Selection selection, Function<JsonObject, T> projection) {
            this(
                    type,
                    selection,
                    projection,
                    object -> {
                        throw new KubernetesApiException.Unreadable(
                                object.key() + " cannot be read: " + object.cause(), null);
                    });
        }
    }

    /**
     * Bookmarks come about every minute; a stream silent for longer than this is taken for dead.
     */
    private static final Duration IDLE_LIMIT = Duration.ofMinutes(3);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Reflector.class);

    private final KubernetesApi api;
    private final Subject<T> subject;
    private final ReflectorListener<T> listener;
    private final BackOff backOff;
    private final Clock clock;
    private final AtomicLong gaps = new AtomicLong();
    private final Thread thread;
    private volatile Instant lastProgress;
    private volatile boolean synced;
    private volatile boolean closed;
    private volatile @Nullable WatchStream stream;

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
        this.lastProgress = clock.instant();
        this.thread =
                Thread.ofVirtual()
                        .name("reflector-" + subject.type().plural())
                        .unstarted(this::run);
    }

    /** Starts the loop on a thread of its own. */
    public void start() {
        thread.start();
    }

    /** Whether a complete list was delivered and no gap is open. */
    public boolean synced() {
        return synced;
    }

    /**
     * When the API server was last heard: a page, an event, a bookmark, the regular end of a watch.
     */
    public Instant lastProgress() {
        return lastProgress;
    }

    /** How often changes may have been missed since the start. */
    public long gaps() {
        return gaps.get();
    }

    /** Since the last sign of life. */
    public Duration age() {
        return Duration.between(lastProgress, clock.instant());
    }

    /** Ends the watch and the loop, and waits for it a few seconds. */
    @Override
    public void close() {
        closed = true;
        WatchStream open = stream;
        if (open != null) {
            open.close();
        }
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(STOP_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failures = 0;
        while (!closed) {
            try {
                String version = list();
                failures = 0;
                follow(version);
            } catch (InterruptedException e) {
                return;
            } catch (KubernetesApiException.Gone e) {
                // A list page that expired, or a watch that fell too far behind: both only cost a
                // list.
                failures++;
                gap("the API server no longer holds the changes since the last one seen");
            } catch (RuntimeException e) {
                failures++;
                gap(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
            }
            if (failures > 0 && !pause(failures)) {
                return;
            }
        }
    }

    /** Delivers everything that exists and returns the version that it shows. */
    private String list() {
        List<T> all = new ArrayList<>();
        String version = "";
        PageRequest request = PageRequest.first();
        boolean complete = false;
        while (!complete) {
            Optional<ObjectPage> page = page(request);
            if (page.isEmpty()) {
                request = request.halved();
                continue;
            }
            version = version.isEmpty() ? page.get().resourceVersion() : version;
            collect(page.get(), all);
            complete = page.get().isLast();
            request = complete ? request : request.after(page.get());
        }
        listener.replaced(List.copyOf(all));
        synced = true;
        return version;
    }

    /** Empty where it is larger than what is read at once, and a smaller one can be had. */
    private Optional<ObjectPage> page(PageRequest request) {
        try {
            return Optional.of(api.listKnown(subject.type(), subject.selection(), request));
        } catch (KubernetesApiException.Unreadable e) {
            if (request.limit() == 1) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private void collect(ObjectPage page, List<T> all) {
        for (JsonObject item : page.items()) {
            all.add(subject.projection().apply(item));
        }
        for (UnreadableObject object : page.unreadable()) {
            all.add(subject.unreadable().apply(object));
        }
        lastProgress = clock.instant();
    }

    /**
     * Watches until something may have been missed. A stream that broke is resumed where it was:
     * the API server then delivers what happened meanwhile, or answers 410.
     */
    private void follow(String listed) throws InterruptedException {
        String version = listed;
        int failures = 0;
        while (!closed) {
            String before = version;
            try (WatchStream opened = api.watch(subject.type(), subject.selection(), version)) {
                stream = opened;
                Optional<WatchEvent> event = opened.next(IDLE_LIMIT);
                while (event.isPresent() && !closed) {
                    deliver(event.get());
                    version = event.get().resourceVersion();
                    failures = 0;
                    event = opened.next(IDLE_LIMIT);
                }
                lastProgress = clock.instant();
                // A stream that ends at once, again and again, must not become a busy loop.
                failures = version.equals(before) ? failures + 1 : 0;
            } catch (KubernetesApiException.Unreachable
                    | KubernetesApiException.Unavailable
                    | KubernetesApiException.Unauthorized
                    | KubernetesApiException.Forbidden e) {
                failures++;
                LOG.atDebug()
                        .addKeyValue("resource", subject.type().plural())
                        .addKeyValue("cause", e.getMessage())
                        .log("watch interrupted");
            } finally {
                stream = null;
            }
            if (failures > 0 && !pause(failures)) {
                return;
            }
        }
    }

    private void deliver(WatchEvent event) {
        lastProgress = clock.instant();
        switch (event) {
            case WatchEvent.Added added ->
                    listener.upserted(subject.projection().apply(added.object()));
            case WatchEvent.Modified modified ->
                    listener.upserted(subject.projection().apply(modified.object()));
            case WatchEvent.Deleted deleted ->
                    listener.deleted(subject.projection().apply(deleted.object()));
            case WatchEvent.Unreadable unreadable ->
                    listener.upserted(subject.unreadable().apply(unreadable.object()));
            case WatchEvent.UnreadableDeleted deleted ->
                    listener.deleted(subject.unreadable().apply(deleted.object()));
            case WatchEvent.Bookmark _ -> {}
        }
    }

    private void gap(String cause) {
        if (closed) {
            return;
        }
        if (!synced) {
            LOG.atWarn()
                    .addKeyValue("resource", subject.type().plural())
                    .addKeyValue("cause", cause)
                    .log("list failed, trying again");
            return;
        }
        synced = false;
        gaps.incrementAndGet();
        LOG.atWarn()
                .addKeyValue("resource", subject.type().plural())
                .addKeyValue("cause", cause)
                .log("changes may have been missed, listing again");
        listener.gap(cause);
    }

    /** Returns false when the loop must end. */
    private boolean pause(int failures) {
        if (closed) {
            return false;
        }
        try {
            Thread.sleep(backOff.before(failures));
            return !closed;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
