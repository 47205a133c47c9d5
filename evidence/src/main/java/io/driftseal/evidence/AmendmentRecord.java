package io.driftseal.evidence;

import java.time.Instant;
import java.util.List;

/**
 * An approved later change of a running pod. What counts is the signed envelope; everything beside
 * it is for people and must not be relied on.
 *
 * @param amendmentId {@code amd-} and the UUID of the decision that approved it
 * @param workload the pod, with its uid
 * @param door by which it was changed
 * @param requester user name of the request
 * @param grantId of the access grant that allowed it; empty text if none was needed
 * @param change one redacted sentence per field that changed
 * @param envelope the signed amendment, text of a DSSE envelope
 */
public record AmendmentRecord(
        String amendmentId,
        Instant time,
        WorkloadReference workload,
        String door,
        String decisionId,
        String requester,
        String grantId,
        List<String> change,
        String envelope)
        implements EvidenceRecord {

    /** Of the envelope, as the module that signs bounds it. */
    private static final int MAXIMUM_ENVELOPE = 2048;

    public AmendmentRecord {
        Bounds.id("amendmentId", "amd", amendmentId);
        Bounds.required("workload.uid", workload.uid(), 64);
        Bounds.required("door", door, 63);
        Bounds.id("decisionId", "dec", decisionId);
        Bounds.atMost("requester", requester, Bounds.LONG);
        Bounds.atMost("grantId", grantId, 64);
        change = Bounds.texts("change", change);
        Bounds.required("envelope", envelope, MAXIMUM_ENVELOPE);
    }

    /** The id of the amendment that this decision makes: one decision approves one change. */
    public static String idOf(String decisionId) {
        return "amd-" + decisionId.substring(decisionId.indexOf('-') + 1);
    }

    @Override
    public String id() {
        return amendmentId;
    }
}
