package io.driftseal.webhook.review;

/** Operations of an admission request; the names are those of the API. */
public enum AdmissionOperation {
    CREATE,
    UPDATE,
    DELETE,
    CONNECT
}
