package io.driftseal.webhook.edge;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** How much may be in hand at once: bytes of bodies, and reviews. Never waits. */
final class Admittance {
    private final int maximumReviews;
    private final long maximumBytes;
    private final Semaphore reviews;
    private final AtomicLong bytes = new AtomicLong();

    Admittance(int maximumReviews, long maximumBytes) {
        this.maximumReviews = maximumReviews;
        this.maximumBytes = maximumBytes;
        this.reviews = new Semaphore(maximumReviews);
    }

    boolean tryBytes(int count) {
        if (bytes.addAndGet(count) <= maximumBytes) {
            return true;
        }
        bytes.addAndGet(-count);
        return false;
    }

    void releaseBytes(long count) {
        bytes.addAndGet(-count);
    }

    boolean tryReview() {
        return reviews.tryAcquire();
    }

    void releaseReview() {
        reviews.release();
    }

    int reviewsInHand() {
        return maximumReviews - reviews.availablePermits();
    }

    long bytesInHand() {
        return bytes.get();
    }
}
