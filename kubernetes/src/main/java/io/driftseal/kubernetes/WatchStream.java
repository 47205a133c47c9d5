package io.driftseal.kubernetes;

import java.time.Duration;
import java.util.Optional;

/**
 * An open watch. Read by one thread; {@link #close()} may come from another and ends a waiting
 * read.
 */
public interface WatchStream extends AutoCloseable {

    /**
     * Waits for the next event.
     *
     * @param idleLimit how long a silent stream is believed to be alive
     * @return empty when the API server ended the stream, which it does regularly, or when it was
     *     closed here
     * @throws KubernetesApiException.Gone when the resourceVersion is too old: list again
     * @throws KubernetesApiException.Unreachable when the stream broke or was silent for too long
     */
    Optional<WatchEvent> next(Duration idleLimit) throws InterruptedException;

    @Override
    void close();
}
