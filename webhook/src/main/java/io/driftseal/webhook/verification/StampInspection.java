package io.driftseal.webhook.verification;

import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.ReasonEntry;
import io.driftseal.stamp.StampAnnotations;
import io.driftseal.stamp.StampStatement;
import io.driftseal.stamp.Verification;
import io.driftseal.webhook.stamping.Candidate;
import io.driftseal.webhook.stamping.OwnMetadata;
import io.driftseal.webhook.stamping.Stamping;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.Difference;
import java.util.List;
import java.util.Optional;

/** Holds a final object against its stamp and says in words what does not fit. */
final class StampInspection {
    private static final int SENTENCES = 3;
    private static final int FIELDS = 32;

    private final Stamping stamping;

    StampInspection(Stamping stamping) {
        this.stamping = stamping;
    }

    Finding inspect(Candidate candidate) {
        Optional<String> stamp = StampAnnotations.own(candidate.incoming());
        return switch (stamping.verifier().verify(stamp, candidate.incoming(), candidate.form())) {
            case Verification.Verified(StampStatement statement) -> verified(candidate, statement);
            case Verification.Missing() -> missing(candidate);
            case Verification.Malformed(String reason) ->
                    invalid("malformed", "its stamp is malformed: " + reason);
            case Verification.UnknownKey(String keyId) ->
                    invalid("unknown-key", "its stamp is of the unknown key " + keyId);
            case Verification.BadSignature _ ->
                    invalid("bad-signature", "its stamp is forged or was edited");
            case Verification.ExpiredAsParent _ ->
                    invalid("expired", "its stamp is too old to admit children");
            case Verification.WrongSubject(_, String reason) ->
                    invalid("wrong-subject", "its stamp belongs to another object: " + reason);
            case Verification.HashMismatch(StampStatement statement, _, _) ->
                    mismatch(candidate, statement);
        };
    }

    private Finding verified(Candidate candidate, StampStatement statement) {
        boolean podAgain = candidate.kind().isPod() && candidate.old().isPresent();
        if (podAgain || !stamping.isForRequest(candidate, statement)) {
            return invalid(
                    "replayed",
                    "its stamp was issued for another request (decision "
                            + statement.decisionId()
                            + "); try again without it");
        }
        Optional<String> label = OwnMetadata.of(candidate.incoming()).runtimePolicy();
        if (!label.equals(Optional.of(statement.runtimePolicy()))) {
            return invalid(
                    "label",
                    "label "
                            + OwnMetadata.RUNTIME_POLICY_LABEL
                            + " is not the one its stamp names ("
                            + statement.runtimePolicy()
                            + ")");
        }
        return new Finding(
                "verified",
                Outcome.ADMITTED,
                Optional.of(statement.decisionId()),
                statement.runtimePolicy(),
                "",
                List.of());
    }

    private Finding missing(Candidate candidate) {
        Optional<DecisionRecord> decided =
                candidate.request().dryRun()
                        ? stamping.recent().findUnstamped(candidate.incoming(), candidate.hash())
                        : stamping.recent().takeUnstamped(candidate.incoming(), candidate.hash());
        if (decided.isEmpty()) {
            return invalid(
                    "missing",
                    "it carries no stamp: the stamping webhook was not asked or did not answer, or"
                            + " another replica of it would not stamp it and said why in a"
                            + " warning; try again");
        }
        DecisionRecord decision = decided.get();
        String why =
                decision.reasons().stream()
                        .limit(SENTENCES)
                        .map(ReasonEntry::message)
                        .reduce((a, b) -> a + "; " + b)
                        .orElse("no reason given");
        return new Finding(
                "missing",
                decision.outcome(),
                Optional.of(decision.decisionId()),
                "",
                "it was not stamped: " + why,
                decision.reasons());
    }

    private static Finding mismatch(Candidate candidate, StampStatement statement) {
        if (candidate.old().isEmpty()) {
            return invalid(
                    "hash-mismatch",
                    "it was changed after it was stamped, by another webhook or the API server"
                            + " (stamp of decision "
                            + statement.decisionId()
                            + ")");
        }
        Difference difference =
                Difference.between(
                        CanonicalForm.of(candidate.old().get()).redacted(),
                        candidate.form().redacted());
        List<ReasonEntry> reasons =
                difference.changes().stream()
                        .limit(FIELDS)
                        .map(change ->
                                new ReasonEntry("hash-mismatch", change.sentence(), change.path()))
                        .toList();
        return new Finding(
                "hash-mismatch",
                Outcome.WOULD_REFUSE,
                Optional.empty(),
                "",
                "it would no longer be what decision "
                        + statement.decisionId()
                        + " approved: "
                        + String.join("; ", difference.sentences(SENTENCES)),
                reasons);
    }

    private static Finding invalid(String word, String explanation) {
        return new Finding(
                word,
                Outcome.WOULD_REFUSE,
                Optional.empty(),
                "",
                explanation,
                List.of(new ReasonEntry(word, explanation, "")));
    }
}
