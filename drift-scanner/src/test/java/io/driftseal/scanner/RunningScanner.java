package io.driftseal.scanner;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.driftseal.decision.PolicyDecisionPoint;
import io.driftseal.decision.TimeOrderedIds;
import io.driftseal.evidence.EvidenceRecord;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.evidence.ResponseOutcome;
import io.driftseal.scanner.fixture.StampedShop;
import io.driftseal.scanner.incident.Incident;
import io.driftseal.scanner.judge.Verdict;
import io.driftseal.scanner.notification.Delivery;
import io.driftseal.scanner.notification.Destination;
import io.driftseal.scanner.notification.MessageRendering;
import io.driftseal.scanner.store.RetentionLimits;
import io.driftseal.scanner.store.SqliteScannerStore;
import io.driftseal.scanner.store.StoreCounters;
import io.driftseal.scanner.store.StorePolicy;
import io.driftseal.scanner.store.StoreSettings;
import io.driftseal.service.configuration.ConfigurationException;
import io.driftseal.service.configuration.ConfigurationReader;
import io.driftseal.service.health.Health;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import io.driftseal.service.mutualtls.PeerRoute;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The scanner's core over a fake API server and a real store, until it is closed. */
final class RunningScanner implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final ScannerCore core;
    final SqliteScannerStore store;
    final ObservingSigner signer = new ObservingSigner();
    final ServiceMetrics metrics = ServiceMetrics.create("drift-scanner");
    private final Loops loops = new Loops(new Health(Clock.systemUTC()));

    RunningScanner(
            Path folder,
            FakeKubernetesApi api,
            CannedPolicy policy,
            StampedShop shop,
            String... flags) {
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        this.store = open(folder);
        this.core =
                new ScannerCore(
                        new ScannerCore.Ports(
                                api,
                                store,
                                new PolicyDecisionPoint(
                                        policy, new TimeOrderedIds("dec", clock, random), clock),
                                shop.stamper.verificationKeys(),
                                signer.keys(),
                                signer,
                                metrics),
                        configuration(folder, flags),
                        clock,
                        random);
        core.start(loops);
        await("the inventory", () -> core.notReady().isEmpty());
    }

    private static SqliteScannerStore open(Path folder) {
        StoreCounters counters =
                new StoreCounters() {
                    @Override
                    public void forgotten(String kind, int rows) {}

                    @Override
                    public void refused(String destination) {}
                };
        return SqliteScannerStore.open(
                StoreSettings.at(folder.resolve("state.db")),
                new StorePolicy(
                        new MessageRendering(EnumSet.allOf(Destination.class)),
                        RetentionLimits.defaults(),
                        counters,
                        Clock.systemUTC()),
                UUID::randomUUID);
    }

    private static ScannerConfiguration configuration(Path folder, String... flags) {
        List<String> all = new ArrayList<>();
        for (String key :
                List.of(
                        "kubeconfig",
                        "mutualTlsDirectory",
                        "stampVerificationKeys",
                        "checkpointVerificationKeys",
                        "policyDirectory",
                        "stateFile")) {
            all.add("--" + key + "=" + folder.resolve(key));
        }
        all.add("--ownerGrace=100ms");
        all.add("--amendmentGrace=100ms");
        all.addAll(List.of(flags));
        try {
            return ConfigurationReader.read(ScannerConfiguration.class, all, Map.of());
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Optional<Verdict> verdict(String uid) {
        return store.read(t -> t.verdicts().of(uid));
    }

    String verdictValue(String uid) {
        return verdict(uid).map(v -> v.conclusion().wire()).orElse("none");
    }

    void awaitVerdict(String uid, String value) {
        await("verdict " + value + " of " + uid, () -> verdictValue(uid).equals(value));
    }

    List<Incident> incidents() {
        return store.read(t -> t.incidents().list(false, 100));
    }

    void accept(EvidenceRecord record) {
        String peer = record instanceof ResponseOutcome ? "responder" : "webhook";
        int status = statusOf(record, peer);
        if (status != 200) {
            throw new AssertionError("records were answered " + status);
        }
    }

    /** What a peer that sends this record is answered. */
    int statusOf(EvidenceRecord record, String peer) {
        byte[] batch = RecordCodec.writeBatch(List.of(RecordEnvelope.of(record)));
        return ask(new PeerRequest(peer, "POST", "/v1/records", Map.of(), batch)).status();
    }

    /** What the command is answered to a request with this body. */
    PeerReply ask(String path, String body) {
        return ask(new PeerRequest("cli", "POST", path, Map.of(), body.getBytes(UTF_8)));
    }

    /** One page of an adoption that must be answered. */
    JsonObject adopt(String body) {
        PeerReply reply = ask("/v1/adoptions", body);
        if (reply.status() != 200) {
            throw new AssertionError("the adoption was answered " + reply.status());
        }
        try {
            return JsonReader.readObject(reply.body(), JsonLimits.objectList());
        } catch (MalformedJsonException e) {
            throw new AssertionError(e);
        }
    }

    /** What the command is answered. */
    String read(String path) {
        byte[] none = {};
        PeerReply reply = ask(new PeerRequest("cli", "GET", path, Map.of(), none));
        return new String(reply.body(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private PeerReply ask(PeerRequest request) {
        PeerRoute route =
                core.routes().stream()
                        .filter(r -> r.path().equals(request.path()))
                        .findFirst()
                        .orElseThrow();
        try {
            return route.handler().handle(request);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    List<Delivery> due(Destination destination) {
        return store.deliveries().due(destination, Instant.now().plus(Duration.ofDays(1)), 100);
    }

    long evidenceLines(String containing) {
        List<String> lines = new ArrayList<>();
        store.read(t -> {
            t.evidence().export(lines::add);
            return true;
        });
        return lines.stream().filter(line -> line.contains(containing)).count();
    }

    /** Waits for something that other threads bring about. */
    static void await(String what, Supplier<Boolean> holds) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!holds.get()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("did not come true: " + what);
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for: " + what, e);
            }
        }
    }

    @Override
    public void close() {
        try {
            core.drain();
            loops.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
        metrics.close();
    }
}
