package io.driftseal.webhook;

import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Mode;
import io.driftseal.decision.PolicyDecisionPoint;
import io.driftseal.decision.TimeOrderedIds;
import io.driftseal.evidence.AmendmentRecord;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.kubernetes.BackOff;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.Patch;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.kubernetes.WriteOptions;
import io.driftseal.kubernetes.facts.ClusterFactsSource;
import io.driftseal.kubernetes.facts.InformedDerivation;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.stamp.AmendmentIssuer;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.stamp.StampIssuer;
import io.driftseal.stamp.StampVerifier;
import io.driftseal.stamp.Validity;
import io.driftseal.stamp.VerificationKeyRing;
import io.driftseal.testsupport.decision.FakePolicyEngine;
import io.driftseal.testsupport.fuzz.Corpus;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
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
import io.driftseal.webhook.grant.GrantShelf;
import io.driftseal.webhook.issuing.GrantIssuer;
import io.driftseal.webhook.issuing.GrantRecords;
import io.driftseal.webhook.issuing.GrantReview;
import io.driftseal.webhook.review.AdmissionPipeline;
import io.driftseal.webhook.review.Decisions;
import io.driftseal.webhook.review.NamespaceCache;
import io.driftseal.webhook.review.ReviewMetrics;
import io.driftseal.webhook.review.Scope;
import io.driftseal.webhook.stamping.Ownership;
import io.driftseal.webhook.stamping.StampReview;
import io.driftseal.webhook.stamping.Stamping;
import io.driftseal.webhook.verification.VerifyReview;
import io.driftseal.workload.BuiltInKind;
import io.driftseal.workload.Declarations;
import io.driftseal.workload.WorkloadKinds;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The whole pipeline on fakes of its ports: bytes in, bytes out. */
public final class ReviewBench {
    public static final String DEPLOYMENT_CONTROLLER =
            "system:serviceaccount:kube-system:deployment-controller";
    public static final String REPLICA_SET_CONTROLLER =
            "system:serviceaccount:kube-system:replicaset-controller";

    public static final String STATEFUL_SET_CONTROLLER =
            "system:serviceaccount:kube-system:statefulset-controller";
    public static final String CRON_JOB_CONTROLLER =
            "system:serviceaccount:kube-system:cronjob-controller";

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    public final FakePolicyEngine policy = new FakePolicyEngine();
    public final FakeKubernetesApi cluster = new FakeKubernetesApi();
    public final List<DecisionRecord> records = new ArrayList<>();
    public final List<AmendmentRecord> amendments = new ArrayList<>();

    /** Whether there is room for amendments. */
    public boolean keepsAmendments = true;

    public final ServiceMetrics metrics = ServiceMetrics.create("webhook");
    public final SigningKeyRing grantKeys =
            new SigningKeyRing(
                    List.of(
                            SigningKey.generate(
                                    new SecureRandom(),
                                    new Validity(
                                            NOW.minusSeconds(60), NOW.plus(Duration.ofDays(30))))));
    private final Now clock = new Now();
    private final SigningKeyRing keys;
    private final AdmissionPipeline pipeline;

