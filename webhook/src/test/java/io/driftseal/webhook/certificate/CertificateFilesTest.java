package io.driftseal.webhook.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.service.certificate.IssuedCertificate;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.webhook.edge.AdmissionListener;
import io.driftseal.webhook.edge.ListenerSettings;
import io.driftseal.webhook.review.AdmissionOutcome;
import io.driftseal.webhook.review.AdmissionPipeline;
import io.driftseal.webhook.review.ReviewMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that somebody else renews, as a caller of the listener sees them. */
@Timeout(60)
final class CertificateFilesTest {
    private static final Duration LIFE = Duration.ofDays(30);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final CertificateAuthority authority =
            CertificateAuthority.create(
                    "test-ca", Duration.ofDays(365), now::get, new SecureRandom());
    private final IssuedCertificate first = leaf();
    private final IssuedCertificate second = leaf();
    private final ServiceMetrics metrics = ServiceMetrics.create("webhook");

    @TempDir Path directory;

    private CertificateFiles files;
    private AdmissionListener listener;

    @BeforeEach
    void listen() throws Exception {
        write("tls.crt", first.certificatePem());
        write("tls.key", first.privateKeyPem());
        serve(directory);
    }

    private void serve(Path mounted) throws Exception {
        files = CertificateFiles.open(mounted, now::get);
        listener =
                AdmissionListener.start(
                        new ListenerSettings(
                                "127.0.0.1", 0, 8, 8, 8, 16L << 20, Duration.ofSeconds(20)),
                        files.keyManager(),
                        new AdmissionPipeline(
                                Map.of("/stamp", request -> new AdmissionOutcome.Passed()),
                                new ReviewMetrics(metrics)),
                        metrics);
    }

    @AfterEach
    void close() {
        listener.close();
    }

