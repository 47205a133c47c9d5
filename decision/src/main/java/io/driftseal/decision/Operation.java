package io.driftseal.decision;

/** Operations of an admission review that policy decides on. The names are those of the API. */
public enum Operation {
    CREATE,
    UPDATE
}
