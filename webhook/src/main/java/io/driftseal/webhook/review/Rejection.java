package io.driftseal.webhook.review;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Why a request did not become a review: a label value that alerts and runbooks name. */
public enum Rejection {
    /** More reviews or bytes than there is room for. */
    OVERLOADED(true),
    /** More of one namespace than its share. */
    NAMESPACE_BUDGET(true),
    /** A longer body than any review has. */
    TOO_LARGE(true),
    /** Slower than the deadline of a review. */
    DEADLINE(true),
    /** A defect of ours. */
    FAILED(true),
    /** No review that can be read. */
    MALFORMED(true),
    /** Who asked left; every API server does at its end, so that by itself it alarms nobody. */
    CONNECTION_LOST(false),
    /** No API server that has our configuration asks there. */
    PATH(false),
    /** No API server asks so. */
    METHOD(false),
    /** No API server asks so. */
    CONTENT_TYPE(false),
    /** No API server asks so. */
    INVALID_HTTP(false);

    private final boolean leftToFailurePolicy;

    Rejection(boolean leftToFailurePolicy) {
        this.leftToFailurePolicy = leftToFailurePolicy;
    }

    /** As the metric has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Those that leave an API server that waits without an answer: outside enforce the object then
     * enters without a stamp, so somebody must be told.
     */
    public static List<Rejection> leftToFailurePolicy() {
        return Arrays.stream(values()).filter(reason -> reason.leftToFailurePolicy).toList();
    }
}
