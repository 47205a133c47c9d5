package io.driftseal.stamp;

import io.driftseal.stamp.ApprovalVerification.Approved;
import io.driftseal.stamp.ApprovalVerification.NotApproved;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Holds an approval against the object that carries it. Never throws. */
public final class ApprovalVerifier {

    /** Clocks of an approver's machine and ours differ. */
    private static final Duration CLOCKS = Duration.ofMinutes(5);

    private final ApproverRing approvers;
    private final InstantSource clock;

    public ApprovalVerifier(ApproverRing approvers, InstantSource clock) {
        this.approvers = approvers;
        this.clock = clock;
    }

    /**
     * Order of decisions: well-formed envelope, listed key, signature, well-formed statement, key
     * not revoked, valid then, approver is the key's, time, subject, form version, hash.
     */
    public ApprovalVerification verify(String text, Workload live, CanonicalForm form) {
        DsseEnvelope envelope;
        try {
            envelope =
                    DsseEnvelope.parse(
                            text, InTotoStatement.PAYLOAD_TYPE, StampAnnotations.MAXIMUM_BYTES);
        } catch (MalformedEnvelopeException e) {
            return new NotApproved("malformed: " + e.getMessage());
        }
        Optional<ApproverKey> approver = approvers.find(envelope.keyId());
        if (approver.isEmpty()) {
            return new NotApproved("key " + envelope.keyId() + " is no listed approver's");
        }
        if (!envelope.verifiedBy(approver.get().key())) {
            return new NotApproved(
                    "it was changed, or key " + envelope.keyId() + " did not sign it");
        }
        try {
            ApprovalStatement statement = ApprovalPayload.read(envelope.payload());
            return reason(statement, approver.get(), live, form)
                    .<ApprovalVerification>map(NotApproved::new)
                    .orElseGet(() -> new Approved(statement));
        } catch (IllegalArgumentException e) {
            return new NotApproved("malformed: " + StrictObject.reason(e));
        }
    }

    private Optional<String> reason(
            ApprovalStatement statement, ApproverKey approver, Workload live, CanonicalForm form) {
        Instant now = clock.instant();
        if (approver.revokedAt().isPresent()) {
            return Optional.of("the key of " + approver.identity() + " was revoked");
        }
        if (!approver.key().validity().covers(statement.approvedAt())) {
            return Optional.of("the key of " + approver.identity() + " was not valid then");
        }
        if (!statement.approver().equals(approver.identity())) {
            return Optional.of("it names another approver than its key's");
        }
        if (statement.approvedAt().isAfter(now.plus(CLOCKS))) {
            return Optional.of("it was given in the future");
        }
        if (now.isAfter(statement.expires())) {
            return Optional.of("it expired at " + statement.expires());
        }
        Optional<String> elsewhere = statement.subject().mismatch(live);
        if (elsewhere.isPresent()) {
            return elsewhere;
        }
        if (statement.formVersion() != form.version()) {
            return Optional.of("its form version is not known here; approve it again");
        }
        return form.hash().equals(statement.hash())
                ? Optional.empty()
                : Optional.of("it approves another configuration of this object");
    }
}
