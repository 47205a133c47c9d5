package io.driftseal.kubernetes;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an object is deleted.
 *
 * @param uid the deletion is refused with a conflict when the live object has another uid
 * @param graceSeconds time for the processes to end; empty leaves the object's own; 0 removes a
 *     pod's object at once
 * @param dryRun admission and preconditions run, nothing is deleted
 */
public record DeleteOptions(Optional<String> uid, OptionalInt graceSeconds, boolean dryRun) {

    public DeleteOptions {
        if (graceSeconds.isPresent() && graceSeconds.getAsInt() < 0) {
            throw new IllegalArgumentException("graceSeconds must not be negative");
        }
    }

    /** Deletes exactly this object, with its own grace. */
    public static DeleteOptions ofUid(String uid) {
        return new DeleteOptions(Optional.of(uid), OptionalInt.empty(), false);
    }

    public DeleteOptions withGraceSeconds(int seconds) {
        return new DeleteOptions(uid, OptionalInt.of(seconds), dryRun);
    }

    public DeleteOptions asDryRun() {
        return new DeleteOptions(uid, graceSeconds, true);
    }
}
