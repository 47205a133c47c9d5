package io.driftseal.scanner;

import io.driftseal.decision.PolicyDecisionPoint;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.TimeOrderedIds;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.fabric8.ApiAccess;
import io.driftseal.kubernetes.fabric8.Fabric8KubernetesApi;
import io.driftseal.kubernetes.policies.PolicyEvents;
import io.driftseal.policysource.PolicyMachinery;
import io.driftseal.policysource.ServiceInputs;
import io.driftseal.policysource.ServicePolicies;
import io.driftseal.scanner.adoption.BaselineSigner;
import io.driftseal.scanner.adoption.WebhookBaselineSigner;
import io.driftseal.scanner.evidence.CheckpointLoop;
import io.driftseal.scanner.evidence.WebhookCheckpointSigner;
import io.driftseal.scanner.intake.DeadLetterDoor;
import io.driftseal.scanner.store.SqliteScannerStore;
import io.driftseal.scanner.store.StoreSettings;
import io.driftseal.service.health.Health;
import io.driftseal.service.health.ManagementServer;
import io.driftseal.service.lifecycle.ServiceRuntime;
import io.driftseal.service.lifecycle.StopPhase;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.MutualTls;
import io.driftseal.service.mutualtls.MutualTlsClient;
import io.driftseal.service.mutualtls.MutualTlsServer;
import io.driftseal.service.mutualtls.PeerRoute;
import io.driftseal.stamp.KeyFileException;
import io.driftseal.stamp.KeyFiles;
import io.driftseal.stamp.KeyPurpose;
import io.driftseal.stamp.VerificationKeyRing;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the process, and registers each thing's end as soon as it exists. */
final class ScannerAssembly {

    static final String SERVICE = "drift-scanner";

    private static final Logger LOG = LoggerFactory.getLogger(ScannerAssembly.class);
    private static final Duration PEER_DEADLINE = Duration.ofSeconds(5);
    private static final int PEER_ANSWER_BYTES = 64 * 1024;

    private static final Duration DRAIN = Duration.ofSeconds(2);

    private final ScannerConfiguration configuration;
    private final ServiceRuntime runtime;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Health health;
    private final ServiceMetrics metrics = ServiceMetrics.create(SERVICE);
    private final Loops loops;
    private volatile Optional<ServicePolicies> shown = Optional.empty();

    ScannerAssembly(ScannerConfiguration configuration, ServiceRuntime runtime, Clock clock) {
        this.configuration = configuration;
        this.runtime = runtime;
        this.clock = clock;
        this.health = new Health(clock);
        this.loops = new Loops(health);
    }

    /**
     * Starts everything; the inventory is completed afterwards, and readiness says when.
     *
     * @param opa the OPA program that was found
     * @param access to the API server
     */
    void start(Path opa, ApiAccess access) throws Exception {
        runtime.logConfiguration(configuration);
        runtime.onStop(StopPhase.UNREADY, "unready", health::drain);
        ManagementServer management =
                ManagementServer.start(
                        new InetSocketAddress(
                                configuration.managementAddress(), configuration.managementPort()),
                        health,
                        metrics,
                        Map.of("/policy", this::policy));
        runtime.onStop(StopPhase.CLOSE, "management", management::close);
        MutualTls identity = MutualTls.load(configuration.mutualTlsDirectory(), SERVICE);
        watchCertificate(identity);

        Outward outward = new Outward(configuration, identity, metrics, clock);
        SqliteScannerStore store =
                SqliteScannerStore.open(
                        StoreSettings.at(configuration.stateFile()),
                        outward.storePolicy(),
                        UUID::randomUUID);
        runtime.onStop(StopPhase.CLOSE, "store", store::close);
        health.condition("store", store.writable());
        runtime.onStop(StopPhase.FLUSH, "loops", loops::stop);
        outward.start(store.deliveries(), loops, random);
        runtime.onStop(StopPhase.CLOSE, "senders", outward::close);
        checkpoints(store, identity);

        ServiceInputs inputs =
                ServiceInputs.open(
                        configuration.stateFile().toAbsolutePath().resolveSibling("inputs"),
                        configuration.keptInputs(),
                        runtime,
                        metrics,
                        clock);
        KubernetesApi api = Fabric8KubernetesApi.connect(access, "driftseal-" + SERVICE);
        runtime.onStop(StopPhase.CLOSE, "kubernetes", api::close);
        var policy =
                new PolicyDecisionPoint(
                        engine(opa, api),
                        new TimeOrderedIds("dec", clock, random),
                        clock,
                        inputs.kept());
        ScannerCore core = core(store, api, policy, baselineSigner(identity));
        health.condition("inventory", core::notReady);
        core.start(loops);
        runtime.onStop(StopPhase.DRAIN, "workers", core::drain);
        List<PeerRoute> routes = new ArrayList<>(core.routes());
        routes.addAll(inputs.routes());
        routes.addAll(new DeadLetterDoor(store.deadLetters(), clock).routes());
        serve(routes, identity, management.port());
    }

