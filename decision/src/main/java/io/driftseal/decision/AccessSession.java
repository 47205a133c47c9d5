package io.driftseal.decision;

import io.driftseal.workload.LaterChange;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is asked for behind a door. Of the command, policy sees the program and a digest of the
 * rest: arguments may hold secrets.
 *
 * @param container name of the container, empty where the API server chooses it
 * @param command program and arguments, may be empty
 * @param destination where a proxy leads
 * @param token what a token request asks for; empty for every other door
 * @param change what the pod would be changed to; empty for every door that changes nothing
 */
public record AccessSession(
        Door door,
        String container,
        List<String> command,
        Destination destination,
        Optional<RequestedToken> token,
        Optional<LaterChange> change) {
    public AccessSession {
        Objects.requireNonNull(door, "door");
        Objects.requireNonNull(container, "container");
        command = List.copyOf(command);
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(change, "change");
    }

    /** A door with nothing behind it to be named. */
    public static AccessSession through(Door door) {
        return of(door, "", List.of());
    }

    public static AccessSession of(Door door, String container, List<String> command) {
        return new AccessSession(
                door, container, command, Destination.NONE, Optional.empty(), Optional.empty());
    }

    public static AccessSession to(Door door, Destination destination) {
        return new AccessSession(
                door, "", List.of(), destination, Optional.empty(), Optional.empty());
    }

    public static AccessSession asking(RequestedToken token) {
        return new AccessSession(
                Door.TOKEN_REQUEST,
                "",
                List.of(),
                Destination.NONE,
                Optional.of(token),
                Optional.empty());
    }

    /** A change of a running pod; container and command are those of its first debug container. */
    public static AccessSession changing(
            Door door, String container, List<String> command, LaterChange change) {
        return new AccessSession(
                door, container, command, Destination.NONE, Optional.empty(), Optional.of(change));
    }

    /**
     * Where a proxy leads.
     *
     * @param port number or name, empty where the API server chooses it
     * @param path of the request, with its leading slash; shown to policy for a node only, because
     *     that of an application may hold secrets
     */
    public record Destination(String port, String path) {
        public static final Destination NONE = new Destination("", "");

        public Destination {
            Objects.requireNonNull(port, "port");
            Objects.requireNonNull(path, "path");
        }
    }

    /**
     * A service account's token that somebody asks for.
     *
     * @param audiences whom it is for
     * @param expirationSeconds how long it shall live
     * @param boundKind kind of the object whose end ends it, {@code Pod}; empty if there is none
     * @param boundName name of that object
     */
    public record RequestedToken(
            List<String> audiences, long expirationSeconds, String boundKind, String boundName) {
        public RequestedToken {
            audiences = List.copyOf(audiences);
            Objects.requireNonNull(boundKind, "boundKind");
            Objects.requireNonNull(boundName, "boundName");
        }
    }
}
