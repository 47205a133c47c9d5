package io.driftseal.webhook.certificate;

import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.service.certificate.IssuedCertificate;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of the authorities as time goes by, one step at a time:
 *
 * <ol>
 *   <li>With a third of its life left the signing authority gets a successor, which is only
 *       trusted.
 *   <li>Once every configuration has carried the successor for the settling time, it signs.
 *   <li>The one that signed before is trusted until its last leaf has ended, then it is gone.
 * </ol>
 *
 * Every step is a function of what is stored, the time and what was seen: whichever replica takes
 * it first, all come to the same, and a step taken twice is one.
 */
public final class Rotation {
    /**
     * More, and the bundle would grow without bound; then a successor waits for one to end. That
     * the signing authority ends before it has one is kept from happening by {@link
     * Lives#tolerance}.
     */
    private static final int MAXIMUM_RETIRED = 8;

    private final Lives lives;
    private final InstantSource clock;
    private final SecureRandom random;

    Rotation(Lives lives, InstantSource clock, SecureRandom random) {
        this.lives = lives;
        this.clock = clock;
        this.random = random;
    }

    Authorities first() {
        return Authorities.first(newAuthority());
    }

    /**
     * The next step, if one is due.
     *
     * @param carried what the configurations were just seen to carry
     */
    Optional<Authorities> next(Authorities now, Carried carried) {
        Instant time = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (!time.isBefore(end(now.signing()))) {
            // Nobody was there to rotate in time. A successor may be trusted by somebody already.
            return Optional.of(
                    now.successor()
                            .filter(next -> time.isBefore(end(next.authority())))
                            .map(next -> promoted(now, next.authority(), time))
                            .orElseGet(this::first));
        }
        if (now.retired().stream().anyMatch(old -> !time.isBefore(old.until()))) {
            return Optional.of(
                    new Authorities(
                            now.signing(),
                            now.successor(),
                            now.retired().stream()
                                    .filter(old -> time.isBefore(old.until()))
                                    .toList()));
        }
        if (now.successor().isPresent()) {
            return succession(now, now.successor().get(), carried, time);
        }
        boolean room = now.retired().size() < MAXIMUM_RETIRED;
        return room && due(now.signing().certificate(), time)
                ? Optional.of(withSuccessor(now, newAuthority(), Optional.empty()))
                : Optional.empty();
    }

    private Optional<Authorities> succession(
            Authorities now, Authorities.Successor next, Carried carried, Instant time) {
        Sight sight = carried.sight(next.authority().certificate());
        if (sight == Sight.UNKNOWN) {
            return Optional.empty();
        }
        boolean everywhere = sight == Sight.EVERYWHERE;
        if (everywhere != next.trustedSince().isPresent()) {
            Optional<Instant> since = everywhere ? Optional.of(time) : Optional.empty();
            return Optional.of(withSuccessor(now, next.authority(), since));
        }
        boolean settled =
                next.trustedSince()
                        .filter(since -> !time.isBefore(since.plus(lives.settling())))
                        .isPresent();
        return settled ? Optional.of(promoted(now, next.authority(), time)) : Optional.empty();
    }

    private Authorities promoted(Authorities now, IssuedCertificate next, Instant time) {
        List<Authorities.Retired> retired = new ArrayList<>();
        retired.add(
                new Authorities.Retired(
                        now.signing().certificate(),
                        time.plus(lives.leaf()).plus(lives.tolerance())));
        retired.addAll(now.retired());
        return new Authorities(next, Optional.empty(), retired);
    }

    private static Authorities withSuccessor(
            Authorities now, IssuedCertificate authority, Optional<Instant> trustedSince) {
        return new Authorities(
                now.signing(),
                Optional.of(new Authorities.Successor(authority, trustedSince)),
                now.retired());
    }

    /** Names differ, so that no verifier takes one authority for the other. */
    private IssuedCertificate newAuthority() {
        byte[] distinct = new byte[4];
        random.nextBytes(distinct);
        return CertificateAuthority.create(
                        "driftseal-webhook-ca-" + HexFormat.of().formatHex(distinct),
                        lives.authority(),
                        clock,
                        random)
                .authority();
    }

    /** With a third of its life left, a certificate is to be replaced. */
    static boolean due(X509Certificate certificate, Instant time) {
        Instant start = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        return !time.isBefore(end.minus(share(Duration.between(start, end), 3)));
    }

    /** By milliseconds: durations divide as BigDecimal, whose tables take a start 80 ms to make. */
    private static Duration share(Duration whole, int parts) {
        return Duration.ofMillis(whole.toMillis() / parts);
    }

    private static Instant end(IssuedCertificate issued) {
        return issued.certificate().getNotAfter().toInstant();
    }

    /** What was seen of the configurations, just before what is stored was read. */
    @FunctionalInterface
    public interface Carried {
        Sight sight(X509Certificate authority);
    }

    /** Whether the configurations of ours carry a certificate. */
    public enum Sight {
        EVERYWHERE,
        NOT_EVERYWHERE,
        /** Not all of them could be read. */
        UNKNOWN
    }

    /**
     * How long things last.
     *
     * @param settling how long every configuration must have carried a successor before it signs:
     *     every API server must have heard of it
     */
    public record Lives(Duration authority, Duration leaf, Duration settling) {
        private static final Duration LONGEST_TOLERANCE = Duration.ofHours(1);

        public Lives {
            if (!leaf.isPositive() || settling.isNegative()) {
                throw new IllegalArgumentException(
                        "a leaf lives for some time, and settling cannot be negative");
            }
            if (leaf.compareTo(authority) > 0) {
                throw new IllegalArgumentException(
                        "a leaf must not live longer than the authority that signs it");
            }
            // What is left when the successor appears must hold the settling and some failures.
            if (share(authority, 6).compareTo(settling) < 0) {
                throw new IllegalArgumentException(
                        "an authority must live for at least six times the settling");
            }
        }

        /**
         * Clocks of replicas differ, and one may issue a leaf a moment after another one promoted.
         * Of an authority's life no more than a sixth: those that retire must go faster than others
         * follow them.
         */
        Duration tolerance() {
            Duration share = share(authority, 6);
            return share.compareTo(LONGEST_TOLERANCE) < 0 ? share : LONGEST_TOLERANCE;
        }
    }
}
