package io.driftseal.webhook.stamping;

import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.facts.InformedDerivation;
import io.driftseal.stamp.ApproverRing;
import io.driftseal.stamp.StampIssuer;
import io.driftseal.stamp.StampStatement;
import io.driftseal.stamp.StampVerifier;
import io.driftseal.webhook.review.Decisions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** The parts of stamping, put together once. */
public record Stamping(
        RootStamping roots,
        ChildStamping children,
        Ownership ownership,
        StampDesk desk,
        RecentDecisions recent) {

    public StampVerifier verifier() {
        return desk.verifier();
    }

    /** Whether a true stamp was issued for this very request, not for an earlier one. */
    public boolean isForRequest(Candidate candidate, StampStatement statement) {
        return desk.isForRequest(candidate, statement);
    }

    /**
     * @param parentLifetime how long an issued stamp admits children
     */
    public static Stamping of(
            Keys keys, Sources sources, Ownership ownership, Duration parentLifetime) {
        var records = new StampRecords(sources.clock());
        var desk = new StampDesk(keys.issuer(), keys.verifier(), parentLifetime, sources.clock());
        return new Stamping(
                new RootStamping(
                        sources.decisions(),
                        new ApprovalDesk(keys.approvers(), keys.verifier(), sources.clock()),
                        desk,
                        records),
                new ChildStamping(
                        ownership,
                        new ChildStamping.Lookups(
                                new OwnerDirectory(sources.api()),
                                new OlderTemplates(sources.api(), keys.verifier()),
                                sources.derivation()),
                        desk,
                        records,
                        sources.decisionIds()),
                ownership,
                desk,
                new RecentDecisions(sources.clock(), MAXIMUM_RECENT));
    }

    /** At this rate within a minute the API server itself would be the bottleneck. */
    private static final int MAXIMUM_RECENT = 8192;

    /**
     * What signs and what verifies.
     *
     * @param approvers as they are listed now; empty where none is configured
     */
    public record Keys(
            StampIssuer issuer,
            StampVerifier verifier,
            Supplier<Optional<ApproverRing>> approvers) {

        /** Without approvers: nothing is ever approved. */
        public Keys(StampIssuer issuer, StampVerifier verifier) {
            this(issuer, verifier, Optional::empty);
        }
    }

    /** Where decisions, owners, identities and time come from. */
    public record Sources(
            Decisions decisions,
            KubernetesApi api,
            InformedDerivation derivation,
            Supplier<String> decisionIds,
            InstantSource clock) {}
}
