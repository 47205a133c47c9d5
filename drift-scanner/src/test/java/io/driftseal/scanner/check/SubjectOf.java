package io.driftseal.scanner.check;

import io.driftseal.evidence.AmendmentRecord;
import io.driftseal.evidence.BaselineRecord;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.kubernetes.BackOff;
import io.driftseal.kubernetes.facts.ClusterFactsSource;
import io.driftseal.kubernetes.facts.InformedDerivation;
import io.driftseal.scanner.fixture.Stamper;
import io.driftseal.scanner.observe.NamespaceLabels;
import io.driftseal.scanner.observe.Observatory;
import io.driftseal.scanner.observe.WorkQueue;
import io.driftseal.scanner.observe.WorkloadSnapshot;
import io.driftseal.stamp.AmendmentVerifier;
import io.driftseal.stamp.StampVerifier;
import io.driftseal.stamp.VerificationKeyRing;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.workload.Declarations;
import io.driftseal.workload.Workload;
import io.driftseal.workload.WorkloadKinds;
import io.driftseal.workload.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers the subject of one object in a described surrounding. */
final class SubjectOf {

    private VerificationKeyRing keys;
    private final JsonObject object;
    private final List<DecisionRecord> records = new ArrayList<>();
    private final List<StampSightings.Sighting> sightings = new ArrayList<>();
    private final List<JsonObject> others = new ArrayList<>();
    private final List<AmendmentRecord> amendments = new ArrayList<>();
    private Duration amendmentGrace = Duration.ZERO;
    private String mode = "enforce";
    private boolean present;
    private final List<BaselineRecord> baselines = new ArrayList<>();
    private VerificationKeyRing baselineKeys;

    SubjectOf(Stamper stamper, JsonObject object) {
        this.object = object;
        this.keys = stamper.verificationKeys();
        this.baselineKeys = keys;
    }

    SubjectOf trusting(VerificationKeyRing ring) {
        keys = ring;
        return this;
    }

    SubjectOf beside(JsonObject... objects) {
        others.addAll(List.of(objects));
        return this;
    }

    SubjectOf recorded(DecisionRecord record) {
        records.add(record);
        return this;
    }

    SubjectOf amended(AmendmentRecord amendment) {
        amendments.add(amendment);
        return this;
    }

    /** Amendments may still arrive. */
    SubjectOf waiting() {
        amendmentGrace = Duration.ofSeconds(30);
        return this;
    }

    SubjectOf sighted(StampSightings.Sighting sighting) {
        sightings.add(sighting);
        return this;
    }

    SubjectOf adopted(VerificationKeyRing ring, BaselineRecord... records) {
        baselineKeys = ring;
        baselines.addAll(List.of(records));
        return this;
    }

    SubjectOf mode(String value) {
        mode = value;
        return this;
    }

    SubjectOf presentAtInstallation() {
        present = true;
        return this;
    }

    List<Finding> findings() {
        return WorkloadChecks.findings(gather());
    }

    Subject gather() {
        Clock clock = Clock.fixed(Stamper.ISSUED, ZoneOffset.UTC);
        Observatory observatory = new Observatory(new WorkQueue(100));
        Workload live = Stamper.workload(object);
        observatory
                .namespaces()
                .upserted(new NamespaceLabels(live.namespace(), Map.of("driftseal.io/mode", mode)));
        for (JsonObject other : others) {
            Workload workload = Stamper.workload(other);
            observatory
                    .workloads(workload.kind())
                    .upserted(WorkloadSnapshot.of(workload.kind(), other));
        }
        StampVerifier verifier = new StampVerifier(keys, clock);
        FakeKubernetesApi api = new FakeKubernetesApi();
        var derivation = new InformedDerivation(facts(api));
        OwnerSearch search =
                new OwnerSearch(
                        observatory,
                        new OwnerSearch.Cluster(api, WorkloadKinds.builtIn(), derivation),
                        verifier,
                        Duration.ZERO,
                        clock);
        OwnerSight owner = search.of(live);
        return new Gatherer(
                        observatory,
                        verifier,
                        keys,
                        new Gatherer.Searches(
                                new AmendmentSearch(
                                        new AmendmentVerifier(keys), amendmentGrace, clock),
                                new BaselineSearch(baselineKeys, derivation),
                                new RecordWait(Duration.ofHours(1), clock)),
                        java.util.Set.of("kube-system"))
                .gather(
                        (WorkloadSnapshot) WorkloadSnapshot.of(live.kind(), object),
                        owner,
                        search.ancestors(live, owner),
                        new Recollection(
                                new Recorded(),
                                (uid, limit) ->
                                        amendments.stream()
                                                .filter(a -> a.workload().uid().equals(uid))
                                                .toList(),
                                new Sighted(),
                                new Adopted(),
                                new Looked()));
    }

    private static ClusterFactsSource facts(FakeKubernetesApi api) {
        return new ClusterFactsSource(
                api,
                Declarations::none,
                new BackOff(Duration.ofMillis(1), Duration.ofMillis(2), () -> 0.5),
                Clock.systemUTC());
    }

    private final class Looked implements EarlierLooks {
        @Override
        public Optional<Instant> began() {
            return Optional.empty();
        }

        @Override
        public boolean presentAtInstallation(String uid) {
            return present;
        }

        @Override
        public Optional<Inherited> inherited(String uid) {
            return Optional.empty();
        }
    }

    private final class Recorded implements RecordedDecisions {
        @Override
        public List<DecisionRecord> byDecision(String decisionId) {
            return records.stream().filter(r -> r.decisionId().equals(decisionId)).toList();
        }

        @Override
        public List<DecisionRecord> ofWorkload(String workloadUid, int limit) {
            return records.stream().filter(r -> r.workload().uid().equals(workloadUid)).toList();
        }

        @Override
        public Optional<DecisionRecord> withForm(String configurationHash) {
            return records.stream()
                    .filter(r -> r.configurationHash().equals(configurationHash))
                    .findFirst();
        }
    }

    private final class Adopted implements Baselines {
        @Override
        public Optional<BaselineRecord> of(String workloadUid) {
            return baselines.stream()
                    .filter(b -> b.workload().uid().equals(workloadUid))
                    .findFirst();
        }

        @Override
        public void keep(BaselineRecord record) {
            throw new UnsupportedOperationException("checks only read");
        }

        @Override
        public void forget(String workloadUid) {
            throw new UnsupportedOperationException("checks only read");
        }

        @Override
        public List<String> workloads() {
            return baselines.stream().map(b -> b.workload().uid()).toList();
        }
    }

    private final class Sighted implements StampSightings {
        @Override
        public Optional<Sighting> of(String workloadUid) {
            return sightings.stream().filter(s -> s.workloadUid().equals(workloadUid)).findFirst();
        }

        @Override
        public List<Sighting> withDecision(String decisionId) {
            return sightings.stream().filter(s -> s.decisionId().equals(decisionId)).toList();
        }

        @Override
        public List<String> workloads() {
            return sightings.stream().map(Sighting::workloadUid).toList();
        }

        @Override
        public void keep(Sighting sighting) {
            throw new UnsupportedOperationException("checks only read");
        }

        @Override
        public void forget(String workloadUid) {
            throw new UnsupportedOperationException("checks only read");
        }
    }
}
