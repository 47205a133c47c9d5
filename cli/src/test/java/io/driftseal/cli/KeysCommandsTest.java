package io.driftseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.service.mutualtls.PeerName;
import io.driftseal.service.mutualtls.PemFiles;
import io.driftseal.stamp.DsseEnvelope;
import io.driftseal.stamp.KeyFiles;
import io.driftseal.stamp.KeyPurpose;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.SigningKeyRing;
import io.driftseal.stamp.VerificationKeyRing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code keys init} leaves in its directory, and what {@code keys rotate} makes of it. */
class KeysCommandsTest {

    @TempDir private Path parent;

    private String init(String... more) {
        Path directory = parent.resolve("keys");
        String[] arguments = new String[more.length + 3];
        arguments[0] = "keys";
        arguments[1] = "init";
        arguments[2] = directory.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        assertThat(CommandRun.of(arguments).code()).isZero();
        return directory.toString();
    }

    @Test
    void initMakesEveryFileAndKeepsPrivateOnesPrivate() throws Exception {
        // When the keys of an installation are made
        Path keys = Path.of(init());

        // Then every file is there, private ones for their owner alone
        assertThat(keys.toFile().list())
                .containsExactlyInAnyOrder(
                        "stamp-signing.json",
                        "stamp-verification.json",
                        "checkpoint-signing.json",
                        "checkpoint-verification.json",
                        "grant-signing.json",
                        "grant-verification.json",
                        "ca.pem",
                        "ca.key",
                        "webhook.pem",
                        "webhook.key",
                        "drift-scanner.pem",
                        "drift-scanner.key",
                        "responder.pem",
                        "responder.key",
                        "cli.pem",
                        "cli.key");
        assertThat(mode(keys)).isEqualTo("rwx------");
        for (String name : keys.toFile().list()) {
            boolean secret = name.endsWith(".key") || name.endsWith("-signing.json");
            assertThat(mode(keys.resolve(name)))
                    .as(name)
                    .isEqualTo(secret ? "rw-------" : "rw-r--r--");
        }
        SigningKeyRing stamp =
                KeyFiles.readSigning(keys.resolve("stamp-signing.json"), KeyPurpose.STAMP);
        assertThat(stamp.verificationKeys())
                .isEqualTo(
                        KeyFiles.readVerification(
                                keys.resolve("stamp-verification.json"), KeyPurpose.STAMP));
        assertThat(stamp.current(Instant.now())).isPresent();
    }

    @Test
    void initNamesEachServiceInItsCertificate() throws Exception {
        // When keys are made for a further name and address
        Path keys = Path.of(init("--san", "webhook.example", "--san", "10.1.2.3"));

        // Then each certificate is the authority's, names its service and is good for these
        X509Certificate authority = PemFiles.certificates(keys.resolve("ca.pem")).getFirst();
        for (String service : KeyDirectory.SERVICES) {
            X509Certificate leaf = PemFiles.certificates(keys.resolve(service + ".pem")).getFirst();
            leaf.verify(authority.getPublicKey());
            assertThat(PeerName.of(leaf)).contains(service);
            assertThat(leaf.getSubjectAlternativeNames())
                    .extracting(entry -> String.valueOf(entry.get(1)))
                    .containsExactly(
                            service,
                            "localhost",
                            "127.0.0.1",
                            "driftseal-" + service + ".driftseal-system.svc",
                            "webhook.example",
                            "10.1.2.3");
        }
    }

