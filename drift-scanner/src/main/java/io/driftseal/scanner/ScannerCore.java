package io.driftseal.scanner;

import io.driftseal.decision.PolicyDecisionPoint;
import io.driftseal.decision.TimeOrderedIds;
import io.driftseal.kubernetes.BackOff;
import io.driftseal.kubernetes.KubernetesApi;
import io.driftseal.kubernetes.facts.ClusterFactsSource;
import io.driftseal.kubernetes.facts.DeclarationsFile;
import io.driftseal.kubernetes.facts.InformedDerivation;
import io.driftseal.scanner.adoption.Adopter;
import io.driftseal.scanner.adoption.AdoptionDoor;
import io.driftseal.scanner.adoption.AdoptionStanding;
import io.driftseal.scanner.adoption.BaselineSigner;
import io.driftseal.scanner.check.AmendmentSearch;
import io.driftseal.scanner.check.BaselineSearch;
import io.driftseal.scanner.check.Gatherer;
import io.driftseal.scanner.check.OwnerSearch;
import io.driftseal.scanner.check.RecordWait;
import io.driftseal.scanner.check.ServedCertificates;
import io.driftseal.scanner.incident.IncidentBook;
import io.driftseal.scanner.incident.RecordKeeper;
import io.driftseal.scanner.incident.ScannerStore;
import io.driftseal.scanner.intake.ReadDoor;
import io.driftseal.scanner.intake.RecordDoor;
import io.driftseal.scanner.judge.Judge;
import io.driftseal.scanner.observe.Observatory;
import io.driftseal.scanner.observe.UnreadableWorkload;
import io.driftseal.scanner.observe.WorkQueue;
import io.driftseal.scanner.respond.ResponsePlanner;
import io.driftseal.service.handshake.CaBundle;
import io.driftseal.service.handshake.TrustProbe;
import io.driftseal.service.health.ProgressCheck;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.PeerRoute;
import io.driftseal.stamp.AmendmentVerifier;
import io.driftseal.stamp.StampVerifier;
import io.driftseal.stamp.VerificationKeyRing;
import io.driftseal.workload.CustomRoots;
import io.driftseal.workload.WorkloadKinds;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The scanner without a process around it: everything between the API server and the store. */
final class ScannerCore {

    private static final Duration AWAIT_TICK = Duration.ofMillis(20);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration HANDSHAKE_DEADLINE = Duration.ofSeconds(3);

    /**
     * What the core is given.
     *
     * @param api reads the cluster
     * @param store durable state
     * @param policy decides
     * @param stampKeys verify stamps
     * @param evidenceKeys verify baselines
     * @param baselineSigner vouches for what is adopted
     * @param metrics counts
     */
    record Ports(
            KubernetesApi api,
            ScannerStore store,
            PolicyDecisionPoint policy,
            VerificationKeyRing stampKeys,
            VerificationKeyRing evidenceKeys,
            BaselineSigner baselineSigner,
            ServiceMetrics metrics) {}

    private final Ports ports;
    private final ScannerConfiguration configuration;
    private final Clock clock;
    private final WorkloadKinds kinds;
    private final WorkQueue queue;
    private final Observatory observatory;
    private final Watches watches;
    private final Rounds rounds;
    private final ScannerWorkers workers;
    private final DeclarationsFile declarations;
    private final ClusterFactsSource facts;
    private final ScannerMeters meters;
    private final RecordAcceptance acceptance;
    private volatile boolean started;

    ScannerCore(
            Ports ports, ScannerConfiguration configuration, Clock clock, RandomGenerator random) {
        this.ports = ports;
        this.configuration = configuration;
        this.clock = clock;
        this.queue = new WorkQueue(configuration.queueCapacity());
        this.observatory = new Observatory(queue);
        this.kinds = CustomRoots.read(configuration.customRoots()).kinds();
        this.meters = new ScannerMeters(ports.metrics());
        this.watches =
                new Watches(
                        ports.api(),
                        observatory,
                        kinds,
                        new BackOff(FIRST_PAUSE, LONGEST_PAUSE, random::nextDouble),
                        clock);
        this.declarations = DeclarationsFile.open(configuration.declarations(), clock);
        this.facts =
                new ClusterFactsSource(
                        ports.api(),
                        declarations,
                        new BackOff(FIRST_PAUSE, LONGEST_PAUSE, random::nextDouble),
                        clock);
        RecordKeeper keeper = new RecordKeeper(clock);
        this.rounds =
                new Rounds(
                        new Rounds.Scope(queue, observatory, ports.store()),
                        meters,
                        new Rounds.Settings(
                                configuration.reverificationPeriod(),
                                configuration.ownerGrace(),
                                Math.max(1, configuration.queueCapacity() / 2)),
                        clock);
        this.acceptance = new RecordAcceptance(ports.store(), observatory, queue, keeper, clock);
        this.workers =
                new ScannerWorkers(
                        queue,
                        new ScannerPipeline(stages(keeper, random), ports.store(), meters, clock),
                        new ScannerWorkers.Losses(ports.store(), observatory, keeper),
                        rounds,
                        meters);
        register();
    }

