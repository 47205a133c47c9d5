package io.driftseal.webhook.access;

import io.driftseal.decision.AccessSession;
import io.driftseal.decision.AccessedPod;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.webhook.review.AdmissionRequest;

/** An attempt to enter a pod, with what was looked up about it. */
record Visit(
        AdmissionRequest request,
        NamespaceFacts namespace,
        AccessSession session,
        AccessedPod pod) {}
