package io.driftseal.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class KnownSignaturesTest {

    private static final Validity TIME =
            new Validity(
                    Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));
    private static final byte[] MESSAGE = "approved".getBytes(StandardCharsets.UTF_8);

    private final SecureRandom random = new SecureRandom();
    private final SigningKey key = SigningKey.generate(random, TIME);

    @Test
    void aKnownSignatureOpensNothingForAnotherOne() {
        // Given: a signature that is known to the key that made it, and to one that verified it
        byte[] signature = key.sign(MESSAGE);
        VerificationKey reader =
                new VerificationKey(key.kid(), TIME, key.verificationKey().publicKey());
        assertThat(reader.verifies(MESSAGE, signature)).isTrue();

        for (VerificationKey knowing : new VerificationKey[] {key.verificationKey(), reader}) {
            assertThat(knowing.verifies(MESSAGE, signature)).isTrue();
            // When: any bit of signature or message is another one
            for (int bit = 0; bit < signature.length * 8; bit++) {
                assertThat(knowing.verifies(MESSAGE, flipped(signature, bit))).isFalse();
            }
            for (int bit = 0; bit < MESSAGE.length * 8; bit++) {
                assertThat(knowing.verifies(flipped(MESSAGE, bit), signature)).isFalse();
            }
            // Then: also a second time, and the true one still holds
            assertThat(knowing.verifies(MESSAGE, flipped(signature, 0))).isFalse();
            assertThat(knowing.verifies(MESSAGE, signature)).isTrue();
        }
    }

    @Test
    void anotherKeyKnowsNothingOfIt() {
        // Given
        byte[] signature = key.sign(MESSAGE);
        SigningKey other = SigningKey.generate(random, TIME);
        other.sign(MESSAGE);
        // When, Then
        assertThat(other.verificationKey().verifies(MESSAGE, signature)).isFalse();
    }

    @Test
    void aRingTakesOnlyTheHalvesOfItsOwnKeys() {
        // Given: the file of public keys names one that we have the private half of, and one of a
        // replica
        SigningKey replica = SigningKey.generate(random, TIME);
        var read =
                new VerificationKeyRing(
                        java.util.List.of(
                                new VerificationKey(
                                        key.kid(), TIME, key.verificationKey().publicKey()),
                                replica.verificationKey()));
        var ours = new SigningKeyRing(java.util.List.of(key, SigningKey.generate(random, TIME)));
        // When
        VerificationKeyRing knowing = read.knowing(ours);
        // Then
        assertThat(knowing).isEqualTo(read);
        assertThat(knowing.find(key.kid()).orElseThrow()).isSameAs(key.verificationKey());
        assertThat(knowing.find(replica.kid()).orElseThrow()).isSameAs(replica.verificationKey());
    }

    @Test
    void itIsBounded() {
        // Given
        var known = new KnownSignatures();
        KnownSignatures.Digest first = digest(0);
        // When
        for (int i = 0; i <= KnownSignatures.MAXIMUM; i++) {
            known.add(digest(i));
        }
        // Then: the one not asked for the longest is gone, which costs a computation
        assertThat(known.size()).isEqualTo(KnownSignatures.MAXIMUM);
        assertThat(known.contains(first)).isFalse();
        assertThat(known.contains(digest(1))).isTrue();
    }

    private static KnownSignatures.Digest digest(int number) {
        return KnownSignatures.Digest.of(
                new byte[64], new byte[] {(byte) number, (byte) (number >> 8)});
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] copy = bytes.clone();
        copy[bit / 8] ^= (byte) (1 << (bit % 8));
        return copy;
    }
}
