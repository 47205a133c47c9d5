package io.driftseal.webhook.edge;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * How much may be in hand at once: bytes of bodies and reviews, in all and of one namespace. A
 * namespace's share of the places shrinks as more namespaces are at work, and is always less than
 * there is; beyond it its reviews wait in a line of their own, and beyond that line they are turned
 * away. So whoever floods us waits for himself while others are served in turn. Remembers only
 * namespaces of which something is in hand. Never blocks.
 */
final class Admittance {

    /** Where the namespace is not known yet, or cannot be found. */
    static final String UNKNOWN = "";

    /** In all namespaces; each holds a body, so bytes are the narrower bound. */
    private static final int MAXIMUM_WAITING = 4096;

    private final Bounds bounds;
    private final Map<String, Share> shares = new LinkedHashMap<>();
    private int reviews;
    private int waiting;
    private long bytes;

    Admittance(Bounds bounds) {
        this.bounds = bounds;
    }

    /**
     * @param maximumReviews at once
     * @param maximumReviewsPerNamespace of those at most, however idle we are
     * @param maximumWaitingPerNamespace reviews that wait for a place
     * @param maximumBytes of all bodies at once
     * @param maximumBytesPerNamespace of those at most
     */
    record Bounds(
            int maximumReviews,
            int maximumReviewsPerNamespace,
            int maximumWaitingPerNamespace,
            long maximumBytes,
            long maximumBytesPerNamespace) {}

    /** What came of asking for room. */
    enum Room {
        GIVEN,
        /** Not yet; it comes by itself. */
        LATER,
        /** Everybody's room is taken. */
        NONE_LEFT,
        /** There is room, and this namespace has its share of it. */
        SHARE_TAKEN
    }

    /** Room for bytes of a body, whose namespace may not be known yet. */
    synchronized Room bytes(String namespace, int count) {
        if (bytes + count > bounds.maximumBytes()) {
            return Room.NONE_LEFT;
        }
        Share share = shares.computeIfAbsent(namespace, n -> new Share());
        if (!namespace.equals(UNKNOWN) && share.bytes + count > bounds.maximumBytesPerNamespace()) {
            forgetIfIdle(namespace);
            return Room.SHARE_TAKEN;
        }
        share.bytes += count;
        bytes += count;
        return Room.GIVEN;
    }

    /**
     * The bytes so far turn out to be this namespace's. They were let in before that was known, so
     * they may exceed its share; then nothing more of it is let in.
     */
    synchronized void attribute(String namespace, long count) {
        share(UNKNOWN).bytes -= count;
        forgetIfIdle(UNKNOWN);
        share(namespace).bytes += count;
    }

    synchronized void releaseBytes(String namespace, long count) {
        bytes -= count;
        share(namespace).bytes -= count;
        forgetIfIdle(namespace);
    }

    /**
     * Room for a review.
     *
     * @param start begins it; called here, or by whoever gives a place back
     */
    Room review(String namespace, Runnable start) {
        synchronized (this) {
            Share share = share(namespace);
            boolean free = reviews < bounds.maximumReviews() && share.reviews < fair(share);
            if (!free || !share.waiting.isEmpty()) {
                Room room = line(share, start);
                forgetIfIdle(namespace);
                return room;
            }
            take(share);
        }
        start.run();
        return Room.GIVEN;
    }

    private Room line(Share share, Runnable start) {
        if (share.waiting.size() >= bounds.maximumWaitingPerNamespace()) {
            return Room.SHARE_TAKEN;
        }
        if (waiting >= MAXIMUM_WAITING) {
            return Room.NONE_LEFT;
        }
        share.waiting.add(start);
        waiting++;
        return Room.LATER;
    }

    void releaseReview(String namespace) {
        Optional<Runnable> next;
        synchronized (this) {
            reviews--;
            share(namespace).reviews--;
            next = next();
            forgetIfIdle(namespace);
        }
        next.ifPresent(Runnable::run);
    }

    /** Of the namespaces that wait, the one that has waited longest for its turn. */
    private Optional<Runnable> next() {
        for (Map.Entry<String, Share> entry : shares.entrySet()) {
            Share share = entry.getValue();
            if (!share.waiting.isEmpty() && share.reviews < fair(share)) {
                take(share);
                waiting--;
                Runnable start = share.waiting.remove();
                shares.remove(entry.getKey());
                shares.put(entry.getKey(), share);
                return Optional.of(start);
            }
        }
        return Optional.empty();
    }

    private void take(Share share) {
        share.reviews++;
        reviews++;
    }

    /** An equal part of all places, one part more than namespaces at work, so that one is free. */
    private int fair(Share own) {
        long others =
                shares.values().stream()
                        .filter(share -> share != own)
                        .filter(share -> share.reviews > 0 || !share.waiting.isEmpty())
                        .count();
        int part = (int) (bounds.maximumReviews() / (others + 2));
        return Math.max(1, Math.min(part, bounds.maximumReviewsPerNamespace()));
    }

    private Share share(String namespace) {
        return shares.computeIfAbsent(namespace, n -> new Share());
    }

    private void forgetIfIdle(String namespace) {
        Share share = shares.get(namespace);
        if (share != null && share.reviews == 0 && share.bytes == 0 && share.waiting.isEmpty()) {
            shares.remove(namespace);
        }
    }

    synchronized int reviewsInHand() {
        return reviews;
    }

    synchronized long bytesInHand() {
        return bytes;
    }

    /** Namespaces of which something is in hand. */
    synchronized int namespacesInHand() {
        return shares.size();
    }

    synchronized int waiting() {
        return waiting;
    }

    private static final class Share {
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int reviews;
        private long bytes;
    }
}