    private IssuedCertificate leaf() {
        return authority.issue("webhook", List.of("localhost"), LIFE);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private Caller caller() throws Exception {
        return new Caller(authority.authority().certificate(), listener.port());
    }

    /** Whom a caller that was not here before meets. */
    private X509Certificate served() throws Exception {
        try (Caller caller = caller()) {
            assertThat(caller.http1()).startsWith("HTTP/1.1 200");
            return caller.leaf();
        }
    }

    @Test
    void aRenewedPairIsShownToNewConnectionsAndTheOpenOnesGoOn() throws Exception {
        try (Caller kept = caller()) {
            assertThat(kept.http1()).startsWith("HTTP/1.1 200");
            String connection = kept.http2();

            write("tls.crt", second.certificatePem());
            write("tls.key", second.privateKeyPem());
            files.refresh();

            assertThat(kept.http1()).startsWith("HTTP/1.1 200");
            assertThat(kept.http2()).as("the same connection").isEqualTo(connection);
            assertThat(kept.leaf()).isEqualTo(first.certificate());
        }
        assertThat(served()).isEqualTo(second.certificate());
        assertThat(files.notAfter()).isEqualTo(second.certificate().getNotAfter().toInstant());
    }

    @ParameterizedTest
    @EnumSource
    void aHalfSwappedPairIsReportedAndTheOldOneServes(FirstHalf half) throws Exception {
        write(half.name, half.of(second));

        assertThatThrownBy(files::refresh)
                .isInstanceOf(IOException.class)
                .hasMessage(
                        directory.resolve("tls.key")
                                + " is not the key of the certificate in "
                                + directory.resolve("tls.crt"));
        assertThat(files.failure()).get().asString().contains("is not the key");
        assertThat(served()).isEqualTo(first.certificate());

        write("tls.crt", second.certificatePem());
        write("tls.key", second.privateKeyPem());
        files.refresh();
        assertThat(files.failure()).isEmpty();
        assertThat(served()).isEqualTo(second.certificate());
    }

    /** Which of the two files comes before the other. */
    enum FirstHalf {
        CERTIFICATE("tls.crt"),
        KEY("tls.key");

        private final String name;

        FirstHalf(String name) {
            this.name = name;
        }

        String of(IssuedCertificate issued) {
            return this == KEY ? issued.privateKeyPem() : issued.certificatePem();
        }
    }

    /** Files that nobody could serve by, and what is said of them. */
    enum Unusable {
        NO_CERTIFICATE_FILE("tls.crt", "does not exist") {
            @Override
            void spoil(Path file, String text) throws IOException {
                Files.delete(file);
            }
        },
        NO_KEY_FILE("tls.key", "does not exist") {
            @Override
            void spoil(Path file, String text) throws IOException {
                Files.delete(file);
            }
        },
        A_FOLDER("tls.crt", "cannot be read as PEM") {
            @Override
            void spoil(Path file, String text) throws IOException {
                Files.delete(file);
                Files.createDirectory(file);
            }
        },
        EMPTY_CERTIFICATE("tls.crt", "holds no certificate") {
            @Override
            void spoil(Path file, String text) throws IOException {
                Files.writeString(file, "");
            }
        },
        EMPTY_KEY("tls.key", "holds no private key") {
            @Override
            void spoil(Path file, String text) throws IOException {
                Files.writeString(file, "");
            }
        },
        NO_TEXT("tls.crt", "cannot be read as PEM") {
            @Override
            void spoil(Path file, String text) throws IOException {
                Files.write(file, new byte[] {(byte) 0x30, (byte) 0x82, (byte) 0xFF, 0, 1});
            }
        },
        NO_BASE64("tls.crt", "cannot be read as PEM") {
            @Override
            void spoil(Path file, String text) throws IOException {
                Files.writeString(file, text.replaceFirst("\nM", "\n?M"));
            }
        },
        NO_BASE64_IN_THE_KEY("tls.key", "cannot be read as PEM") {
            @Override
            void spoil(Path file, String text) throws IOException {
                Files.writeString(file, text.replaceFirst("\nM", "\n?M"));
            }
        },
        CUT_OFF("tls.crt", "cannot be read as PEM") {
            @Override
            void spoil(Path file, String text) throws IOException {
                Files.writeString(file, text.substring(0, text.length() / 2));
            }
        },
        NO_ASN1("tls.crt", "cannot be read as PEM") {
            @Override
            void spoil(Path file, String text) throws IOException {
                Files.writeString(
                        file, "-----BEGIN CERTIFICATE-----\nAAAAAAAA\n-----END CERTIFICATE-----\n");
            }
        },
        NO_ASN1_IN_THE_KEY("tls.key", "cannot be read as PEM") {
            @Override
            void spoil(Path file, String text) throws IOException {
                Files.writeString(
                        file, "-----BEGIN PRIVATE KEY-----\nMAAAAAAA\n-----END PRIVATE KEY-----\n");
            }
        };

        private final String name;
        private final String message;

        Unusable(String name, String message) {
            this.name = name;
            this.message = message;
        }

        abstract void spoil(Path file, String text) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeUsedIsNamedAndTheOldPairServes(Unusable unusable) throws Exception {
        Path file = directory.resolve(unusable.name);
        String text = Files.readString(file);
        unusable.spoil(file, text);

        assertThatThrownBy(files::refresh)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + " " + unusable.message);
        assertThat(served()).isEqualTo(first.certificate());

        assertThatThrownBy(() -> CertificateFiles.open(directory, now::get))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + " " + unusable.message);
    }

    @Test
    void noMessageQuotesTheKey() throws Exception {
        String secret = first.privateKeyPem().lines().skip(1).findFirst().orElseThrow();
        write("tls.key", first.privateKeyPem().replaceFirst("\nM", "\n?M"));

        assertThatThrownBy(files::refresh)
                .satisfies(failure -> {
                    var printed = new java.io.StringWriter();
                    failure.printStackTrace(new java.io.PrintWriter(printed));
                    assertThat(printed.toString()).doesNotContain(secret.substring(1));
                });
    }

