package io.driftseal.decision;

import java.util.List;

/** What was looked at, and what nothing looked at, for example {@code mount}. */
public record Coverage(List<String> observed, List<String> notObserved) {
    public Coverage {
        observed = List.copyOf(observed);
        notObserved = List.copyOf(notObserved);
    }
}
