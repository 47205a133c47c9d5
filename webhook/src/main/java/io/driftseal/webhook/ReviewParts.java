package io.driftseal.webhook;

import io.driftseal.decision.InputKeeper;
import io.driftseal.decision.PolicyDecisionPoint;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.TimeOrderedIds;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.facts.InformedDerivation;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.stamp.AmendmentIssuer;
import io.driftseal.stamp.KeyFileException;
import io.driftseal.stamp.KeyFiles;
import io.driftseal.stamp.KeyPurpose;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.stamp.StampIssuer;
import io.driftseal.stamp.StampVerifier;
import io.driftseal.stamp.VerificationKeyRing;
import io.driftseal.webhook.access.AccessRecords;
import io.driftseal.webhook.access.AccessReview;
import io.driftseal.webhook.access.DoorKeeper;
import io.driftseal.webhook.access.DoorNamespaces;
import io.driftseal.webhook.access.PodDirectory;
import io.driftseal.webhook.access.TargetDirectory;
import io.driftseal.webhook.amendment.AmendmentDesk;
import io.driftseal.webhook.amendment.AmendmentRecords;
import io.driftseal.webhook.amendment.AmendmentReview;
import io.driftseal.webhook.amendment.KeptDoors;
import io.driftseal.webhook.delivery.SpooledJournal;
import io.driftseal.webhook.grant.GrantShelf;
import io.driftseal.webhook.issuing.GrantIssuer;
import io.driftseal.webhook.issuing.GrantRecords;
import io.driftseal.webhook.issuing.GrantReview;
import io.driftseal.webhook.review.AdmissionPipeline;
import io.driftseal.webhook.review.AdmissionReviewer;
import io.driftseal.webhook.review.CalledNamespaces;
import io.driftseal.webhook.review.CalledNamespaces.Called;
import io.driftseal.webhook.review.Decisions;
import io.driftseal.webhook.review.NamespaceCache;
import io.driftseal.webhook.review.NamespaceDirectory;
import io.driftseal.webhook.review.ReviewMetrics;
import io.driftseal.webhook.review.Scope;
import io.driftseal.webhook.stamping.Ownership;
import io.driftseal.webhook.stamping.Rehearsal;
import io.driftseal.webhook.stamping.StampReview;
import io.driftseal.webhook.stamping.Stamping;
import io.driftseal.webhook.verification.VerifyReview;
import io.driftseal.workload.BuiltInKind;
import io.driftseal.workload.CustomRoots;
import io.driftseal.workload.WorkloadKind;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Every review that the webhook gives, made of what it reads, whom it believes and who decides. */
final class ReviewParts {

    private final WebhookConfiguration configuration;
    private final CustomRoots customRoots;
    private final ServiceMetrics metrics;
    private final Clock clock;
    private final SecureRandom random;

    ReviewParts(
            WebhookConfiguration configuration,
            ServiceMetrics metrics,
            Clock clock,
            SecureRandom random) {
        this.configuration = configuration;
        this.customRoots = CustomRoots.read(configuration.customRoots());
        this.metrics = metrics;
        this.clock = clock;
        this.random = random;
    }

    /** What is read, asked and written to. */
    record Sources(
            KubernetesApi api,
            PolicyEngine engine,
            InputKeeper inputs,
            SpooledJournal journal,
            NamespaceCache namespaces) {}

    /** Who signs stamps and grants, and whose approval counts. */
    record Trust(
            SigningKeyRing keys,
            SigningKeyRing grantKeys,
            ApproverList approvers,
            InformedDerivation derivation) {}

    /** What answers the API server, and what answers as if it had asked. */
    record Reviews(AdmissionPipeline pipeline, Rehearsal rehearsal) {}

