package io.driftseal.webhook.stamping;

import io.driftseal.stamp.ParentLink;
import io.driftseal.stamp.StampContent;
import io.driftseal.stamp.StampDecision;
import io.driftseal.stamp.StampIssuer;
import io.driftseal.stamp.StampLifetime;
import io.driftseal.stamp.StampNotIssuedException;
import io.driftseal.stamp.StampStatement;
import io.driftseal.stamp.StampSubject;
import io.driftseal.stamp.StampVerifier;
import io.driftseal.stamp.Verification;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Writes the statement for a candidate and has it signed. */
final class StampDesk {
    /** The API server's request timeout of 60 s, and as much for clocks that differ. */
    private static final Duration REQUEST = Duration.ofMinutes(2);

    private final StampIssuer issuer;
    private final StampVerifier verifier;
    private final Duration parentLifetime;
    private final InstantSource clock;

    StampDesk(
            StampIssuer issuer,
            StampVerifier verifier,
            Duration parentLifetime,
            InstantSource clock) {
        this.issuer = issuer;
        this.verifier = verifier;
        this.parentLifetime = parentLifetime;
        this.clock = clock;
    }

    StampVerifier verifier() {
        return verifier;
    }

    /**
     * @throws StampNotIssuedException if there is no valid key or the statement cannot be written
     */
    String issue(Candidate candidate, Approval approval, Optional<ParentLink> parent)
            throws StampNotIssuedException {
        Instant now = clock.instant();
        return issuer.issue(
                new StampStatement(
                        StampSubject.of(candidate.incoming()),
                        StampContent.of(candidate.incoming(), candidate.form()),
                        parent,
                        new StampDecision(
                                approval.decisionId(),
                                approval.runtimePolicy(),
                                approval.policyRevision(),
                                candidate.request().requester().username(),
                                candidate.approval().approver(),
                                superseded(candidate)),
                        new StampLifetime(now, now.plus(parentLifetime))));
    }

    /** Decision of the stored stamp, if we signed it; a forged one is superseded by nobody. */
    Optional<String> superseded(Candidate candidate) {
        return candidate
                .storedStamp()
                .map(verifier::authenticate)
                .flatMap(verification ->
                        verification instanceof Verification.Verified(var statement)
                                ? Optional.of(statement.decisionId())
                                : Optional.empty());
    }

    /**
     * Whether a true stamp was issued for this very request: a moment ago, and in place of what is
     * stored. Any other one is a replay, by which policy of another day would decide.
     */
    boolean isForRequest(Candidate candidate, StampStatement statement) {
        Duration age = Duration.between(statement.issuedAt(), clock.instant()).abs();
        return age.compareTo(REQUEST) <= 0 && statement.supersedes().equals(superseded(candidate));
    }

    /** What was approved, as far as the stamp repeats it. */
    record Approval(String decisionId, String runtimePolicy, String policyRevision) {}
}
