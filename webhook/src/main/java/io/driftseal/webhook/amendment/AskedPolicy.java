package io.driftseal.webhook.amendment;

import io.driftseal.decision.AccessDecision;
import io.driftseal.decision.AccessInput;
import io.driftseal.decision.AccessSession;
import io.driftseal.decision.AccessTarget;
import io.driftseal.webhook.access.DoorAnswer;
import io.driftseal.webhook.review.Decisions;
import io.driftseal.webhook.stamping.Candidate;
import java.util.Optional;

/** Policy alone, without grants. */
public record AskedPolicy(Decisions decisions) implements DoorPolicy {
    @Override
    public DoorAnswer ask(Candidate candidate, AccessSession session, AccessTarget target) {
        AccessDecision decision =
                decisions.decide(
                        new AccessInput(
                                session,
                                candidate.namespace(),
                                target,
                                candidate.request().requester(),
                                Optional.empty()));
        return switch (decision) {
            case AccessDecision.Granted(var reference, var warnings) ->
                    new DoorAnswer.Open(reference, warnings, "");
            case AccessDecision.Denied(var reference, var reasons) ->
                    new DoorAnswer.Shut(reference, reasons);
            case AccessDecision.Undecided(var reference, var cause, var detail) ->
                    new DoorAnswer.Undecided(
                            reference, "policy gave no answer (" + cause.wireName() + ")", detail);
        };
    }
}
