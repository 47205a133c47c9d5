package io.driftseal.scanner;

import io.driftseal.evidence.Baseline;
import io.driftseal.evidence.SignedBaseline;
import io.driftseal.scanner.adoption.BaselineSigner;
import io.driftseal.scanner.adoption.Candidate;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.stamp.Validity;
import io.driftseal.stamp.VerificationKeyRing;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Signs what it is asked, as the webhook does where it reads the same; or not, as it is told. */
final class ObservingSigner implements BaselineSigner {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private final SigningKey key =
            SigningKey.generate(
                    new SecureRandom(),
                    new Validity(now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1))));
    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private volatile boolean away;
    private volatile boolean lying;

    VerificationKeyRing keys() {
        return new SigningKeyRing(List.of(key)).verificationKeys();
    }

    /** Nothing is signed for the workload of this name. */
    void refuse(String name, String cause) {
        refusals.put(name, cause);
    }

    void goAway(boolean gone) {
        away = gone;
    }

    /** Signs another hash than was asked. */
    void lie() {
        lying = true;
    }

    @Override
    public Outcome sign(List<Candidate> asked) {
        return away
                ? new Away("connection refused")
                : new Answered(asked.stream().map(this::answer).toList());
    }

    private Answer answer(Candidate candidate) {
        String cause = refusals.get(candidate.reference().name());
        if (cause != null) {
            return new NotSigned(cause);
        }
        Baseline baseline =
                new Baseline(
                        "bas-" + UUID.randomUUID(),
                        candidate.reference(),
                        candidate.form().version(),
                        lying ? "0".repeat(64) : candidate.hash(),
                        now);
        return new Signed(SignedBaseline.sign(baseline, key).envelope());
    }
}
