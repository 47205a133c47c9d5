package io.driftseal.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.ResourceType;
import io.driftseal.scanner.fixture.Fixtures;
import io.driftseal.scanner.fixture.StampedShop;
import io.driftseal.scanner.fixture.Stamper;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.workload.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stamps whose decisions nobody ever reports: their webhook went away with them in its spool. */
class LostRecordTest {

    private static final String POD = "uid-pod";
    private static final String GAP = "\"type\":\"gap\"";

    @TempDir private Path folder;
    private final StampedShop shop = new StampedShop();
    private final FakeKubernetesApi api = new FakeKubernetesApi();

    @BeforeEach
    void aNamespace() {
        api.put(ResourceType.NAMESPACES, Fixtures.read("namespace"));
        api.put(ResourceType.DEPLOYMENTS, shop.deployment);
        api.put(ResourceType.REPLICA_SETS, shop.replicaSet);
    }

    @Test
    void aStampWhoseRecordNeverCameMakesItUnknownAndIsNamedAsAGapOnce() {
        try (RunningScanner scanner = scanner("300ms")) {
            api.put(ResourceType.PODS, stampedNow());

            scanner.awaitVerdict(POD, "unknown");
            assertThat(scanner.read("/v1/verdicts"))
                    .contains("the record of its admission is missing");
            assertThat(scanner.incidents()).isEmpty();
            assertThat(scanner.evidenceLines(GAP)).isEqualTo(1);

            // A spool that was only late ends it; that there was a gap stays on record.
            scanner.accept(Stamper.record(stampedNow(), StampedShop.POD_DECISION));
            scanner.awaitVerdict(POD, "clean");
            assertThat(scanner.evidenceLines(GAP)).isEqualTo(1);
        }
    }

    @Test
    void theGapIsNotNamedAgainByTheNextProcess() {
        try (RunningScanner scanner = scanner("300ms")) {
            api.put(ResourceType.PODS, stampedNow());
            scanner.awaitVerdict(POD, "unknown");
        }
        try (RunningScanner scanner = scanner("300ms")) {
            // It listens anew, so the record may be on its way again; and then it is not.
            scanner.awaitVerdict(POD, "clean");
            scanner.awaitVerdict(POD, "unknown");
            assertThat(scanner.evidenceLines(GAP)).isEqualTo(1);
        }
    }

    @Test
    void aRecordMayTakeItsTime() {
        try (RunningScanner scanner = scanner("1h")) {
            api.put(ResourceType.PODS, stampedNow());
            scanner.awaitVerdict(POD, "clean");
            assertThat(scanner.evidenceLines(GAP)).isZero();
        }
    }

    @Test
    void whatWasStampedBeforeTheStateBeganIsNotMissed() {
        try (RunningScanner scanner = scanner("1ms")) {
            api.put(ResourceType.PODS, shop.pod);
            Instant begin = Instant.now();

            RunningScanner.await(
                    "a look after the grace",
                    () ->
                            scanner.verdict(POD)
                                    .filter(v -> v.time().isAfter(begin.plusMillis(400)))
                                    .isPresent());
            assertThat(scanner.verdictValue(POD)).isEqualTo("clean");
            assertThat(scanner.evidenceLines(GAP)).isZero();
        }
    }

    /** After the scanner's state began, also where a stamp tells whole seconds only. */
    private JsonObject stampedNow() {
        return shop.stamper.stamped(
                Fixtures.read("pod"),
                StampedShop.POD_DECISION,
                Optional.of(shop.replicaSet),
                Instant.now().plusSeconds(1));
    }

    private RunningScanner scanner(String grace) {
        return new RunningScanner(
                folder,
                api,
                new CannedPolicy(),
                shop,
                "--recordGrace=" + grace,
                "--reverificationPeriod=100ms");
    }
}
