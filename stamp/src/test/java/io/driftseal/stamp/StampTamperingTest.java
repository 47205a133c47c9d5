package io.driftseal.stamp;

import static io.driftseal.stamp.Fixtures.POD;
import static io.driftseal.stamp.Fixtures.VERIFIER;
import static io.driftseal.stamp.Fixtures.podStamp;
import static io.driftseal.stamp.Fixtures.workload;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.stamp.Verification.Verified;
import io.driftseal.workload.Workload;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A changed byte is never verified. There is no exception for changes without meaning (white space,
 * escapes, base64 with loose bits): an envelope has one spelling, so none of them verifies either.
 */
class StampTamperingTest {

    private static final long SEED = Long.getLong("driftseal.seed", 20261123L);

    @Test
    void neverVerifiesWithAnyByteChanged() {
        // Given a true stamp
        Workload pod = workload(POD);
        byte[] stamp = podStamp().getBytes(UTF_8);
        Random random = new Random(SEED);

        // When each byte in turn is changed at random
        for (int at = 0; at < stamp.length; at++) {
            byte[] changed = stamp.clone();
            changed[at] ^= (byte) (1 + random.nextInt(127));

            // Then no result is verified
            Verification answer = VERIFIER.verify(Optional.of(new String(changed, UTF_8)), pod);
            assertThat(answer).as("seed %d, byte %d", SEED, at).isNotInstanceOf(Verified.class);
        }
    }

    @Test
    void neverVerifiesWithBytesCutInsertedOrDoubled() {
        // Given a true stamp
        Workload pod = workload(POD);
        String stamp = podStamp();
        Random random = new Random(SEED);

        for (int round = 0; round < 2000; round++) {
            // When a random stretch is cut out, doubled, or replaced by another one of it
            int from = random.nextInt(stamp.length());
            int to = from + random.nextInt(Math.min(40, stamp.length() - from)) + 1;
            int other = random.nextInt(stamp.length());
            String changed =
                    switch (random.nextInt(3)) {
                        case 0 -> stamp.substring(0, from) + stamp.substring(to);
                        case 1 -> stamp.substring(0, to) + stamp.substring(from);
                        default ->
                                stamp.substring(0, from)
                                        + stamp.substring(
                                                other, Math.min(stamp.length(), other + to - from))
                                        + stamp.substring(to);
                    };
            if (changed.equals(stamp)) {
                continue;
            }

            // Then no result is verified
            assertThat(VERIFIER.verify(Optional.of(changed), pod))
                    .as("seed %d, round %d", SEED, round)
                    .isNotInstanceOf(Verified.class);
        }
    }
}
