package io.driftseal.scanner.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.EvidenceRecord;
import io.driftseal.evidence.FindingRecord;
import io.driftseal.evidence.RecordCodec;
import io.driftseal.evidence.RecordEnvelope;
import io.driftseal.evidence.WorkloadReference;
import io.driftseal.scanner.fixture.Fixtures;
import io.driftseal.scanner.fixture.StampedShop;
import io.driftseal.scanner.fixture.Stamper;
import io.driftseal.scanner.incident.StoreException;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDoorTest {

    private static final EvidenceRecord DECISION =
            Stamper.record(Fixtures.read("pod"), StampedShop.POD_DECISION);

    private final List<RecordEnvelope> stored = new ArrayList<>();
    private final RecordDoor door =
            new RecordDoor(
                    records -> {
                        stored.addAll(records);
                        return records.stream().map(RecordEnvelope::id).toList();
                    },
                    () -> true);

    @Test
    void theWebhooksDecisionIsStoredAndItsIdAccepted() throws Exception {
        PeerReply reply = door.receive(request("webhook", batch(DECISION)));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(RecordCodec.readAccepted(reply.body())).containsExactly(DECISION.id());
        assertThat(stored).hasSize(1);
    }

    @Test
    void aPeerMayNotReportWhatItIsNotTheSourceOf() {
        FindingRecord finding =
                new FindingRecord(
                        "fnd-" + "0".repeat(32),
                        Stamper.ISSUED,
                        "unstamped",
                        "",
                        new WorkloadReference("Pod", "shop", "web", "uid"),
                        Map.of(),
                        List.of());

        assertThat(door.receive(request("webhook", batch(finding))).status()).isEqualTo(403);
        assertThat(door.receive(request("responder", batch(DECISION))).status()).isEqualTo(403);
        assertThat(stored).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"records\":{}}",
                "{\"records\":[1]}",
                "{\"records\":[{\"id\":\"x\",\"type\":\"decision\",\"body\":{}}]}",
                "{\"records\":[],\"more\":1}",
                "{\"records\":[{\"id\":\"x\",\"type\":\"novel\",\"body\":{}}]}"
            })
    void whatIsNoBatchOfRecordsIsRefusedForGood(String body) {
        PeerReply reply = door.receive(request("webhook", body.getBytes(StandardCharsets.UTF_8)));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(stored).isEmpty();
    }

    @Test
    void whatCannotBeStoredNowIsAnsweredSoThatItIsSentAgain() {
        RecordDoor full =
                new RecordDoor(
                        records -> {
                            throw new StoreException("full: free some space", new Exception());
                        },
                        () -> true);
        RecordDoor early = new RecordDoor(records -> List.of(), () -> false);

        assertThat(full.receive(request("webhook", batch(DECISION))).status()).isEqualTo(503);
        assertThat(early.receive(request("webhook", batch(DECISION))).status()).isEqualTo(503);
    }

    private static byte[] batch(EvidenceRecord record) {
        return RecordCodec.writeBatch(List.of(RecordEnvelope.of(record)));
    }

    private static PeerRequest request(String peer, byte[] body) {
        return new PeerRequest(peer, "POST", "/v1/records", Map.of(), body);
    }
}
