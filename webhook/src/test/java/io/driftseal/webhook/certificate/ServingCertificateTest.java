package io.driftseal.webhook.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServingCertificateTest {
    @TempDir Path directory;

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));

    private ServingCertificate open(String... names) throws CertificateStoreException {
        return ServingCertificate.open(
                directory.resolve("certificate"),
                new ServingCertificate.Leaf(List.of(names), Duration.ofDays(30)),
                now::get,
                new SecureRandom());
    }

    private static X509Certificate served(ServingCertificate certificate) {
        return certificate.keyManager().getCertificateChain("own")[0];
    }

    @Test
    void aRestartServesTheSameCertificate() throws Exception {
        ServingCertificate first = open("localhost", "127.0.0.1");

        ServingCertificate second = open("127.0.0.1", "localhost");

        assertThat(second.caBundle()).isEqualTo(first.caBundle());
        assertThat(served(second)).isEqualTo(served(first));
        try (var files = Files.list(directory.resolve("certificate"))) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void theLeafIsReplacedWithAThirdOfItsLifeLeft() throws Exception {
        ServingCertificate certificate = open("localhost");
        var manager = certificate.keyManager();
        X509Certificate before = served(certificate);

        now.updateAndGet(time -> time.plus(Duration.ofDays(19)));
        assertThat(certificate.renewIfDue()).isFalse();
        now.updateAndGet(time -> time.plus(Duration.ofDays(2)));
        assertThat(certificate.renewIfDue()).isTrue();

        assertThat(manager.getCertificateChain("own")[0]).isNotEqualTo(before);
        assertThat(certificate.notAfter()).isEqualTo(Instant.parse("2027-01-13T12:00:00Z"));
    }

    @Test
    void otherNamesMakeAnotherLeafOfTheSameAuthority() throws Exception {
        ServingCertificate first = open("localhost");

        ServingCertificate second = open("localhost", "10.88.0.1");

        assertThat(second.caBundle()).isEqualTo(first.caBundle());
        assertThat(served(second).getSubjectAlternativeNames())
                .extracting(name -> name.get(1).toString())
                .containsExactly("localhost", "10.88.0.1");
    }

    @Test
    void anUnusableDirectoryIsNamed() throws Exception {
        Files.writeString(directory.resolve("certificate"), "a file");

        assertThatThrownBy(() -> open("localhost"))
                .isInstanceOf(CertificateStoreException.class)
                .hasMessageContaining(directory.resolve("certificate").toString());
    }
}
