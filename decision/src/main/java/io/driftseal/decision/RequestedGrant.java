package io.driftseal.decision;

import java.util.List;
import java.util.Objects;

/**
 * What somebody wants to be allowed to do, once or a few times.
 *
 * @param door which one
 * @param container empty for a door that enters none
 * @param image of a debug container; empty for every other door
 * @param command the pattern, program first; arguments are not shown to policy
 * @param wildcards how many arguments of it may be anything
 * @param openEnded whether any number of arguments may follow
 * @param port of a proxy, empty where the API server chooses it
 * @param user who may use it
 * @param reason in the requester's words
 * @param lifetimeSeconds how long from now on
 * @param uses how often
 */
public record RequestedGrant(
        Door door,
        String container,
        String image,
        List<String> command,
        int wildcards,
        boolean openEnded,
        String port,
        String user,
        String reason,
        long lifetimeSeconds,
        int uses) {
    public RequestedGrant {
        Objects.requireNonNull(door, "door");
        Objects.requireNonNull(container, "container");
        Objects.requireNonNull(image, "image");
        command = List.copyOf(command);
        Objects.requireNonNull(port, "port");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(reason, "reason");
    }
}
