package io.driftseal.webhook.amendment;

import io.driftseal.decision.AccessSession;
import io.driftseal.decision.AccessTarget;
import io.driftseal.webhook.access.DoorAnswer;
import io.driftseal.webhook.access.DoorKeeper;
import io.driftseal.webhook.access.Visit;
import io.driftseal.webhook.stamping.Candidate;

/** Policy, and the access grants where it wants one, as for every other door. */
public record KeptDoors(DoorKeeper keeper) implements DoorPolicy {
    @Override
    public DoorAnswer ask(Candidate candidate, AccessSession session, AccessTarget target) {
        return keeper.ask(new Visit(candidate.request(), candidate.namespace(), session, target));
    }
}