    @Test
    void initNeverOverwrites() throws Exception {
        // Given a directory with keys
        String keys = init();
        byte[] before = Files.readAllBytes(Path.of(keys, "ca.key"));

        // When it is initialised again
        CommandRun again = CommandRun.of("keys", "init", keys);

        // Then it is refused with what to do, and nothing changed
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err())
                .contains("never overwritten")
                .contains("keys rotate")
                .doesNotContain("\tat ");
        assertThat(Files.readAllBytes(Path.of(keys, "ca.key"))).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "3651", "many"})
    void initRefusesUnusableDays(String days) {
        CommandRun run =
                CommandRun.of("keys", "init", parent.resolve("keys").toString(), "--days", days);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--days");
        assertThat(parent.resolve("keys")).doesNotExist();
    }

    @Test
    void rotateAddsKeysThatBeginLaterAndRenewsCertificates() throws Exception {
        // Given an installation
        Path keys = Path.of(init("--san", "webhook.example"));
        SigningKeyRing before =
                KeyFiles.readSigning(keys.resolve("stamp-signing.json"), KeyPurpose.STAMP);
        X509Certificate leaf = PemFiles.certificates(keys.resolve("webhook.pem")).getFirst();

        // When its keys are rotated
        CommandRun run = CommandRun.of("keys", "rotate", keys.toString());

        // Then the old key signs until the new one begins, and both verify
        assertThat(run.code()).as(run.err()).isZero();
        SigningKeyRing after =
                KeyFiles.readSigning(keys.resolve("stamp-signing.json"), KeyPurpose.STAMP);
        VerificationKeyRing known =
                KeyFiles.readVerification(
                        keys.resolve("stamp-verification.json"), KeyPurpose.STAMP);
        Instant now = Instant.now();
        SigningKey first = before.keys().getFirst();
        assertThat(after.current(now).orElseThrow().kid()).isEqualTo(first.kid());
        SigningKey next = after.current(now.plus(Duration.ofMinutes(11))).orElseThrow();
        assertThat(next.kid()).isNotEqualTo(first.kid());
        assertThat(run.out()).contains(next.kid());
        byte[] payload = "payload".getBytes(UTF_8);
        for (SigningKey key : after.keys()) {
            assertThat(
                            DsseEnvelope.sign("type", payload, key)
                                    .verifiedBy(known.find(key.kid()).orElseThrow()))
                    .isTrue();
        }

        // And the certificates are new ones for the same names
        X509Certificate renewed = PemFiles.certificates(keys.resolve("webhook.pem")).getFirst();
        assertThat(renewed.getSerialNumber()).isNotEqualTo(leaf.getSerialNumber());
        assertThat(renewed.getSubjectAlternativeNames())
                .containsExactlyElementsOf(leaf.getSubjectAlternativeNames());
    }

    @Test
    void rotateNowSignsWithTheNewKeyAtOnce() throws Exception {
        Path keys = Path.of(init());
        assertThat(CommandRun.of("keys", "rotate", keys.toString(), "--active-in", "PT0S").code())
                .isZero();
        SigningKeyRing ring =
                KeyFiles.readSigning(
                        keys.resolve("checkpoint-signing.json"), KeyPurpose.CHECKPOINT);
        assertThat(ring.keys()).hasSize(2);
        assertThat(ring.current(Instant.now().plusSeconds(1)).orElseThrow().kid())
                .isEqualTo(ring.keys().getLast().kid());
    }

    @Test
    void rotateDropsRetiredSigningKeysAndKeepsThemForVerification() throws Exception {
        // Given an installation whose keys have retired
        Path keys = Path.of(init("--days", "1"));

        // When it is rotated two days later
        CommandRun run =
                CommandRun.at(
                        Instant.now().plus(Duration.ofDays(2)), "keys", "rotate", keys.toString());

        // Then only the new key can sign, and both are known
        assertThat(run.err()).isEmpty();
        assertThat(
                        KeyFiles.readSigning(keys.resolve("stamp-signing.json"), KeyPurpose.STAMP)
                                .keys())
                .hasSize(1);
        assertThat(
                        KeyFiles.readVerification(
                                        keys.resolve("stamp-verification.json"), KeyPurpose.STAMP)
                                .keys())
                .hasSize(2);
    }

    @Test
    void rotateMakesTheGrantKeyOfAnOlderInstallation() throws Exception {
        // Given keys of an installation that knew no grants
        Path keys = Path.of(init());
        Files.delete(keys.resolve("grant-signing.json"));
        Files.delete(keys.resolve("grant-verification.json"));

        // When they are rotated
        assertThat(CommandRun.of("keys", "rotate", keys.toString()).code()).isZero();

        // Then there is a key for grants, and it signs at once
        SigningKeyRing grants =
                KeyFiles.readSigning(keys.resolve("grant-signing.json"), KeyPurpose.GRANT);
        assertThat(grants.current(Instant.now())).isPresent();
        assertThat(grants.verificationKeys())
                .isEqualTo(
                        KeyFiles.readVerification(
                                keys.resolve("grant-verification.json"), KeyPurpose.GRANT));
    }

    @Test
    void rotateSaysWhatItNeeds() {
        CommandRun run = CommandRun.of("keys", "rotate", parent.toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("stamp-signing.json").contains("keys init");
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