    public ReviewBench() {
        WorkloadKinds kinds = Corpus.kinds();
        SecureRandom random = new SecureRandom();
        keys =
                new SigningKeyRing(
                        List.of(
                                SigningKey.generate(
                                        random,
                                        new Validity(
                                                NOW.minusSeconds(60),
                                                NOW.plus(Duration.ofDays(30))))));
        var verifier = new StampVerifier(keys.verificationKeys(), clock);
        var ids = new TimeOrderedIds("dec", clock, random);
        var reviewMetrics = new ReviewMetrics(metrics);
        var decisions = new Decisions(new PolicyDecisionPoint(policy, ids, clock), reviewMetrics);
        var ownership =
                new Ownership(
                        kinds,
                        Map.of(
                                BuiltInKind.DEPLOYMENT,
                                Set.of(DEPLOYMENT_CONTROLLER),
                                BuiltInKind.REPLICA_SET,
                                Set.of(REPLICA_SET_CONTROLLER),
                                BuiltInKind.STATEFUL_SET,
                                Set.of(STATEFUL_SET_CONTROLLER),
                                BuiltInKind.CRON_JOB,
                                Set.of(CRON_JOB_CONTROLLER)));
        Stamping stamping =
                Stamping.of(
                        new Stamping.Keys(new StampIssuer(keys, clock), verifier),
                        new Stamping.Sources(decisions, cluster, derivation(), ids, clock),
                        ownership,
                        Duration.ofDays(1));
        var scope = new Scope(Set.of("driftseal-system", "kube-system"), kinds);
        var namespaces = new NamespaceCache(cluster);
        var doorNamespaces = new DoorNamespaces(namespaces, Mode.ENFORCE);
        var targets = new TargetDirectory(cluster, new PodDirectory(cluster, verifier));
        var shelf =
                new GrantShelf(cluster, grantKeys.verificationKeys(), "driftseal-system", clock);
        pipeline =
                new AdmissionPipeline(
                        Map.of(
                                "/stamp",
                                new StampReview(
                                        scope, namespaces, stamping, records::add, reviewMetrics),
                                "/verify",
                                new VerifyReview(
                                        scope,
                                        namespaces,
                                        stamping,
                                        new AmendmentReview(
                                                verifier,
                                                new KeptDoors(new DoorKeeper(decisions, shelf)),
                                                new AmendmentDesk(
                                                        new AmendmentIssuer(keys, clock),
                                                        this::keep,
                                                        clock),
                                                new AmendmentRecords(records::add, clock)),
                                        new VerifyReview.Trace(
                                                records::add, ids, clock, reviewMetrics)),
                                "/access",
                                new AccessReview(
                                        scope,
                                        doorNamespaces,
                                        targets,
                                        new DoorKeeper(decisions, shelf),
                                        new AccessRecords(records::add, clock)),
                                "/grant",
                                new GrantReview(
                                        new GrantReview.Sources(doorNamespaces, targets, shelf),
                                        decisions,
                                        new GrantIssuer(grantKeys, clock),
                                        new GrantRecords(records::add, clock))),
                        reviewMetrics);
        mode("shop", "enforce");
        admits();
    }

    private boolean keep(AmendmentRecord amendment) {
        return keepsAmendments && amendments.add(amendment);
    }

    /** Keeps nothing of what was recorded and asked so far. */
    public void forget() {
        records.clear();
        amendments.clear();
        policy.forget();
    }

    public VerificationKeyRing keys() {
        return keys.verificationKeys();
    }

    public ReviewBench opensDoors() {
        policy.answer(
                EntryPoint.ACCESS,
                """
                {"granted":true,"reasons":[],"warnings":[
                 {"code":"door-recorded","message":"This is on record.","field":""}]}
                """);
        return this;
    }

    public ReviewBench shutsDoors() {
        policy.answer(
                EntryPoint.ACCESS,
                """
                {"granted":false,"warnings":[],"reasons":[
                 {"code":"door-closed","message":"This door is closed.","field":""}]}
                """);
        return this;
    }

    /** Facts are read from the fake at every call. */
    private InformedDerivation derivation() {
        return new InformedDerivation(
                new ClusterFactsSource(
                        cluster,
                        Declarations::none,
                        new BackOff(Duration.ofMillis(1), Duration.ofMillis(2), () -> 0.5),
                        clock),
                FactParts.counting(metrics));
    }

    public AdmissionPipeline pipeline() {
        return pipeline;
    }

    /** From now on it is so much later. */
    public ReviewBench later(Duration duration) {
        clock.now = clock.now.plus(duration);
        return this;
    }

    /** From now on the namespace has this mode. */
    public ReviewBench mode(String namespace, String mode) {
        cluster.put(
                ResourceType.NAMESPACES,
                json(
                        """
                        {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"%s",
                         "labels":{"driftseal.io/mode":"%s"}}}
                        """
                                .formatted(namespace, mode)));
        return this;
    }

