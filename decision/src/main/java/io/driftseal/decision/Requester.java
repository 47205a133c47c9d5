package io.driftseal.decision;

import java.util.List;
import java.util.Objects;

/** The authenticated user of a request, as the API server names it. */
public record Requester(String username, List<String> groups) {
    public Requester {
        Objects.requireNonNull(username, "username");
        groups = List.copyOf(groups);
    }
}