    @Test
    void aPairThatHasExpiredDoesNotReplaceOneThatHasNot() throws Exception {
        IssuedCertificate brief =
                authority.issue("webhook", List.of("localhost"), LIFE.dividedBy(2));
        now.updateAndGet(time -> time.plus(LIFE.dividedBy(2)));
        write("tls.crt", brief.certificatePem());
        write("tls.key", brief.privateKeyPem());
        String expired =
                directory.resolve("tls.crt")
                        + " holds a certificate that has expired at "
                        + brief.certificate().getNotAfter().toInstant();

        assertThatThrownBy(files::refresh).isInstanceOf(IOException.class).hasMessage(expired);
        assertThat(served()).isEqualTo(first.certificate());
        assertThatThrownBy(() -> CertificateFiles.open(directory, now::get))
                .isInstanceOf(IOException.class)
                .hasMessage(expired);
    }

    @Test
    void aPairThatNobodyRenewedInTimeIsReportedRoundAfterRound() throws Exception {
        now.updateAndGet(time -> time.plus(LIFE));
        for (int round = 0; round < 2; round++) {
            assertThatThrownBy(files::refresh)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(directory.resolve("tls.crt") + " holds a certificate")
                    .hasMessageContaining("has expired at");
            assertThat(files.failure()).isPresent();
        }

        IssuedCertificate renewed = leaf();
        write("tls.crt", renewed.certificatePem());
        write("tls.key", renewed.privateKeyPem());
        files.refresh();

        assertThat(files.failure()).isEmpty();
    }

    @Test
    void aPairOfTomorrowIsUsedTomorrow() throws Exception {
        now.updateAndGet(time -> time.plus(Duration.ofDays(1)));
        IssuedCertificate early = leaf();
        now.updateAndGet(time -> time.minus(Duration.ofDays(1)));
        write("tls.crt", early.certificatePem());
        write("tls.key", early.privateKeyPem());

        assertThatThrownBy(files::refresh)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tls.crt holds a certificate that is not valid before ");
        assertThat(served()).isEqualTo(first.certificate());

        now.updateAndGet(time -> time.plus(Duration.ofDays(1)));
        files.refresh();
        assertThat(files.notAfter()).isEqualTo(early.certificate().getNotAfter().toInstant());
    }

    /** {@code tls.crt -> ..data/tls.crt}, {@code ..data -> ..2026_01}; only the second moves. */
    @Test
    void aSwapOfTheKubeletsLinkIsSeen() throws Exception {
        listener.close();
        Path mounted = Files.createDirectory(directory.resolve("mounted"));
        Path old = version(mounted, "..2026_01", first);
        Files.createSymbolicLink(mounted.resolve("..data"), old.getFileName());
        for (String name : List.of("tls.crt", "tls.key")) {
            Files.createSymbolicLink(mounted.resolve(name), Path.of("..data", name));
        }
        serve(mounted);
        try (Caller kept = caller()) {
            assertThat(kept.http1()).startsWith("HTTP/1.1 200");

            Path next = version(mounted, "..2026_02", second);
            Files.createSymbolicLink(mounted.resolve("..data_tmp"), next.getFileName());
            files.refresh();
            assertThat(served()).as("before the swap").isEqualTo(first.certificate());
            Files.move(
                    mounted.resolve("..data_tmp"),
                    mounted.resolve("..data"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            for (String name : List.of("tls.crt", "tls.key")) {
                Files.delete(old.resolve(name));
            }
            Files.delete(old);
            files.refresh();

            assertThat(kept.http1()).startsWith("HTTP/1.1 200");
        }
        assertThat(served()).isEqualTo(second.certificate());
    }

    private static Path version(Path mounted, String name, IssuedCertificate pair)
            throws IOException {
        Path folder = Files.createDirectory(mounted.resolve(name));
        Files.writeString(folder.resolve("tls.crt"), pair.certificatePem());
        Files.writeString(folder.resolve("tls.key"), pair.privateKeyPem());
        return folder;
    }

    /** cert-manager writes the leaf and then those that vouch for it. */
    @Test
    void theWholeChainIsShown() throws Exception {
        write("tls.crt", second.certificatePem() + authority.authority().certificatePem());
        write("tls.key", second.privateKeyPem());
        files.refresh();

        try (Caller caller = caller()) {
            assertThat(caller.http1()).startsWith("HTTP/1.1 200");
            assertThat(caller.chain())
                    .containsExactly(second.certificate(), authority.authority().certificate());
        }
    }
}
