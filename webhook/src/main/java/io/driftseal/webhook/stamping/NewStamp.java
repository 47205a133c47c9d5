package io.driftseal.webhook.stamping;

/** A stamp that goes onto the object with this review. */
record NewStamp(String annotation, String runtimePolicy) {}
