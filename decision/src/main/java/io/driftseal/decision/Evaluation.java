package io.driftseal.decision;

import io.driftseal.workload.json.JsonObject;

/**
 * What an engine made of one input document. Only {@link Answered} may be acted on.
 *
 * <p>Input digests are SHA-256 over the canonical bytes of the input document, bundle revisions are
 * SHA-256 over the policies that were loaded; both in lower-case hex, 64 characters. Of policies
 * that are a server's, the revision is what that server says, {@code server:...}, at most 128
 * characters.
 */
public sealed interface Evaluation {

    String inputDigest();

    String bundleRevision();

    /** How it came about; nothing is decided by it. */
    EvaluationTrace trace();

    /** The rule had a value and it was an object. Its shape is checked by the decision point. */
    record Answered(
            JsonObject document, String inputDigest, String bundleRevision, EvaluationTrace trace)
            implements Evaluation {

        /** One whose input is not at hand. */
        public Answered(JsonObject document, String inputDigest, String bundleRevision) {
            this(document, inputDigest, bundleRevision, EvaluationTrace.NONE);
        }
    }

    /** There is no answer. The detail is a short sentence without content of the input. */
    record Indeterminate(
            Cause cause,
            String detail,
            String inputDigest,
            String bundleRevision,
            EvaluationTrace trace)
            implements Evaluation {

        /** One whose input is not at hand. */
        public Indeterminate(
                Cause cause, String detail, String inputDigest, String bundleRevision) {
            this(cause, detail, inputDigest, bundleRevision, EvaluationTrace.NONE);
        }
    }
}
