package io.driftseal.responder;

import io.driftseal.evidence.spool.DeliverySettings;
import io.driftseal.evidence.spool.Pause;
import io.driftseal.evidence.spool.RecordSpool;
import io.driftseal.evidence.spool.RejectedRecords;
import io.driftseal.evidence.spool.SpoolDelivery;
import io.driftseal.evidence.spool.SpoolSettings;
import io.driftseal.kubernetes.BackOff;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.fabric8.ApiAccess;
import io.driftseal.kubernetes.fabric8.Fabric8KubernetesApi;
import io.driftseal.kubernetes.fabric8.Fabric8TokenProbe;
import io.driftseal.responder.action.Budget;
import io.driftseal.responder.action.DeletePod;
import io.driftseal.responder.action.DeniedPods;
import io.driftseal.responder.action.DenyTokens;
import io.driftseal.responder.action.Preconditions;
import io.driftseal.responder.plan.PlanJournal;
import io.driftseal.responder.proof.HandedTokens;
import io.driftseal.responder.proof.TokenCheck;
import io.driftseal.service.health.Health;
import io.driftseal.service.health.ManagementServer;
import io.driftseal.service.health.ProgressCheck;
import io.driftseal.service.lifecycle.ServiceRuntime;
import io.driftseal.service.lifecycle.StopPhase;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.DeadLetterRoutes;
import io.driftseal.service.mutualtls.MutualTls;
import io.driftseal.service.mutualtls.MutualTlsClient;
import io.driftseal.service.mutualtls.MutualTlsException;
import io.driftseal.service.mutualtls.MutualTlsServer;
import io.driftseal.service.mutualtls.PeerRoute;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the service together: journal and spool first, the door last. */
final class ResponderService {

    private static final Logger LOG = LoggerFactory.getLogger(ResponderService.class);
    private static final String NAME = "responder";
    private static final Duration SWEEP_PERIOD = Duration.ofSeconds(10);
    private static final Duration LOOP_LIMIT = Duration.ofMinutes(3);
    private static final Duration SCANNER_DEADLINE = Duration.ofSeconds(10);
    private static final Duration PROOF_INTERVAL = Duration.ofMillis(200);
    private static final int LARGEST_PLAN = 64 * 1024;
    private static final int LARGEST_ANSWER = 1024 * 1024;

    private final ResponderConfiguration configuration;
    private final ServiceRuntime runtime;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final ServiceMetrics metrics = ServiceMetrics.create(NAME);
    private final Health health = new Health(clock);

    private ResponderService(ResponderConfiguration configuration, ServiceRuntime runtime) {
        this.configuration = configuration;
        this.runtime = runtime;
    }

    /**
     * @param environment of the process; it says where the API server of a pod is
     */
    static void start(
            ResponderConfiguration configuration,
            ServiceRuntime runtime,
            Map<String, String> environment)
            throws Exception {
        new ResponderService(configuration, runtime)
                .start(ApiAccess.of(configuration.kubeconfig(), environment));
    }

    private void start(ApiAccess access) throws Exception {
        MutualTls identity = MutualTls.load(configuration.mutualTlsDirectory(), NAME);
        KubernetesApi api = Fabric8KubernetesApi.connect(access, "driftseal-responder");
        Fabric8TokenProbe probe = Fabric8TokenProbe.connect(access, "driftseal-responder-proof");
        runtime.onStop(StopPhase.CLOSE, "kubernetes", () -> close(api, probe));
        RecordSpool spool = spool();
        RejectedRecords aside =
                RejectedRecords.open(
                        configuration.stateDirectory().resolve("rejected"), "drift-scanner");
        metrics.gauge("outcomes.dead", aside::size);
        metrics.gauge("outcomes.dead.lost", aside::lost);
        SpoolDelivery delivery = delivery(spool, aside, identity);
        PlanJournal journal =
                PlanJournal.open(
                        configuration.stateDirectory().resolve("plans"),
                        configuration.maximumPlans(),
                        clock);
        runtime.onStop(StopPhase.CLOSE, "journal", journal::close);

        DeniedPods deniedPods =
                new DeniedPods(
                        api, configuration.ownNamespace(), configuration.maximumDeniedPods());
        HandedTokens tokens =
                new HandedTokens(
                        probe,
                        new HandedTokens.Limits(
                                configuration.maximumHandedTokens(),
                                configuration.handedTokenLife()),
                        clock);
        PlanExecutor executor =
                new PlanExecutor(
                        journal,
                        runner(api, probe, deniedPods, tokens, budget(journal)),
                        new Outcomes(spool, metrics, clock),
                        configuration.concurrency());
        DeniedPodSweep sweep =
                new DeniedPodSweep(
                        api, deniedPods, journal, clock, configuration.deniedPodRetention());
        ExceptionSweep exceptions = new ExceptionSweep(api, clock);
        measure(spool, journal, tokens, sweep, identity);
        measure(exceptions);
        manage(sweep);
        loop(() -> round(sweep, exceptions, identity), delivery);
        executor.resume();
        runtime.onStop(StopPhase.DRAIN, "plans", () -> executor.stop(configuration.stopDeadline()));
        var routes = new ArrayList<>(new PlanDoor(journal, executor, tokens, metrics).routes());
        routes.addAll(DeadLetterRoutes.of(aside::list, delivery::resend, aside::discard));
        serve(identity, routes);
    }