    public ReviewBench admits() {
        policy.answer(
                EntryPoint.ADMISSION,
                """
                {"admitted":true,"runtimePolicy":"standard","reasons":[],"warnings":[],"recorded":[]}
                """);
        return this;
    }

    public ReviewBench refuses() {
        policy.answer(
                EntryPoint.ADMISSION,
                """
                {"admitted":false,"runtimePolicy":"standard","warnings":[],"recorded":[],"reasons":[
                 {"code":"privileged","message":"Remove privileged: true.","field":"spec"}]}
                """);
        return this;
    }

    /** A review as the API server would send it. */
    public Answer send(String path, Review review) {
        return Answer.of(pipeline.answer(path, JsonWriter.write(review.document())));
    }

    /** A literal review as the API server would send it. */
    public Answer send(String path, JsonObject review) {
        return Answer.of(pipeline.answer(path, JsonWriter.write(review)));
    }

    public Answer send(String path, String fixture) {
        return Answer.of(
                pipeline.answer(
                        path,
                        read("/reviews/" + fixture + ".json").getBytes(StandardCharsets.UTF_8)));
    }

    /** The object as the API server would go on with it. */
    public JsonObject patched(JsonObject object, Answer answer) {
        if (answer.patch().isEmpty()) {
            return object;
        }
        var scratch = new FakeKubernetesApi();
        ResourceType type = ResourceType.PODS;
        JsonObject named =
                object.object("metadata").has("name")
                        ? object
                        : object.with("metadata", object.object("metadata").with("name", "x"));
        JsonObject stored = scratch.put(type, named);
        JsonObject result =
                scratch.patch(
                                type,
                                ObjectKey.of(stored),
                                new Patch.Operations(answer.patch().get()),
                                WriteOptions.dryRun("bench"))
                        .object();
        return object.with(
                "metadata",
                object.object("metadata")
                        .with("annotations", result.object("metadata", "annotations"))
                        .with("labels", result.object("metadata", "labels")));
    }

    /** Creates as the named user: both reviews, then stored. */
    public JsonObject create(String user, JsonObject object) {
        Review review = Review.create(user, object);
        JsonObject stamped = patched(object, send("/stamp", review));
        send("/verify", Review.create(user, stamped));
        ResourceType type =
                switch (object.string("kind").orElseThrow()) {
                    case "Deployment" -> ResourceType.DEPLOYMENTS;
                    case "ReplicaSet" -> ResourceType.REPLICA_SETS;
                    default -> ResourceType.PODS;
                };
        return cluster.put(type, stamped);
    }

    public static JsonObject object(String name) {
        return json(read("/objects/" + name + ".json"));
    }

    public static JsonObject json(String text) {
        try {
            return JsonReader.readObject(
                    text.getBytes(StandardCharsets.UTF_8), JsonLimits.admissionReview());
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static JsonObject withMetadata(JsonObject object, String field, String key, String v) {
        JsonObject metadata = object.object("metadata");
        return object.with("metadata", metadata.with(field, metadata.object(field).with(key, v)));
    }

    public static JsonObject withoutMetadata(JsonObject object, String field, String key) {
        JsonObject metadata = object.object("metadata");
        return object.with("metadata", metadata.with(field, metadata.object(field).without(key)));
    }

    /** The first container's image replaced, in a pod or in a template. */
    public static JsonObject withImage(JsonObject object, String image) {
        JsonObject spec = object.object("spec");
        if (!spec.has("template")) {
            return object.with("spec", podSpecWithImage(spec, image));
        }
        JsonObject template = spec.object("template");
        JsonObject pod = podSpecWithImage(template.object("spec"), image);
        return object.with("spec", spec.with("template", template.with("spec", pod)));
    }

    private static JsonObject podSpecWithImage(JsonObject spec, String image) {
        JsonObject container = spec.objects("containers").getFirst().with("image", image);
        return spec.with("containers", JsonArray.of(container));
    }

    private static String read(String resource) {
        try (InputStream in = ReviewBench.class.getResourceAsStream(resource)) {
            return new String(
                    Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Now extends Clock {
        private Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
