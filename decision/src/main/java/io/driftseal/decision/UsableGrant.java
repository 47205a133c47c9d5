package io.driftseal.decision;

import java.util.Objects;

/**
 * An access grant that holds for exactly this use of a door: its signature, its time, its door,
 * pod, container, image, command and user were checked before policy is asked.
 *
 * @param id id of the decision that issued it
 * @param issuedTo who asked for it
 * @param reason what they gave as reason
 */
public record UsableGrant(String id, String issuedTo, String reason) {
    public UsableGrant {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(issuedTo, "issuedTo");
        Objects.requireNonNull(reason, "reason");
    }
}
