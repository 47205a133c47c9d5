package io.driftseal.scanner.observe;

/**
 * What to look at next. Only a key: the state is read when the work is done, so that ten events
 * about one object cost one look at its newest state.
 *
 * @param kind name of the kind, for example {@code Pod}
 * @param identity uid of a workload; name of an object of our own admission configuration
 */
public record WorkKey(String kind, String identity) {}
