package io.driftseal.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.stamp.DsseEnvelope;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.stamp.Validity;
import io.driftseal.stamp.VerificationKeyRing;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What passes as a signed baseline, and what does not. */
final class SignedBaselineTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Validity VALIDITY =
            new Validity(NOW.minusSeconds(60), NOW.plusSeconds(60));
    private static final Baseline BASELINE =
            new Baseline(
                    "bas-00000000-0000-7000-8000-000000000001",
                    new WorkloadReference("Deployment", "shop", "web", "uid-1"),
                    1,
                    "a".repeat(64),
                    NOW);

    private final SigningKey key = SigningKey.generate(new SecureRandom(), VALIDITY);
    private final VerificationKeyRing keys = new SigningKeyRing(List.of(key)).verificationKeys();

    @Test
    void whatWasSignedIsReadAgain() throws Exception {
        SignedBaseline signed = SignedBaseline.sign(BASELINE, key);

        assertThat(SignedBaseline.verify(signed.envelope(), keys)).isEqualTo(signed);
    }

    @Test
    void aCheckpointIsNoBaselineAndABaselineNoCheckpoint() {
        String checkpoint =
                SignedCheckpoint.sign(new Checkpoint(1, "a".repeat(64), NOW), key).envelope();
        String baseline = SignedBaseline.sign(BASELINE, key).envelope();

        assertThatThrownBy(() -> SignedBaseline.verify(checkpoint, keys))
                .isInstanceOf(BaselineRefusedException.class);
        assertThatThrownBy(() -> SignedCheckpoint.verify(baseline, keys))
                .isInstanceOf(CheckpointRefusedException.class);
    }

    @Test
    void everythingElseIsRefused() {
        SigningKey other = SigningKey.generate(new SecureRandom(), VALIDITY);
        Baseline late =
                new Baseline(
                        BASELINE.baselineId(),
                        BASELINE.workload(),
                        1,
                        BASELINE.configurationHash(),
                        NOW.plusSeconds(3600));
        String valid = SignedBaseline.sign(BASELINE, key).envelope();
        Map<String, String> refused =
                Map.of(
                        "nothing", "",
                        "no envelope", "{}",
                        "another key", SignedBaseline.sign(BASELINE, other).envelope(),
                        "after the key's end", SignedBaseline.sign(late, key).envelope(),
                        "cut off", valid.substring(0, valid.length() - 2),
                        "no baseline", payload("{\"baselineId\":\"bas-1\"}"),
                        "another spelling", payload("{ }"),
                        "no object", payload("[]"));

        refused.forEach((what, envelope) ->
                assertThatThrownBy(() -> SignedBaseline.verify(envelope, keys))
                        .as(what)
                        .isInstanceOf(BaselineRefusedException.class));
    }

    private String payload(String text) {
        return DsseEnvelope.sign(
                        SignedBaseline.PAYLOAD_TYPE, text.getBytes(StandardCharsets.UTF_8), key)
                .encode();
    }
}
