package io.driftseal.bench.micro;

import io.driftseal.bench.document.PodDocument;
import io.driftseal.bench.document.PodSize;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.stamp.StampContent;
import io.driftseal.stamp.StampDecision;
import io.driftseal.stamp.StampIssuer;
import io.driftseal.stamp.StampLifetime;
import io.driftseal.stamp.StampNotIssuedException;
import io.driftseal.stamp.StampStatement;
import io.driftseal.stamp.StampSubject;
import io.driftseal.stamp.StampVerifier;
import io.driftseal.stamp.Validity;
import io.driftseal.stamp.Verification;
import io.driftseal.stamp.VerificationKey;
import io.driftseal.stamp.VerificationKeyRing;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.UnsupportedWorkloadException;
import io.driftseal.workload.Workload;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A statement signed into an annotation, and an object held against its annotation. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StampBenchmark {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Validity VALIDITY =
            new Validity(NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(90)));

    private final SigningKey key = SigningKey.generate(new SecureRandom(), VALIDITY);
    private final StampIssuer issuer = new StampIssuer(new SigningKeyRing(List.of(key)), CLOCK);
    private final Workload pod = pod();
    private final CanonicalForm form = CanonicalForm.of(pod);
    private final StampStatement statement = statement();
    private final Optional<String> stamp = Optional.of(stampNow());
    private final StampVerifier verifier =
            new StampVerifier(new VerificationKeyRing(List.of(key.verificationKey())), CLOCK);

    private static Workload pod() {
        try {
            return Workload.of(PodDocument.of(PodSize.MEDIUM));
        } catch (UnsupportedWorkloadException e) {
            throw new IllegalStateException("a document of ours is no workload", e);
        }
    }

    private StampStatement statement() {
        return new StampStatement(
                StampSubject.of(pod),
                StampContent.of(pod, form),
                Optional.empty(),
                new StampDecision(
                        "dec-0198c0de-0000-7000-8000-000000000000",
                        "standard",
                        "0123456789abcdef",
                        "jane@example.com",
                        "",
                        Optional.empty()),
                new StampLifetime(NOW, NOW.plus(Duration.ofDays(30))));
    }

    private String stampNow() {
        try {
            return issuer.issue(statement);
        } catch (StampNotIssuedException e) {
            throw new IllegalStateException("a stamp of ours is not issued", e);
        }
    }

    /** A statement, its payload, its Ed25519 signature and its envelope. */
    @Benchmark
    public String sign() {
        return stampNow();
    }

    /** A stamp whose signature was verified, or made, here before: as a rule. */
    @Benchmark
    public Verification verifyKnown() {
        return verifier.verify(stamp, pod, form);
    }

    /** A stamp that another replica has signed: the signature is computed. */
    @Benchmark
    public Verification verifyUnknown() {
        VerificationKey fresh =
                new VerificationKey(
                        key.kid(),
                        key.verificationKey().validity(),
                        key.verificationKey().publicKey());
        var stranger = new StampVerifier(new VerificationKeyRing(List.of(fresh)), CLOCK);
        return stranger.verify(stamp, pod, form);
    }
}
