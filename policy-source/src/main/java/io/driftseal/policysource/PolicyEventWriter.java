package io.driftseal.policysource;

import io.driftseal.decision.loading.PolicyListener;
import io.driftseal.decision.loading.PolicyState;
import io.driftseal.kubernetes.policies.PolicyEvents;

/** Tells the cluster of changed policies. */
final class PolicyEventWriter implements PolicyListener {

    private final PolicyEvents events;

    PolicyEventWriter(PolicyEvents events) {
        this.events = events;
    }

    @Override
    public void loaded(PolicyState state) {
        events.loaded(state.revision());
    }

    @Override
    public void refused(PolicyState state) {
        state.refused().ifPresent(problem -> events.refused(problem.reason()));
    }
}
