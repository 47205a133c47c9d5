package io.driftseal.decision;

import java.util.List;
import java.util.Objects;

/**
 * What is asked for behind a door. Of the command, policy sees the program and a digest of the
 * rest: arguments may hold secrets.
 *
 * @param container name of the container, empty where the API server chooses it
 * @param command program and arguments, may be empty
 */
public record AccessSession(Door door, String container, List<String> command) {
    public AccessSession {
        Objects.requireNonNull(door, "door");
        Objects.requireNonNull(container, "container");
        command = List.copyOf(command);
    }
}
