package io.driftseal.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SignedGrantTest {
    private static final GrantScope SCOPE =
            new GrantScope("exec", "shop", "Pod", "web-1", "uid-1", "app", "", "");
    private static final VerificationKeyRing KEYS = Fixtures.RING.verificationKeys();

    private static AccessGrant grant(Instant from, Duration life, int uses, List<String> command) {
        return new AccessGrant(
                Fixtures.DECISION,
                "locks",
                SCOPE,
                new CommandPattern(command),
                "alice",
                "boss",
                "INC-1: look",
                "f".repeat(64),
                from,
                from.plus(life),
                uses);
    }

    private static AccessGrant grant() {
        return grant(Fixtures.NOW, Duration.ofMinutes(15), 1, List.of("psql", "*"));
    }

    @Test
    void saysAfterwardsWhatWasSigned() throws Exception {
        assertThat(SignedGrant.verify(SignedGrant.sign(grant(), Fixtures.KEY), KEYS))
                .isEqualTo(grant());
    }

    @Test
    void theImageOfADebugContainerIsSignedAndHeldLetterByLetter() throws Exception {
        String image = "registry.example/tools@sha256:" + "a".repeat(64);
        AccessGrant grant = debug(image);

        String envelope = SignedGrant.sign(grant, Fixtures.KEY);

        assertThat(SignedGrant.verify(envelope, KEYS)).isEqualTo(grant);
        assertThat(grant.refusal(scope(image), List.of("psql"), "alice", Fixtures.NOW)).isEmpty();
        assertThat(grant.refusal(scope(image + "b"), List.of("psql"), "alice", Fixtures.NOW))
                .contains("it is for another image");
        assertThatThrownBy(() -> scope(""))
                .hasMessage("a grant names the image of a debug container, and for no other door");
        assertThatThrownBy(() ->
                        new GrantScope("exec", "shop", "Pod", "web-1", "uid-1", "app", image, ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static GrantScope scope(String image) {
        return new GrantScope(
                GrantScope.DEBUG_DOOR, "shop", "Pod", "web-1", "uid-1", "", image, "");
    }

    private static AccessGrant debug(String image) {
        AccessGrant exec = grant();
        return new AccessGrant(
                exec.id(),
                exec.object(),
                scope(image),
                new CommandPattern(List.of("psql")),
                exec.user(),
                exec.requester(),
                exec.reason(),
                exec.policyRevision(),
                exec.notBefore(),
                exec.notAfter(),
                exec.uses());
    }

    @Test
    void theLargestOneFits() throws Exception {
        AccessGrant largest =
                grant(
                        Fixtures.NOW,
                        AccessGrant.LONGEST,
                        AccessGrant.MOST_USES,
                        Collections.nCopies(
                                CommandPattern.MAXIMUM_ARGUMENTS,
                                "\"".repeat(CommandPattern.MAXIMUM_ARGUMENT_LENGTH)));

        String envelope = SignedGrant.sign(largest, Fixtures.KEY);

        assertThat(envelope.length()).isLessThanOrEqualTo(SignedGrant.MAXIMUM_BYTES);
        assertThat(SignedGrant.verify(envelope, KEYS)).isEqualTo(largest);
    }

    @Test
    void everyChangedByteIsRefused() {
        String envelope = SignedGrant.sign(grant(), Fixtures.KEY);
        for (int i = 0; i < envelope.length(); i++) {
            char changed = envelope.charAt(i) == 'x' ? 'y' : 'x';
            String text = envelope.substring(0, i) + changed + envelope.substring(i + 1);
            assertThatThrownBy(() -> SignedGrant.verify(text, KEYS))
                    .as("byte %d", i)
                    .isInstanceOf(GrantRefusedException.class);
        }
    }

    @Test
    void aStampIsNoGrantAndAGrantIsNoStamp() throws Exception {
        String stamp = Fixtures.podStamp();
        String grant = SignedGrant.sign(grant(), Fixtures.KEY);

        assertThatThrownBy(() -> SignedGrant.verify(stamp, KEYS))
                .isInstanceOf(GrantRefusedException.class);
        assertThat(Fixtures.VERIFIER.authenticate(grant))
                .isInstanceOf(Verification.Malformed.class);
    }

    @Test
    void aKeyThatHadRetiredSignsNothing() {
        AccessGrant late =
                grant(
                        Fixtures.THIS_YEAR.notAfter().plusSeconds(1),
                        Duration.ofMinutes(1),
                        1,
                        List.of("id"));

        assertThatThrownBy(() -> SignedGrant.verify(SignedGrant.sign(late, Fixtures.KEY), KEYS))
                .hasMessage("its key had retired when it was issued");
        assertThatThrownBy(() ->
                        SignedGrant.verify(SignedGrant.sign(grant(), Fixtures.STRANGER), KEYS))
                .hasMessage("its key is not known");
    }

    @Test
    void isBounded() {
        assertThatThrownBy(() -> grant(Fixtures.NOW, Duration.ofHours(9), 1, List.of("id")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> grant(Fixtures.NOW, Duration.ZERO, 1, List.of("id")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> grant(Fixtures.NOW, Duration.ofHours(1), 0, List.of("id")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> grant(Fixtures.NOW, Duration.ofHours(1), 101, List.of("id")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GrantScope("exec", "shop", "Pod", "web-1", "", "app", "", ""))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