    /**
     * @throws KeyFileException if a verification key cannot be read
     */
    Reviews of(Sources sources, Trust trust) throws KeyFileException {
        KubernetesApi api = sources.api();
        SpooledJournal journal = sources.journal();
        NamespaceCache namespaces = sources.namespaces();
        var reviewMetrics = new ReviewMetrics(metrics);
        Supplier<String> decisionIds = new TimeOrderedIds("dec", clock, random);
        var decisions =
                new Decisions(
                        new PolicyDecisionPoint(
                                sources.engine(), decisionIds, clock, sources.inputs()),
                        reviewMetrics);
        var verifier =
                new StampVerifier(verificationKeys(KeyPurpose.STAMP).knowing(trust.keys()), clock);
        Stamping stamping =
                Stamping.of(
                        new Stamping.Keys(
                                new StampIssuer(trust.keys(), clock),
                                verifier,
                                trust.approvers()::approvers),
                        new Stamping.Sources(
                                decisions, api, trust.derivation(), decisionIds, clock),
                        ownership(),
                        configuration.parentLifetime());
        var scope = new Scope(Set.copyOf(configuration.exemptNamespaces()), customRoots.kinds());
        var targets = new TargetDirectory(api, new PodDirectory(api, verifier));
        var shelf =
                new GrantShelf(
                        api,
                        verificationKeys(KeyPurpose.GRANT),
                        configuration.nodeGrantNamespace(),
                        clock);
        var keeper = new DoorKeeper(decisions, shelf);
        AmendmentReview amendments = amendments(keeper, verifier, journal, trust.keys());
        var accessRecords = new AccessRecords(journal, clock);
        Map<String, AdmissionReviewer> reviewers = new HashMap<>();
        for (Called called : Called.values()) {
            NamespaceDirectory asCalled =
                    new CalledNamespaces(namespaces, namespaces::readLive, called, clock);
            reviewers.put(
                    called.path("/stamp"),
                    new StampReview(scope, asCalled, stamping, journal, reviewMetrics));
            reviewers.put(
                    called.path("/verify"),
                    new VerifyReview(
                            scope,
                            asCalled,
                            stamping,
                            amendments,
                            new VerifyReview.Trace(journal, decisionIds, clock, reviewMetrics)));
            reviewers.put(
                    called.path("/access"),
                    new AccessReview(
                            scope,
                            new DoorNamespaces(asCalled, configuration.nodes()),
                            targets,
                            keeper,
                            accessRecords));
        }
        reviewers.put(
                "/grant",
                new GrantReview(
                        new GrantReview.Sources(
                                new DoorNamespaces(namespaces, configuration.nodes()),
                                targets,
                                shelf),
                        decisions,
                        new GrantIssuer(trust.grantKeys(), clock),
                        new GrantRecords(journal, clock)));
        var rehearsed = new StampReview(scope, namespaces, stamping, journal, reviewMetrics);
        return new Reviews(
                new AdmissionPipeline(reviewers, reviewMetrics),
                new Rehearsal(scope, namespaces, rehearsed, stamping));
    }

    private AmendmentReview amendments(
            DoorKeeper keeper,
            StampVerifier verifier,
            SpooledJournal journal,
            SigningKeyRing stampKeys) {
        return new AmendmentReview(
                verifier,
                new KeptDoors(keeper),
                new AmendmentDesk(new AmendmentIssuer(stampKeys, clock), journal, clock),
                new AmendmentRecords(journal, clock));
    }

    private VerificationKeyRing verificationKeys(KeyPurpose purpose) throws KeyFileException {
        return KeyFiles.readVerification(
                configuration.keyDirectory().resolve(KeyFiles.verificationFileName(purpose)),
                purpose);
    }

    private Ownership ownership() {
        Map<WorkloadKind, Set<String>> controllers = new HashMap<>(customRoots.controllers());
        for (BuiltInKind kind : BuiltInKind.values()) {
            List<String> names =
                    switch (kind) {
                        case POD -> List.of();
                        case DEPLOYMENT -> configuration.deploymentControllers();
                        case REPLICA_SET -> configuration.replicaSetControllers();
                        case STATEFUL_SET -> configuration.statefulSetControllers();
                        case DAEMON_SET -> configuration.daemonSetControllers();
                        case REPLICATION_CONTROLLER ->
                                configuration.replicationControllerControllers();
                        case JOB -> configuration.jobControllers();
                        case CRON_JOB -> configuration.cronJobControllers();
                    };
            controllers.put(kind, Set.copyOf(names));
        }
        return new Ownership(customRoots.kinds(), controllers);
    }
}