    /** Starts the watches and, once everything is listed, the workers. */
    void start(Loops loops) {
        meters.loaded(ports.store().read(t -> t.verdicts().list(Optional.empty())));
        facts.start();
        watches.start();
        loops.start(
                "rounds",
                progress -> {
                    if (awaitInventory(progress)) {
                        for (int i = 0; i < configuration.workers(); i++) {
                            loops.start("worker-" + i, workers::run);
                        }
                        started = true;
                        rounds.requestSweep();
                        rounds.run(progress);
                    }
                });
    }

    /** Why nobody may rely on the verdicts yet; empty once everything was listed. */
    Optional<String> notReady() {
        return started
                ? watches.notSynced().or(facts::notSynced).or(declarations::failure)
                : Optional.of("the inventory is not complete");
    }

    /** What to serve to peers. */
    List<PeerRoute> routes() {
        List<PeerRoute> routes = new ArrayList<>();
        routes.add(new RecordDoor(acceptance, () -> started).route());
        routes.add(new AdoptionDoor(adopter(), () -> started).route());
        routes.addAll(new ReadDoor(new StoredReading(ports.store())).routes());
        return routes;
    }

    private Adopter adopter() {
        return new Adopter(
                new Adopter.Places(ports.store(), observatory, queue),
                new AdoptionStanding(Set.copyOf(configuration.exemptNamespaces())),
                ports.baselineSigner(),
                ports.evidenceKeys(),
                clock);
    }

    /** Takes no new work; the keys in hand are finished. */
    void drain() throws InterruptedException {
        watches.close();
        facts.close();
        workers.stop();
        // Bounded by the stop's own deadline: it interrupts this step.
        while (queue.inWork() > 0) {
            Thread.sleep(AWAIT_TICK);
        }
    }

    private boolean awaitInventory(ProgressCheck progress) {
        try {
            while (watches.notSynced().or(facts::notSynced).isPresent()) {
                progress.returned();
                Thread.sleep(AWAIT_TICK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        Installation.record(ports.store(), observatory, clock.instant());
        if (configuration.approveAdmissionConfiguration()) {
            ports.store()
                    .write(transaction -> {
                        AdmissionBaseline.approveLive(transaction, observatory);
                        return true;
                    });
        }
        return true;
    }

    private ScannerStages stages(RecordKeeper keeper, RandomGenerator random) {
        StampVerifier verifier = new StampVerifier(ports.stampKeys(), clock);
        AmendmentSearch amendments =
                new AmendmentSearch(
                        new AmendmentVerifier(ports.stampKeys()),
                        configuration.amendmentGrace(),
                        clock);
        InformedDerivation derivation = new InformedDerivation(facts);
        return new ScannerStages(
                observatory,
                new OwnerSearch(
                        observatory,
                        new OwnerSearch.Cluster(ports.api(), kinds, derivation),
                        verifier,
                        configuration.ownerGrace(),
                        clock),
                amendments,
                new Gatherer(
                        observatory,
                        verifier,
                        ports.stampKeys(),
                        new Gatherer.Searches(
                                amendments,
                                new BaselineSearch(ports.evidenceKeys(), derivation),
                                new RecordWait(configuration.recordGrace(), clock)),
                        Set.copyOf(configuration.exemptNamespaces())),
                new ServedCertificates(handshake(clock), clock),
                new Judge(ports.policy()),
                new IncidentBook(
                        configuration.incidentWindow(), new TimeOrderedIds("inc", clock, random)),
                new ResponsePlanner(ports.policy(), configuration.responseDryRun()),
                keeper);
    }

    private static ServedCertificates.Handshake handshake(Clock clock) {
        TrustProbe probe = new TrustProbe(HANDSHAKE_DEADLINE, clock);
        return endpoint ->
                probe.probe(
                        new InetSocketAddress(endpoint.host(), endpoint.port()),
                        endpoint.host(),
                        CaBundle.certificates(endpoint.caBundle()));
    }

    private void register() {
        ServiceMetrics metrics = ports.metrics();
        watches.register(metrics);
        facts.eachWatch((plural, watch, objects) -> {
            metrics.gauge("facts.known", objects::get, "type", plural);
            metrics.gauge(
                    "facts.watch.age.seconds", () -> watch.age().toMillis() / 1e3, "type", plural);
            metrics.gauge("facts.watch.gaps", watch::gaps, "type", plural);
        });
        for (UnreadableWorkload.Reason reason : UnreadableWorkload.Reason.values()) {
            metrics.gauge(
                    "unreadable", () -> observatory.unreadable(reason), "reason", reason.wire());
        }
        metrics.gauge("queue.depth", queue::depth, "queue", "work");
        metrics.gauge("queue.drops", queue::dropsTotal, "queue", "work");
        metrics.gauge("queue.depth", rounds::waitingSoon, "queue", "soon");
        metrics.gauge("queue.drops", rounds::dropsSoon, "queue", "soon");
        metrics.gauge(
                "round.age.seconds",
                () -> Duration.between(rounds.lastSweep(), clock.instant()).toSeconds());
    }
}
