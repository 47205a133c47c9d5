package io.driftseal.webhook.issuing;

import io.driftseal.decision.AccessTarget;
import io.driftseal.decision.DecisionReference;
import io.driftseal.stamp.AccessGrant;
import io.driftseal.stamp.GrantScope;
import io.driftseal.stamp.SignedGrant;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.webhook.review.AdmissionRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Turns what policy allowed into a signed grant. */
public final class GrantIssuer {
    private final SigningKeyRing keys;
    private final Clock clock;

    public GrantIssuer(SigningKeyRing keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * The envelope; empty if no key is valid now.
     *
     * @throws IllegalArgumentException saying what cannot be in a grant
     */
    Optional<String> issue(
            AdmissionRequest request,
            GrantRequest asked,
            AccessTarget target,
            DecisionReference decision) {
        Instant now = clock.instant();
        var scope =
                new GrantScope(
                        asked.door().wireName(),
                        target.kind().equals("Node") ? "" : request.namespace(),
                        target.kind(),
                        target.name(),
                        target.uid(),
                        asked.container(),
                        asked.image(),
                        asked.port());
        var grant =
                new AccessGrant(
                        decision.decisionId(),
                        request.name(),
                        scope,
                        asked.command(),
                        asked.user(),
                        request.requester().username(),
                        asked.reason(),
                        decision.bundleRevision(),
                        now,
                        now.plusSeconds(asked.lifetimeSeconds()),
                        asked.uses());
        return keys.current(now).map(key -> SignedGrant.sign(grant, key));
    }
}
