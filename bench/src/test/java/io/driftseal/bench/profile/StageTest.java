package io.driftseal.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which stage a sample is counted for. */
final class StageTest {

    @Test
    void aStackBelongsToItsInnermostFrameThatNamesAStage() {
        assertThat(
                        Stage.of(
                                List.of(
                                        "java.security.MessageDigest#digest",
                                        "io.driftseal.workload.Sha256#hex",
                                        "io.driftseal.workload.CanonicalForm#hash",
                                        "io.driftseal.webhook.stamping.Candidate#of",
                                        "java.lang.VirtualThread#run")))
                .isEqualTo(Stage.HASH);
    }

    @Test
    void whatEveryStageUsesBelongsToWhoeverCalledIt() {
        assertThat(
                        Stage.of(
                                List.of(
                                        "io.driftseal.workload.json.JsonReader#object",
                                        "io.driftseal.webhook.review.AdmissionReviewReader#read")))
                .isEqualTo(Stage.PARSE);
        assertThat(
                        Stage.of(
                                List.of(
                                        "io.driftseal.workload.json.JsonReader#object",
                                        "io.driftseal.decision.rest.RestAnswer#of")))
                .isEqualTo(Stage.POLICY);
    }

    @Test
    void allOfACallIsTheCall() {
        assertThat(
                        Stage.of(
                                List.of(
                                        "sun.security.ssl.SSLEngineImpl#wrap",
                                        "jdk.internal.net.http.common.SSLFlowDelegate#process")))
                .isEqualTo(Stage.CALLS);
        assertThat(
                        Stage.of(
                                List.of(
                                        "java.net.Socket#connect",
                                        "io.driftseal.evidence.RecordCodec#joinBatch",
                                        "io.driftseal.evidence.spool.SpoolDelivery#round")))
                .isEqualTo(Stage.DELIVERY);
        assertThat(Stage.of(List.of("sun.security.ssl.SSLEngineImpl#wrap"))).isEqualTo(Stage.TLS);
    }
}
