package io.driftseal.webhook.certificate;

import io.driftseal.service.certificate.IssuedCertificate;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Our authorities at one moment: the one that signs leaves, the one that will, and those that did.
 * All of them are in the caBundle.
 *
 * @param signing issues every new leaf
 * @param successor trusted already, or about to be; signs nothing yet
 * @param retired sign nothing any more; trusted for as long as a leaf of theirs may be served
 */
public record Authorities(
        IssuedCertificate signing, Optional<Successor> successor, List<Retired> retired) {

    public Authorities {
        Objects.requireNonNull(signing, "signing");
        Objects.requireNonNull(successor, "successor");
        retired = List.copyOf(retired);
    }

    /** An installation's first authority: nobody trusts another one yet. */
    static Authorities first(IssuedCertificate signing) {
        return new Authorities(signing, Optional.empty(), List.of());
    }

    /** Everything that a caller is to trust, newest first. */
    List<X509Certificate> trusted() {
        List<X509Certificate> trusted = new ArrayList<>();
        successor.ifPresent(next -> trusted.add(next.authority().certificate()));
        trusted.add(signing.certificate());
        retired.forEach(old -> trusted.add(old.certificate()));
        return trusted;
    }

    /** As PEM. */
    String bundlePem() {
        return trusted().stream()
                .map(certificate -> new IssuedCertificate(certificate, signing.privateKey()))
                .map(IssuedCertificate::certificatePem)
                .collect(Collectors.joining());
    }

    /** For {@code clientConfig.caBundle}: base64 of the PEM. */
    String caBundle() {
        return Base64.getEncoder().encodeToString(bundlePem().getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * @param trustedSince since when every configuration was seen to carry it; empty until then
     */
    public record Successor(IssuedCertificate authority, Optional<Instant> trustedSince) {}

    /**
     * @param until when the last leaf it signed has ended
     */
    public record Retired(X509Certificate certificate, Instant until) {}
}
