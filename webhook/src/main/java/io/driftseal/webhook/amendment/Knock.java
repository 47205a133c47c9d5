package io.driftseal.webhook.amendment;

import io.driftseal.decision.AccessSession;
import io.driftseal.webhook.stamping.Candidate;
import io.driftseal.workload.Workload;

/**
 * A request to change a running pod, with what was made of it.
 *
 * @param before the pod as stored
 * @param runtimePolicy of its stamp, empty if it has none that can be believed
 */
record Knock(Candidate candidate, Workload before, AccessSession session, String runtimePolicy) {}
