package io.driftseal.scanner.notification;

import java.time.Instant;
import java.util.List;

/** Messages that nobody will send again unless a person says so. */
public interface DeadLetters {

    /** The newest first. */
    List<DeadLetter> list(int limit);

    /** Sends it once more, before what was written later about the same; false if there is none. */
    boolean resend(long position, Instant now);

    /** Nobody needs it any more; its id stays known. False if there is none. */
    boolean discard(long position);
}
