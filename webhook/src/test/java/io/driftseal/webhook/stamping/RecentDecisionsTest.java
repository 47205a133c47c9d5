package io.driftseal.webhook.stamping;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.DecisionReference;
import io.driftseal.decision.NamespaceFacts;
import io.driftseal.decision.Requester;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.ReasonEntry;
import io.driftseal.webhook.ReviewBench;
import io.driftseal.webhook.review.AdmissionOperation;
import io.driftseal.webhook.review.AdmissionRequest;
import io.driftseal.webhook.review.ReviewedObjects;
import io.driftseal.webhook.review.ReviewedResource;
import io.driftseal.workload.BuiltInKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RecentDecisionsTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));

    @Test
    void holdsNoFormOfAnObjectThatAnybodyMaySend() throws Exception {
        // Given a workload that is let through unstamped
        var request =
                new AdmissionRequest(
                        "uid",
                        AdmissionOperation.CREATE,
                        new ReviewedResource("apps", "v1", "deployments", ""),
                        "shop",
                        "web",
                        new Requester("mallory", List.of()),
                        new ReviewedObjects(
                                Optional.of(ReviewBench.object("deployment")), Optional.empty()),
                        false);
        Candidate candidate =
                Candidate.of(request, BuiltInKind.DEPLOYMENT, new NamespaceFacts("shop", Map.of()));
        DecisionRecord decision =
                new StampRecords(CLOCK)
                        .of(
                                candidate,
                                new DecisionReference(
                                        "dec-0193a5b0-0000-7000-8000-000000000001", "", ""),
                                Outcome.WOULD_REFUSE,
                                "",
                                List.of(new ReasonEntry("policy", "no", "")));
        assertThat(decision.redactedForm()).isPresent();
        var recent = new RecentDecisions(CLOCK, 8);

        // When it is remembered until it is verified
        recent.unstamped(candidate, decision);

        // Then the reasons are, and the form, as large as the object, is not
        assertThat(recent.takeUnstamped(candidate.incoming(), candidate.hash()))
                .contains(decision.withoutForm());
    }
}
