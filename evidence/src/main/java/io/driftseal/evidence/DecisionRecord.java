package io.driftseal.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.driftseal.workload.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was decided about one request, as the webhook tells the scanner. Flat, because it mirrors
 * its JSON form field by field.
 *
 * @param decisionId {@code dec-} and a UUID
 * @param operation CREATE, UPDATE, DELETE or CONNECT
 * @param mode observe, warn or enforce
 * @param requester user name of the request
 * @param approver verified external approval; empty text if there is none
 * @param configurationHash 64 hex characters; empty where the object has no form (a door)
 * @param redactedForm the approved form with everything that may be secret replaced by digests
 * @param bundleRevision of the policies; empty where none answered
 * @param inputDigest of what policy was asked; empty where it was not asked
 * @param door present where a running workload was to be entered, or a grant for it was asked for
 * @param notes what policy said meanwhile; left out of the JSON form where it said nothing, as in
 *     records of the version before
 */
public record DecisionRecord(
        String decisionId,
        Instant time,
        Point point,
        String operation,
        WorkloadReference workload,
        String mode,
        Outcome outcome,
        String requester,
        String approver,
        String configurationHash,
        Optional<JsonObject> redactedForm,
        String runtimePolicy,
        String bundleRevision,
        String inputDigest,
        List<ReasonEntry> reasons,
        Optional<DoorUse> door,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<PolicyNotes> notes)
        implements EvidenceRecord {

    /** One about which policy said nothing besides its answer. */
    public DecisionRecord(
            String decisionId,
            Instant time,
            Point point,
            String operation,
            WorkloadReference workload,
            String mode,
            Outcome outcome,
            String requester,
            String approver,
            String configurationHash,
            Optional<JsonObject> redactedForm,
            String runtimePolicy,
            String bundleRevision,
            String inputDigest,
            List<ReasonEntry> reasons,
            Optional<DoorUse> door) {
        this(
                decisionId,
                time,
                point,
                operation,
                workload,
                mode,
                outcome,
                requester,
                approver,
                configurationHash,
                redactedForm,
                runtimePolicy,
                bundleRevision,
                inputDigest,
                reasons,
                door,
                Optional.empty());
    }

    /** Where in the way of a request the decision was taken. */
    public enum Point {
        STAMP,
        VERIFY,
        ACCESS,
        /** A request for an access grant. */
        GRANT
    }

    /** What came of it. */
    public enum Outcome {
        ADMITTED,
        REFUSED,
        /** Let through by the mode, though policy refused. */
        WOULD_REFUSE,
        /** Policy gave no answer. */
        UNDECIDED
    }

    public DecisionRecord {
        Bounds.id("decisionId", "dec", decisionId);
        Bounds.required("operation", operation, 63);
        Bounds.required("mode", mode, 63);
        Bounds.atMost("requester", requester, Bounds.LONG);
        Bounds.atMost("approver", approver, Bounds.LONG);
        Bounds.digestOrEmpty("configurationHash", configurationHash);
        Bounds.atMost("runtimePolicy", runtimePolicy, 63);
        Bounds.atMost("bundleRevision", bundleRevision, Bounds.SHORT);
        Bounds.atMost("inputDigest", inputDigest, Bounds.SHORT);
        reasons = List.copyOf(reasons);
        Bounds.count("reasons", reasons.size());
    }

    /**
     * The decision's id; of a verification that id and the uid it was tied to, because a stamp and
     * its verification share one decision, and so do the two holders of a copied stamp.
     */
    @Override
    public String id() {
        return point == Point.VERIFY ? decisionId + "/" + workload.uid() : decisionId;
    }

    /** The same decision without its form, where the form is too large to be kept. */
    public DecisionRecord withoutForm() {
        return with(Optional.empty(), notes);
    }

    /** The same decision with what policy said meanwhile. */
    public DecisionRecord withNotes(PolicyNotes said) {
        return with(redactedForm, Optional.of(said));
    }

    private DecisionRecord with(Optional<JsonObject> form, Optional<PolicyNotes> said) {
        return new DecisionRecord(
                decisionId,
                time,
                point,
                operation,
                workload,
                mode,
                outcome,
                requester,
                approver,
                configurationHash,
                form,
                runtimePolicy,
                bundleRevision,
                inputDigest,
                reasons,
                door,
                said);
    }
}
