package io.driftseal.system.installation;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A bounded wait for something that a real system does in its own time. */
public final class Eventually {

    private static final Duration POLL = Duration.ofMillis(150);

    private Eventually() {}

    /**
     * Asks again and again until there is an answer.
     *
     * @param what the sentence for the failure: what was waited for
     * @param limit how long to wait at most
     * @param question empty means not yet; an exception means not yet as well and is the cause of
     *     the failure if it was the last word
     * @throws InstallationException where the limit passed without an answer
     */
    public static <T> T get(String what, Duration limit, Callable<Optional<T>> question) {
        long deadline = System.nanoTime() + limit.toNanos();
        Exception last = null;
        do {
            try {
                Optional<T> answer = question.call();
                if (answer.isPresent()) {
                    return answer.get();
                }
                last = null;
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InstallationException("interrupted while waiting for " + what, e);
            } catch (Exception e) {
                last = e;
                sleepAfterFailure(what);
            }
        } while (System.nanoTime() < deadline);
        String sentence = "waited " + limit.toSeconds() + " s in vain for " + what;
        throw last == null
                ? new InstallationException(sentence)
                : new InstallationException(sentence + ": " + last.getMessage(), last);
    }

    /** Waits until the condition holds. */
    public static void holds(String what, Duration limit, Callable<Boolean> condition) {
        get(what, limit, () -> condition.call() ? Optional.of(true) : Optional.empty());
    }

    private static void sleepAfterFailure(String what) {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InstallationException("interrupted while waiting for " + what, e);
        }
    }
}
