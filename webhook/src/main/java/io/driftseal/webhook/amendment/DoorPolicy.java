package io.driftseal.webhook.amendment;

import io.driftseal.decision.AccessSession;
import io.driftseal.decision.AccessTarget;
import io.driftseal.webhook.access.DoorAnswer;
import io.driftseal.webhook.stamping.Candidate;

/** Asks policy, and the grants where it needs one, about a door. */
@FunctionalInterface
public interface DoorPolicy {
    DoorAnswer ask(Candidate candidate, AccessSession session, AccessTarget target);
}
