package io.driftseal.webhook;

import io.driftseal.decision.TimeOrderedIds;
import io.driftseal.decision.bundle.OpaProgram;
import io.driftseal.decision.loading.ReloadingEngine;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.fabric8.ApiAccess;
import io.driftseal.kubernetes.fabric8.Fabric8KubernetesApi;
import io.driftseal.kubernetes.facts.InformedDerivation;
import io.driftseal.kubernetes.policies.PolicyEvents;
import io.driftseal.policysource.PolicyMachinery;
import io.driftseal.policysource.ServicePolicies;
import io.driftseal.service.configuration.ConfigurationException;
import io.driftseal.service.health.Health;
import io.driftseal.service.health.ManagementServer;
import io.driftseal.service.lifecycle.ServiceRuntime;
import io.driftseal.service.lifecycle.StopPhase;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.MutualTls;
import io.driftseal.service.mutualtls.MutualTlsServer;
import io.driftseal.service.mutualtls.PeerRoute;
import io.driftseal.stamp.KeyFileException;
import io.driftseal.stamp.KeyFiles;
import io.driftseal.stamp.KeyPurpose;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.webhook.baseline.BaselineRoute;
import io.driftseal.webhook.baseline.BaselineWitness;
import io.driftseal.webhook.certificate.ServedCertificate;
import io.driftseal.webhook.checkpoint.CheckpointRoute;
import io.driftseal.webhook.checkpoint.CheckpointSigner;
import io.driftseal.webhook.edge.AdmissionListener;
import io.driftseal.webhook.edge.ListenerSettings;
import io.driftseal.webhook.rehearsal.ExemptionRoute;
import io.driftseal.webhook.rehearsal.RehearsalRoute;
import io.driftseal.webhook.review.AdmissionPipeline;
import io.driftseal.webhook.review.NamespaceCache;
import io.driftseal.webhook.review.Scope;
import io.driftseal.webhook.stamping.Rehearsal;
import io.driftseal.workload.CustomRoots;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Puts the service together, in the order in which its parts need one another, and registers how
 * each part stops.
 */
final class WebhookAssembly {
    private static final String NAME = "webhook";

    private final WebhookConfiguration configuration;
    private final ServiceRuntime runtime;
    private final Clock clock;
    private final Map<String, String> environment;
    private final SecureRandom random = new SecureRandom();
    private final ServiceMetrics metrics = ServiceMetrics.create(NAME);
    private final Health health;
    private final CustomRoots customRoots;
    private volatile boolean started;
    private volatile Optional<ServicePolicies> shown = Optional.empty();

    /**
     * @param environment of the process; only the search for the OPA program reads it
     */
    WebhookAssembly(
            WebhookConfiguration configuration,
            ServiceRuntime runtime,
            Clock clock,
            Map<String, String> environment) {
        this.configuration = configuration;
        this.runtime = runtime;
        this.clock = clock;
        this.environment = Map.copyOf(environment);
        this.health = new Health(clock);
        this.customRoots = CustomRoots.read(configuration.customRoots());
    }

    void start() throws Exception {
        // Registered first: with few conditions known yet, all of them could hold.
        health.condition(
                "started",
                () -> started ? Optional.empty() : Optional.of("the service is starting"));
        management();
        KubernetesApi api = kubernetes();
        FutureTask<ServicePolicies> opening = besideTheRest(() -> policies(api));
        MutualTls identity = MutualTls.load(configuration.keyDirectory(), NAME);
        SigningKeyRing stampKeys = signingKeys(KeyPurpose.STAMP);
        var serving = new ServingParts(configuration, metrics, health, clock);
        ServedCertificate certificate = serving.open(api, random);
        InputParts.Started inputs = InputParts.start(configuration, runtime, metrics, clock);
        DeliveryParts.Started delivery =
                new DeliveryParts(configuration, runtime, metrics, health, clock)
                        .start(identity, random, inputs.unrecorded());
        NamespaceCache namespaces =
                new NamespaceParts(runtime, metrics, health, clock).start(api, random);
        var approvers = ApproverList.open(configuration.approvers());
        health.condition("approvers", approvers::failure);
        metrics.gauge("approver.keys", approvers::counting);
        InformedDerivation derivation =
                new FactParts(runtime, metrics, health, clock)
                        .start(api, configuration.declarations(), random);
        ServicePolicies policies = result(opening);
        shown = Optional.of(policies);
        ReloadingEngine engine = policies.engine();
        ReviewParts.Reviews reviews =
                new ReviewParts(configuration, metrics, clock, random)
                        .of(
                                new ReviewParts.Sources(
                                        api,
                                        engine,
                                        inputs.unrecorded(),
                                        delivery.journal(),
                                        namespaces),
                                new ReviewParts.Trust(
                                        stampKeys,
                                        signingKeys(KeyPurpose.GRANT),
                                        approvers,
                                        derivation));
        List<PeerRoute> others = new ArrayList<>(delivery.deadLetters());
        others.addAll(inputs.routes());
        others.add(new ExemptionRoute(engine::settings).route());
        internalListener(identity, api, reviews.rehearsal(), others);
        AdmissionListener listener = listener(certificate, reviews.pipeline());
        new Maintenance(configuration.caBundlePeriod(), runtime, health)
                .start(
                        List.of(
                                serving.upkeep(api, certificate),
                                serving.watch(api, listener.port()),
                                reload(identity),
                                approvers::reloadIfChanged));
        policies.watch(
                configuration.policyPeriod(),
                configuration.policyEvents().map(namespace -> events(api, namespace)));
        expiry("signing.key", () -> keyEnd(stampKeys));
        expiry("mutual.tls.certificate", () -> identity.certificate().getNotAfter().toInstant());
        started = true;
    }

