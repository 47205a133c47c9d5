package io.driftseal.bench.profile;

import java.util.List;

/**
 * What a sampled stack was doing. A stack belongs to the stage of its innermost frame that names
 * one: a JSON writer or a digest belongs to whoever called it. Calls of other services are the
 * exception: whatever happens in one is its own, TLS included.
 */
public enum Stage {
    DELIVERY("delivery of records", "io.driftseal.evidence.spool.SpoolDelivery"),
    CALLS(
            "calls of scanner and API server",
            "jdk.internal.net.http.",
            "io.fabric8.",
            "io.driftseal.kubernetes.",
            "io.driftseal.service.mutualtls."),
    TLS("TLS", "io.netty.handler.ssl.", "sun.security.ssl."),
    HTTP("HTTP", "io.netty.", "io.vertx.", "io.driftseal.webhook.edge."),
    PARSE("parse", "io.driftseal.webhook.review.AdmissionReviewReader"),
    FORM(
            "canonical form",
            "io.driftseal.workload.CanonicalForm#of",
            "io.driftseal.workload.Canonicaliser",
            "io.driftseal.workload.CanonicalOrder",
            "io.driftseal.workload.Quantity",
            "io.driftseal.workload.Preparation",
            "io.driftseal.workload.PodPreparation"),
    HASH(
            "hash",
            "io.driftseal.workload.CanonicalForm#hash",
            "io.driftseal.workload.CanonicalForm#bytes"),
    SIGN(
            "sign",
            "io.driftseal.stamp.StampIssuer",
            "io.driftseal.stamp.SigningKey",
            "io.driftseal.webhook.stamping.StampDesk#issue"),
    VERIFY(
            "verify",
            "io.driftseal.stamp.StampVerifier",
            "io.driftseal.stamp.VerificationKey",
            "io.driftseal.webhook.verification.StampInspection"),
    INPUT(
            "policy input",
            "io.driftseal.decision.InputDocuments",
            "io.driftseal.decision.document."),
    POLICY("policy call", "io.driftseal.decision.", "io.driftseal.rego."),
    PATCH(
            "patch and answer",
            "io.driftseal.webhook.review.AdmissionReviewWriter",
            "io.driftseal.webhook.stamping.MetadataRule",
            "io.driftseal.webhook.stamping.OwnMetadata"),
    RECORD(
            "record",
            "io.driftseal.workload.CanonicalForm#redacted",
            "io.driftseal.workload.Redaction",
            "io.driftseal.evidence.",
            "io.driftseal.webhook.delivery.",
            "io.driftseal.webhook.stamping.StampRecords"),
    REVIEW("the rest of the review", "io.driftseal.", "io.micrometer."),
    THREADS("threads", "java.lang.VirtualThread", "java.util.concurrent."),
    OTHER("other");

    /** What every stage uses: it says nothing about which. */
    private static final List<String> SHARED =
            List.of(
                    "io.driftseal.workload.json.",
                    "io.driftseal.workload.FieldRules",
                    "io.driftseal.workload.Sha256",
                    "io.driftseal.stamp.Sha256");

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // of List.of
    private final List<String> frames;

    Stage(String words, String... frames) {
        this.words = words;
        this.frames = List.of(frames);
    }

    public String words() {
        return words;
    }

    /**
     * @param stack {@code class#method}, innermost first
     */
    public static Stage of(List<String> stack) {
        for (Stage outer : List.of(DELIVERY, CALLS)) {
            if (stack.stream().anyMatch(outer::owns)) {
                return outer;
            }
        }
        for (String frame : stack) {
            for (Stage stage : values()) {
                if (!isShared(frame) && stage.owns(frame)) {
                    return stage;
                }
            }
        }
        return OTHER;
    }

    static boolean isShared(String frame) {
        return begins(frame, SHARED);
    }

    private boolean owns(String frame) {
        return begins(frame, frames);
    }

    private static boolean begins(String frame, List<String> all) {
        for (String begin : all) {
            if (frame.startsWith(begin)) {
                return true;
            }
        }
        return false;
    }
}