    private void serve(List<PeerRoute> routes, MutualTls identity, int managementPort)
            throws Exception {
        MutualTlsServer intake =
                MutualTlsServer.start(
                        new InetSocketAddress(
                                configuration.intakeAddress(), configuration.intakePort()),
                        identity,
                        routes,
                        RecordCodec.MAXIMUM_BATCH_BYTES);
        runtime.onStop(StopPhase.DRAIN, "intake", () -> intake.drain(DRAIN));
        LOG.atInfo()
                .addKeyValue("intakePort", intake.port())
                .addKeyValue("managementPort", managementPort)
                .log("listening");
    }

    private ScannerCore core(
            SqliteScannerStore store,
            KubernetesApi api,
            PolicyDecisionPoint policy,
            BaselineSigner baselineSigner)
            throws Exception {
        ScannerCore.Ports ports =
                new ScannerCore.Ports(
                        api,
                        store,
                        policy,
                        KeyFiles.readVerification(
                                configuration.stampVerificationKeys(), KeyPurpose.STAMP),
                        evidenceKeys(),
                        baselineSigner,
                        metrics);
        return new ScannerCore(ports, configuration, clock, random);
    }

    private PolicyEngine engine(Path opa, KubernetesApi api) throws Exception {
        ServicePolicies policies =
                ServicePolicies.open(
                        configuration.policies(),
                        new PolicyMachinery(
                                configuration.engine(),
                                configuration.policyServer(),
                                opa,
                                configuration.compiledPolicies(),
                                configuration
                                        .stateFile()
                                        .toAbsolutePath()
                                        .resolveSibling("policies"),
                                api,
                                random),
                        new ServicePolicies.ServiceParts(runtime, metrics, health, clock));
        shown = Optional.of(policies);
        policies.watch(
                configuration.policyPeriod(),
                configuration.policyEvents().map(namespace -> events(api, namespace)));
        return policies.engine();
    }

    private PolicyEvents events(KubernetesApi api, String namespace) {
        var origin = new PolicyEvents.Origin("driftseal-drift-scanner", "StatefulSet", SERVICE);
        return new PolicyEvents(api, namespace, origin, clock);
    }

    /** Which policies decide, and what became of the newest ones. */
    private String policy() {
        return shown.map(policies -> policies.document().toString()).orElse("{}");
    }

    private void checkpoints(SqliteScannerStore store, MutualTls identity) throws Exception {
        Optional<URI> webhook = configuration.webhookUrl();
        if (webhook.isEmpty()) {
            LOG.atWarn().log("no webhookUrl is set, evidence is not signed");
            return;
        }
        MutualTlsClient client =
                new MutualTlsClient(
                        identity, webhook.get(), "webhook", PEER_DEADLINE, PEER_ANSWER_BYTES);
        CheckpointLoop checkpoints =
                new CheckpointLoop(
                        store,
                        new WebhookCheckpointSigner(client, evidenceKeys()),
                        configuration.checkpointPeriod(),
                        configuration.checkpointEntries(),
                        clock);
        metrics.gauge("checkpoint.age.seconds", () -> checkpoints.age().toMillis() / 1e3);
        loops.start("checkpoints", checkpoints::run);
        runtime.onStop(StopPhase.CLOSE, "webhook-client", client::close);
        runtime.onStop(StopPhase.FLUSH, "checkpoint", checkpoints::flush);
    }

    private VerificationKeyRing evidenceKeys() throws KeyFileException {
        return KeyFiles.readVerification(
                configuration.checkpointVerificationKeys(), KeyPurpose.CHECKPOINT);
    }

    private BaselineSigner baselineSigner(MutualTls identity) {
        if (configuration.webhookUrl().isEmpty()) {
            return asked -> new BaselineSigner.Away("no webhookUrl is set");
        }
        MutualTlsClient client =
                new MutualTlsClient(
                        identity,
                        configuration.webhookUrl().get(),
                        "webhook",
                        WebhookBaselineSigner.DEADLINE,
                        WebhookBaselineSigner.MAXIMUM_ANSWER_BYTES);
        runtime.onStop(StopPhase.CLOSE, "baseline-client", client::close);
        return new WebhookBaselineSigner(client);
    }

    private void watchCertificate(MutualTls identity) {
        metrics.gauge(
                "certificate.expiry.seconds",
                () ->
                        Duration.between(
                                        clock.instant(),
                                        identity.certificate().getNotAfter().toInstant())
                                .toSeconds());
        health.condition(
                "certificate",
                () ->
                        clock.instant().isBefore(identity.certificate().getNotAfter().toInstant())
                                ? Optional.empty()
                                : Optional.of("our own certificate has expired"));
        loops.start("certificate-reload", new CertificateReload(identity)::run);
    }
}