    private StepRunner runner(
            KubernetesApi api,
            Fabric8TokenProbe probe,
            DeniedPods deniedPods,
            HandedTokens tokens,
            Budget budget) {
        TokenCheck check =
                new TokenCheck(
                        probe, new TokenCheck.Patience(clock, Pause.sleeping(), PROOF_INTERVAL));
        Preconditions preconditions =
                new Preconditions(
                        api,
                        new Preconditions.Limits(
                                configuration.exemptNamespaces(), configuration.planMaximumAge()),
                        clock);
        return new StepRunner(
                List.of(
                        new DenyTokens(deniedPods, tokens, check, configuration.denyProofLimit()),
                        new DeletePod(api, tokens, check, configuration.deathProofLimit())),
                new StepRunner.Guard(preconditions, budget, configuration.dryRun()),
                new StepRunner.Repetition(
                        new BackOff(
                                Duration.ofMillis(250),
                                Duration.ofSeconds(10),
                                ThreadLocalRandom.current()::nextDouble),
                        Pause.sleeping()));
    }

    private Budget budget(PlanJournal journal) {
        return new Budget(
                configuration.budgetPerNamespace(), configuration.budgetPeriod(), clock, journal);
    }

    private RecordSpool spool() throws Exception {
        RecordSpool spool =
                RecordSpool.open(
                        configuration.stateDirectory().resolve("outcomes"),
                        SpoolSettings.of(configuration.spoolMaximumBytes()),
                        clock,
                        this::gapId);
        runtime.onStop(StopPhase.CLOSE, "spool", spool::close);
        return spool;
    }

    private SpoolDelivery delivery(RecordSpool spool, RejectedRecords aside, MutualTls identity) {
        MutualTlsClient scanner =
                new MutualTlsClient(
                        identity,
                        configuration.scannerUrl(),
                        "drift-scanner",
                        SCANNER_DEADLINE,
                        LARGEST_ANSWER);
        SpoolDelivery delivery =
                new SpoolDelivery(
                        spool,
                        aside,
                        new ScannerRecords(scanner),
                        DeliverySettings.defaults(),
                        new SpoolDelivery.Surroundings(clock, random, Pause.sleeping()));
        delivery.start();
        runtime.onStop(StopPhase.CLOSE, "scanner connection", scanner::close);
        runtime.onStop(
                StopPhase.FLUSH, "outcomes", () -> delivery.stop(configuration.stopDeadline()));
        return delivery;
    }

    private void serve(MutualTls identity, List<PeerRoute> routes) throws IOException {
        MutualTlsServer server =
                MutualTlsServer.start(
                        new InetSocketAddress(
                                configuration.listenAddress(), configuration.listenPort()),
                        identity,
                        routes,
                        LARGEST_PLAN);
        runtime.onStop(StopPhase.DRAIN, "door", () -> server.drain(Duration.ofSeconds(2)));
        LOG.atInfo().addKeyValue("port", server.port()).log("listening for plans");
    }

    private void manage(DeniedPodSweep sweep) throws IOException {
        health.condition(
                "denied-tokens-policy",
                () ->
                        sweep.readable()
                                ? Optional.empty()
                                : Optional.of("the policy's parameter object is not readable"));
        ManagementServer management =
                ManagementServer.start(
                        new InetSocketAddress(
                                configuration.managementAddress(), configuration.managementPort()),
                        health,
                        metrics);
        runtime.onStop(StopPhase.UNREADY, "readiness", health::drain);
        runtime.onStop(StopPhase.CLOSE, "management", management::close);
    }

    /** One round of everything that is looked after; none of it throws. */
    private void round(DeniedPodSweep sweep, ExceptionSweep exceptions, MutualTls identity) {
        sweep.round();
        if (configuration.endExceptions()) {
            exceptions.round();
        }
        try {
            identity.reloadIfChanged();
        } catch (MutualTlsException e) {
            LOG.atWarn().setCause(e).log("renewed certificate not usable, keeping the old one");
        }
    }

    private void loop(Runnable round, SpoolDelivery delivery) {
        ProgressCheck swept = health.progress("denied-pod-sweep", LOOP_LIMIT);
        ProgressCheck delivered = health.progress("outcome-delivery", LOOP_LIMIT);
        Thread thread =
                Thread.ofVirtual()
                        .name("denied-pod-sweep")
                        .start(() -> rounds(round, delivery, swept, delivered));
        runtime.onStop(StopPhase.DRAIN, "sweep", thread::interrupt);
    }

    private void rounds(
            Runnable round, SpoolDelivery delivery, ProgressCheck swept, ProgressCheck delivered) {
        Instant seen = Instant.MIN;
        while (!runtime.isStopping()) {
            round.run();
            swept.returned();
            if (delivery.lastProgress().isAfter(seen)) {
                seen = delivery.lastProgress();
                delivered.returned();
            }
            try {
                Thread.sleep(SWEEP_PERIOD);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void measure(ExceptionSweep exceptions) {
        metrics.gauge("exceptions.open", exceptions::open);
        metrics.gauge("exceptions.left", exceptions::left);
        metrics.gauge("exceptions.ended", exceptions::ended);
    }

    private void measure(
            RecordSpool spool,
            PlanJournal journal,
            HandedTokens tokens,
            DeniedPodSweep sweep,
            MutualTls identity) {
        metrics.gauge("plans.open", journal::open);
        metrics.gauge("outcomes.spooled", spool::depth);
        metrics.gauge("outcomes.spooled.bytes", spool::bytes);
        metrics.gauge("tokens.handed", tokens::size);
        metrics.gauge("pods.denied", sweep::denied);
        metrics.gauge(
                "certificate.expiry.seconds",
                () ->
                        Duration.between(
                                        clock.instant(),
                                        identity.certificate().getNotAfter().toInstant())
                                .toSeconds());
    }

    private String gapId() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return "gap-" + HexFormat.of().formatHex(bytes);
    }

    private static void close(KubernetesApi api, Fabric8TokenProbe probe) {
        probe.close();
        api.close();
    }
}