    /** The engine's own programs run meanwhile: in turn the two would take twice as long. */
    private static <T> FutureTask<T> besideTheRest(Callable<T> part) {
        var task = new FutureTask<T>(part);
        Thread.ofPlatform().daemon().name("start").start(task);
        return task;
    }

    private static <T> T result(FutureTask<T> part) throws Exception {
        try {
            return part.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private void management() throws Exception {
        var address =
                new InetSocketAddress(
                        configuration.managementAddress(), configuration.managementPort());
        ManagementServer server =
                ManagementServer.start(address, health, metrics, Map.of("/policy", this::policy));
        runtime.onStop(StopPhase.CLOSE, "management", server::close);
        runtime.onStop(
                StopPhase.UNREADY,
                "unready",
                () -> {
                    health.drain();
                    Thread.sleep(configuration.unreadyPause());
                });
    }

    /** Which policies decide, and what became of the newest ones. */
    private String policy() {
        return shown.map(policies -> policies.document().toString()).orElse("{}");
    }

    private ServicePolicies policies(KubernetesApi api) throws Exception {
        Path opa =
                configuration
                        .opa()
                        .or(() -> OpaProgram.find(environment))
                        .orElseThrow(() ->
                                new ConfigurationException(
                                        "the OPA program was not found; set 'opa',"
                                                + " DRIFTSEAL_OPA or PATH"));
        return ServicePolicies.open(
                configuration.policies(),
                new PolicyMachinery(
                        configuration.engine(),
                        configuration.policyServer(),
                        opa,
                        configuration.compiledPolicies(),
                        configuration.stateDirectory().resolve("policies"),
                        api,
                        random),
                new ServicePolicies.ServiceParts(runtime, metrics, health, clock));
    }

    private PolicyEvents events(KubernetesApi api, String namespace) {
        var origin = new PolicyEvents.Origin("driftseal-webhook", "Deployment", NAME);
        return new PolicyEvents(api, namespace, origin, clock);
    }

    private SigningKeyRing signingKeys(KeyPurpose purpose) throws KeyFileException {
        SigningKeyRing ring =
                KeyFiles.readSigning(
                        configuration.keyDirectory().resolve(KeyFiles.signingFileName(purpose)),
                        purpose);
        health.condition(
                purpose.text() + "-key",
                () ->
                        ring.current(clock.instant()).isPresent()
                                ? Optional.empty()
                                : Optional.of("no key is valid now; run 'driftseal keys rotate'"));
        return ring;
    }

    private KubernetesApi kubernetes() {
        KubernetesApi api =
                Fabric8KubernetesApi.connect(
                        ApiAccess.of(configuration.kubeconfig(), environment), "driftseal-webhook");
        runtime.onStop(StopPhase.CLOSE, "kubernetes", api::close);
        return api;
    }

    private void internalListener(
            MutualTls identity, KubernetesApi api, Rehearsal rehearsal, List<PeerRoute> others)
            throws Exception {
        SigningKeyRing evidenceKeys = signingKeys(KeyPurpose.CHECKPOINT);
        var witness =
                new BaselineWitness(
                        api,
                        evidenceKeys,
                        new Scope(
                                Set.copyOf(configuration.exemptNamespaces()), customRoots.kinds()),
                        new TimeOrderedIds("bas", clock, random),
                        clock);
        CheckpointSigner signer =
                CheckpointSigner.open(
                        evidenceKeys,
                        ServingParts.lastCheckpoint(configuration, api, clock),
                        clock);
        var routes = new ArrayList<PeerRoute>(others);
        routes.add(new CheckpointRoute(signer, metrics).route());
        routes.add(new BaselineRoute(witness, customRoots.kinds(), metrics).route());
        routes.add(new RehearsalRoute(rehearsal).route());
        MutualTlsServer server =
                MutualTlsServer.start(
                        new InetSocketAddress(
                                configuration.internalAddress(), configuration.internalPort()),
                        identity,
                        routes,
                        RehearsalRoute.MAXIMUM_BODY_BYTES);
        runtime.onStop(
                StopPhase.DRAIN, "internal-listener", () -> server.drain(Duration.ofSeconds(1)));
    }

    private AdmissionListener listener(ServedCertificate certificate, AdmissionPipeline pipeline)
            throws Exception {
        AdmissionListener listener =
                AdmissionListener.start(
                        new ListenerSettings(
                                configuration.listenAddress(),
                                configuration.listenPort(),
                                configuration.maximumConcurrentReviews(),
                                configuration.maximumReviewsPerNamespace(),
                                configuration.maximumWaitingPerNamespace(),
                                configuration.maximumBufferedBytes(),
                                configuration.reviewDeadline()),
                        certificate.keyManager(),
                        pipeline,
                        metrics);
        // Registered after the pause of this phase, so that it comes before it.
        runtime.onStop(StopPhase.UNREADY, "listener", listener::leave);
        runtime.onStop(StopPhase.CLOSE, "listener", listener::close);
        runtime.onStop(
                StopPhase.DRAIN,
                "listener",
                () -> listener.drain(configuration.reviewDeadline().plusSeconds(1)));
        return listener;
    }

    private static Maintenance.Task reload(MutualTls identity) {
        return identity::reloadIfChanged;
    }

    private void expiry(String what, Supplier<Instant> end) {
        metrics.gauge(
                what + ".expiry.seconds",
                () -> Duration.between(clock.instant(), end.get()).toSeconds());
    }

    private Instant keyEnd(SigningKeyRing ring) {
        return ring.current(clock.instant()).map(key -> key.notAfter()).orElse(Instant.EPOCH);
    }
}
