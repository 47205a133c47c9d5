package io.driftseal.webhook.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.webhook.shared.DocumentFile;
import java.io.IOException;
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

    private ServingCertificate open(String... names) throws IOException {
        return open(
                new Rotation.Lives(
                        Duration.ofDays(365), Duration.ofDays(30), Duration.ofMinutes(10)),
                names);
    }

    private ServingCertificate open(Rotation.Lives lives, String... names) throws IOException {
        return ServingCertificate.open(
                new DocumentFile(directory.resolve("certificate/authorities.json")),
                new ServingCertificate.Leaf(List.of(names), lives.leaf()),
                lives,
                now::get,
                new SecureRandom());
    }

    private static X509Certificate served(ServedCertificate certificate) {
        return certificate.keyManager().getCertificateChain("own")[0];
    }

    @Test
    void aRestartKeepsTheAuthorityInAFileOfItsOwnerAlone() throws Exception {
        ServingCertificate first = open("localhost", "127.0.0.1");

        ServingCertificate second = open("127.0.0.1", "localhost");

        assertThat(second.caBundle()).isEqualTo(first.caBundle());
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(
                                        directory.resolve("certificate/authorities.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void theLeafIsReplacedWithAThirdOfItsLifeLeft() throws Exception {
        ServingCertificate certificate = open("localhost");
        var manager = certificate.keyManager();
        X509Certificate before = served(certificate);

        now.updateAndGet(time -> time.plus(Duration.ofDays(19)));
        certificate.refresh(authority -> Rotation.Sight.UNKNOWN);
        assertThat(manager.getCertificateChain("own")[0]).isEqualTo(before);
        now.updateAndGet(time -> time.plus(Duration.ofDays(2)));
        certificate.refresh(authority -> Rotation.Sight.UNKNOWN);

        assertThat(manager.getCertificateChain("own")[0]).isNotEqualTo(before);
        assertThat(certificate.notAfter()).isEqualTo(Instant.parse("2027-01-13T12:00:00Z"));
    }

    @Test
    void theLeafCarriesTheNamesItIsCalledBy() throws Exception {
        assertThat(served(open("localhost", "10.88.0.1")).getSubjectAlternativeNames())
                .extracting(name -> name.get(1).toString())
                .containsExactly("localhost", "10.88.0.1");
    }

    @Test
    void withoutItsStoreItStillReplacesTheLeafInTime() throws Exception {
        ServingCertificate certificate = open("localhost");
        Files.writeString(directory.resolve("certificate/authorities.json"), "{}");
        now.updateAndGet(time -> time.plus(Duration.ofDays(25)));

        assertThatThrownBy(() -> certificate.refresh(authority -> Rotation.Sight.UNKNOWN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not hold our authorities");

        assertThat(certificate.notAfter()).isEqualTo(Instant.parse("2027-01-17T12:00:00Z"));
    }

    @Test
    void anUnusableDirectoryIsNamed() throws Exception {
        Files.writeString(directory.resolve("certificate"), "a file");

        assertThatThrownBy(() -> open("localhost"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(directory.resolve("certificate").toString());
    }

    /**
     * Those that retire once filled the bundle, no successor found room, and the last one ended.
     */
    @Test
    void authoritiesOfMinutesFollowEachOtherWithoutEnd() throws Exception {
        ServingCertificate certificate =
                open(
                        new Rotation.Lives(
                                Duration.ofSeconds(330),
                                Duration.ofSeconds(180),
                                Duration.ofSeconds(5)),
                        "localhost");

        for (int minute = 0; minute < 30; minute++) {
            for (int step = 0; step < 6; step++) {
                now.updateAndGet(time -> time.plusSeconds(10));
                certificate.refresh(authority -> Rotation.Sight.EVERYWHERE);
                assertThat(certificate.authorityNotAfter()).isAfter(now.get());
                assertThat(certificate.notAfter()).isAfter(now.get());
            }
        }

        assertThat(certificate.rotations()).isGreaterThan(8);
        assertThat(certificate.authorities()).isLessThan(5);
    }

    @Test
    void aLeafThatWouldOutliveItsAuthorityIsRefused() {
        assertThatThrownBy(() ->
                        new Rotation.Lives(
                                Duration.ofDays(10), Duration.ofDays(30), Duration.ofMinutes(10)))
                .hasMessage("a leaf must not live longer than the authority that signs it");
    }

    @Test
    void anAuthorityWithoutTimeForAnOverlapIsRefused() {
        assertThatThrownBy(() ->
                        new Rotation.Lives(
                                Duration.ofMinutes(30),
                                Duration.ofMinutes(10),
                                Duration.ofMinutes(10)))
                .hasMessage("an authority must live for at least six times the settling");
    }
}
