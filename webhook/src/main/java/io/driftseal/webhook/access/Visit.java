package io.driftseal.webhook.access;

import io.driftseal.decision.AccessSession;
import io.driftseal.decision.AccessTarget;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.webhook.review.AdmissionRequest;

/** A knock at a door, with what was looked up about it. */
public record Visit(
        AdmissionRequest request,
        NamespaceFacts namespace,
        AccessSession session,
        AccessTarget target) {}
