package io.driftseal.service.mutualtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.service.certificate.IssuedCertificate;
import io.driftseal.service.certificate.PrivateFiles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MutualTlsTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir Path directory;

    @BeforeEach
    void keys() throws Exception {
        CertificateAuthority authority = authority();
        write(directory, authority, "webhook");
        write(directory, authority, "drift-scanner");
        write(directory, authority, "cli");
    }

    private static CertificateAuthority authority() {
        return CertificateAuthority.create(
                "driftseal-services", Duration.ofDays(1), InstantSource.system(), RANDOM);
    }

    private static void write(Path directory, CertificateAuthority authority, String name)
            throws Exception {
        IssuedCertificate leaf =
                authority.issue(name, List.of(name, "localhost", "127.0.0.1"), Duration.ofDays(1));
        PrivateFiles.write(directory.resolve("ca.pem"), authority.authority().certificatePem());
        PrivateFiles.write(directory.resolve(name + ".pem"), leaf.certificatePem());
        PrivateFiles.write(directory.resolve(name + ".key"), leaf.privateKeyPem());
    }

    private MutualTlsServer serve(MutualTls identity) throws Exception {
        return MutualTlsServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                identity,
                List.of(
                        new PeerRoute(
                                "POST",
                                "/v1/records",
                                Set.of("webhook"),
                                request ->
                                        PeerReply.json(
                                                200, request.peer() + ":" + request.body().length)),
                        new PeerRoute(
                                "GET",
                                "/v1/incidents/*",
                                Set.of("webhook"),
                                request ->
                                        PeerReply.json(
                                                200, request.path() + request.query().get("s"))),
                        new PeerRoute(
                                "GET",
                                "/v1/broken",
                                Set.of("webhook"),
                                request -> {
                                    throw new IllegalStateException("broken");
                                })),
                1024);
    }

    private MutualTlsClient client(Path keys, String name, MutualTlsServer server, String peer)
            throws Exception {
        return new MutualTlsClient(
                MutualTls.load(keys, name),
                URI.create("https://localhost:" + server.port()),
                peer,
                Duration.ofSeconds(10),
                64);
    }

    private static String text(PeerAnswer answer) {
        return switch (answer) {
            case PeerAnswer.Answered(int status, byte[] body) ->
                    status + " " + new String(body, StandardCharsets.UTF_8);
            case PeerAnswer.Unreachable(String reason) -> "unreachable: " + reason;
        };
    }

    @Test
    void peersAreAuthorisedByCommonName() throws Exception {
        try (MutualTlsServer server = serve(MutualTls.load(directory, "drift-scanner"));
                MutualTlsClient webhook = client(directory, "webhook", server, "drift-scanner");
                MutualTlsClient cli = client(directory, "cli", server, "drift-scanner")) {
            assertThat(text(webhook.post("/v1/records", new byte[3]))).isEqualTo("200 webhook:3");
            assertThat(text(webhook.post("/v1/records", new byte[1025]))).startsWith("413");
            assertThat(text(webhook.get("/v1/incidents/7?s=a%20b")))
                    .isEqualTo("200 /v1/incidents/7a b");
            assertThat(text(webhook.get("/v1/incidents/" + "7".repeat(64))))
                    .isEqualTo("unreachable: IOException: body exceeds capacity: 64");
            assertThat(text(webhook.get("/v1/records"))).startsWith("405");
            assertThat(text(webhook.get("/v1/other"))).startsWith("404");
            assertThat(text(webhook.get("/v1/broken"))).isEqualTo("500 {\"error\":\"internal\"}");
            assertThat(text(cli.post("/v1/records", new byte[3])))
                    .isEqualTo("403 {\"error\":\"peer_not_allowed\"}");
        }
    }

    @Test
    void aServerWithAnotherNameIsNotSpokenTo() throws Exception {
        try (MutualTlsServer server = serve(MutualTls.load(directory, "cli"));
                MutualTlsClient client = client(directory, "webhook", server, "drift-scanner")) {
            assertThat(text(client.post("/v1/records", new byte[3])))
                    .contains("the server's common name is not 'drift-scanner'");
        }
    }

    @Test
    void aPeerOfAnotherAuthorityIsRefused(@TempDir Path other) throws Exception {
        write(other, authority(), "webhook");
        Files.copy(
                directory.resolve("ca.pem"),
                other.resolve("ca.pem"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        try (MutualTlsServer server = serve(MutualTls.load(directory, "drift-scanner"));
                MutualTlsClient client = client(other, "webhook", server, "drift-scanner")) {
            assertThat(text(client.post("/v1/records", new byte[3]))).startsWith("unreachable");
        }
    }

    @Test
    void replacedFilesAreUsedWithoutARestart() throws Exception {
        MutualTls identity = MutualTls.load(directory, "drift-scanner");
        CertificateAuthority successor = authority();
        try (MutualTlsServer server = serve(identity)) {
            write(directory, successor, "webhook");
            write(directory, successor, "drift-scanner");
            Files.setLastModifiedTime(
                    directory.resolve("ca.pem"), FileTime.from(Instant.now().plusSeconds(5)));

            assertThat(identity.reloadIfChanged()).isTrue();
            assertThat(identity.reloadIfChanged()).isFalse();

            try (MutualTlsClient client = client(directory, "webhook", server, "drift-scanner")) {
                assertThat(text(client.post("/v1/records", new byte[3])))
                        .isEqualTo("200 webhook:3");
            }
        }
    }

    @Test
    void missingAndUnusableFilesAreNamed() throws Exception {
        assertThatThrownBy(() -> MutualTls.load(directory, "responder"))
                .isInstanceOf(MutualTlsException.class)
                .hasMessageContaining("responder.pem cannot be read; 'driftseal keys init'");
        Files.writeString(directory.resolve("cli.key"), "no key\n");
        assertThatThrownBy(() -> MutualTls.load(directory, "cli"))
                .hasMessageContaining("cli.key holds no private key");
    }

    @Test
    void privateFilesAreReadByTheirOwnerOnly() throws Exception {
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory.resolve("webhook.key"))))
                .isEqualTo("rw-------");
    }
}
