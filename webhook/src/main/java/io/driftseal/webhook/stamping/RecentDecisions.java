package io.driftseal.webhook.stamping;

import io.driftseal.evidence.DecisionRecord;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.workload.ConfigurationHash;
import io.driftseal.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code /stamp} just decided, for as long as one API request can live: to know a stamp of our
 * own when the API server calls again within the same request, and to tell {@code /verify} why an
 * object comes without one. In memory only and bounded; losing an entry costs a second decision of
 * the same object, or a record that names no reason.
 */
public final class RecentDecisions {
    /**
     * Longer than the API server's request timeout of 60 s would keep replays alive for nothing.
     */
    private static final Duration LIFETIME = Duration.ofSeconds(60);

    private final InstantSource clock;
    private final int maximum;
    private final Map<String, Issued> issued = new LinkedHashMap<>();
    private final Map<String, Deque<Unstamped>> unstamped = new HashMap<>();
    private final Deque<Unstamped> unstampedInOrder = new ArrayDeque<>();

    /**
     * @param maximum entries of each sort; at it the oldest goes
     */
    public RecentDecisions(InstantSource clock, int maximum) {
        this.clock = clock;
        this.maximum = maximum;
    }

    /** A stamp was issued to this requester. */
    synchronized void issued(String annotation, String requester) {
        Instant now = clock.instant();
        issued.put(StampAnnotations.digest(annotation), new Issued(requester, now));
        // In order of time: looking at all of them at every stamp would cost more than signing it.
        var oldest = issued.values().iterator();
        while (oldest.hasNext() && old(oldest.next().time(), now)) {
            oldest.remove();
        }
        if (issued.size() > maximum) {
            issued.remove(issued.keySet().iterator().next());
        }
    }

    /** Whether exactly this stamp was just issued to this requester. */
    synchronized boolean justIssued(String annotation, String requester) {
        Issued entry = issued.get(StampAnnotations.digest(annotation));
        return entry != null
                && entry.requester().equals(requester)
                && !old(entry.time(), clock.instant());
    }

    /** The object with this stamp is being stored: the stamp is used up and no replay is kept. */
    public synchronized void tied(String annotation) {
        issued.remove(StampAnnotations.digest(annotation));
    }

    /**
     * This object was let through without a stamp. Its form is not kept: it may be as large as the
     * object, and anybody may send objects.
     */
    synchronized void unstamped(Candidate candidate, DecisionRecord decision) {
        var entry =
                new Unstamped(
                        key(candidate.incoming(), candidate.displayName(), candidate.hash()),
                        clock.instant(),
                        decision.withoutForm());
        unstamped.computeIfAbsent(entry.key(), k -> new ArrayDeque<>()).add(entry);
        unstampedInOrder.add(entry);
        while (unstampedInOrder.size() > maximum
                || old(unstampedInOrder.getFirst().time(), clock.instant())) {
            forget(unstampedInOrder.removeFirst());
        }
    }

    /**
     * The decision by which this now complete object was let through without a stamp. Of several
     * objects born of one generated name with one configuration each takes one.
     */
    public synchronized Optional<DecisionRecord> takeUnstamped(
            Workload workload, ConfigurationHash hash) {
        return take(key(workload, workload.name().orElse(""), hash))
                .or(() -> workload.generateName().flatMap(name -> take(key(workload, name, hash))));
    }

    /** As {@link #takeUnstamped}, and it stays: a dry run takes nothing from a real request. */
    public synchronized Optional<DecisionRecord> findUnstamped(
            Workload workload, ConfigurationHash hash) {
        return find(key(workload, workload.name().orElse(""), hash))
                .or(() -> workload.generateName().flatMap(name -> find(key(workload, name, hash))));
    }

    private Optional<DecisionRecord> find(String key) {
        return Optional.ofNullable(unstamped.get(key))
                .map(Deque::getFirst)
                .filter(entry -> !old(entry.time(), clock.instant()))
                .map(Unstamped::decision);
    }

    private Optional<DecisionRecord> take(String key) {
        Deque<Unstamped> entries = unstamped.get(key);
        if (entries == null) {
            return Optional.empty();
        }
        Unstamped entry = entries.getFirst();
        unstampedInOrder.remove(entry);
        forget(entry);
        return old(entry.time(), clock.instant())
                ? Optional.empty()
                : Optional.of(entry.decision());
    }

    private void forget(Unstamped entry) {
        Deque<Unstamped> entries = unstamped.get(entry.key());
        if (entries != null) {
            entries.remove(entry);
            if (entries.isEmpty()) {
                unstamped.remove(entry.key());
            }
        }
    }

    private static boolean old(Instant time, Instant now) {
        return time.plus(LIFETIME).isBefore(now);
    }

    private static String key(Workload workload, String name, ConfigurationHash hash) {
        return String.join(
                "/", workload.kind().kindName().text(), workload.namespace(), name, hash.hex());
    }

    private record Issued(String requester, Instant time) {}

    private record Unstamped(String key, Instant time, DecisionRecord decision) {}
}
