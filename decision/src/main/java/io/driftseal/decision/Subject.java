package io.driftseal.decision;

import java.util.Objects;

/** A live workload that findings are about. */
public record Subject(String kind, String namespace, String name, String uid) {
    public Subject {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(uid, "uid");
    }
}
