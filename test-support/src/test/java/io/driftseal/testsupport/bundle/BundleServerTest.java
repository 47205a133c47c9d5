package io.driftseal.testsupport.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.source.PolicySourceException;
import io.driftseal.decision.source.server.BundleServer;
import io.driftseal.decision.source.server.BundleServerSettings;
import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.service.certificate.IssuedCertificate;
import io.driftseal.testsupport.bundle.BundleHost.Behaviour;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bundle server is asked seldom, trusted with nothing, and its last good bundle stays. */
final class BundleServerTest {

    private static final Instant NOW = Instant.parse("2026-11-27T00:00:00Z");
    private static final Duration PERIOD = Duration.ofSeconds(30);
    private static final String REGO = "package driftseal.team\n\nlimit := 1\n";

    private static final Map<Integer, byte[]> PACKED = new ConcurrentHashMap<>();

    @TempDir private Path directory;

    private BundleHost host;
    private Instant now = NOW;

    @BeforeEach
    void start() throws IOException {
        host = BundleHost.start();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void whatIsServedBecomesFilesOfPolicy() throws Exception {
        // Given
        host.serve(PackedBundle.of(Map.of("team/limit.rego", REGO), "-r", "release 7"));
        BundleServer server = server(settings(host.url()));
        // When, Then
        assertThat(server.files()).containsOnlyKeys("bundle/team/limit.rego");
        assertThat(server.document().string("revision")).contains("release 7");
        assertThat(server.document().array("roots")).hasSize(1);
        assertThat(server.name()).isEqualTo("bundle " + host.url());
    }

    @Test
    void itIsAskedOncePerPeriodAndOnlyForWhatIsNew() throws Exception {
        // Given
        host.serve(bundle(1));
        BundleServer server = server(settings(host.url()));
        byte[] first = server.files().get("bundle/limit.rego");
        // When: within the period
        now = NOW.plusSeconds(26);
        server.files();
        assertThat(host.requests()).hasSize(1);
        // When: after it, unchanged
        now = NOW.plusSeconds(34);
        assertThat(server.files().get("bundle/limit.rego")).isEqualTo(first);
        // Then
        assertThat(host.requests()).hasSize(2);
        assertThat(host.requests().getLast().ifNoneMatch()).isPresent();
        assertThat(server.downloadsTotal()).isEqualTo(1);
        // When: changed
        host.serve(bundle(2));
        now = NOW.plusSeconds(68);
        // Then
        assertThat(server.files().get("bundle/limit.rego")).isNotEqualTo(first);
        assertThat(server.downloadsTotal()).isEqualTo(2);
    }

    @Test
    void whatMayNotBeLoadedIsRefusedUntilItChanges() throws Exception {
        // Given
        host.serve("<html>".getBytes(StandardCharsets.UTF_8));
        BundleServer server = server(settings(host.url()));
        assertThatThrownBy(server::files).isInstanceOf(PolicyRefusedException.class);
        // When: asked again, and unchanged
        now = NOW.plusSeconds(34);
        assertThatThrownBy(server::files)
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessage("policies refused: the bundle is no whole gzipped tar archive");
        assertThat(host.requests()).hasSize(2);
        // When: mended
        host.serve(bundle(1));
        now = NOW.plusSeconds(68);
        // Then
        assertThat(server.files()).isNotEmpty();
    }

    @Test
    void aServerThatFailsIsAskedLessAndLess() throws Exception {
        // Given
        host.behave(new Behaviour.Status(500));
        BundleServer server = server(settings(host.url()));
        // When: looked at every second for an hour
        for (int second = 0; second < 3_600; second++) {
            now = NOW.plusSeconds(second);
            assertThatThrownBy(server::files)
                    .isInstanceOf(PolicySourceException.class)
                    .hasMessage("the bundle server answered 500");
        }
        // Then: after 1, 2, 4, 8 minutes' halves, then every five minutes
        assertThat(host.requests()).hasSizeBetween(12, 18);
        assertThat(server.failuresTotal()).isEqualTo(host.requests().size());
        // When: it is back
        host.serve(bundle(1));
        now = NOW.plusSeconds(3_600 + 331);
        // Then
        assertThat(server.files()).isNotEmpty();
    }

    static Stream<Arguments> badAnswers() {
        return Stream.of(
                row(new Behaviour.Status(204), "answered 204"),
                row(new Behaviour.Status(304), "answered 304"),
                row(new Behaviour.Status(401), "answered 401"),
                row(new Behaviour.Status(404), "answered 404"),
                row(new Behaviour.Status(503), "answered 503"),
                row(new Behaviour.Stalled(), "did not answer within 1000 ms"),
                row(new Behaviour.Endless(), "larger than 16777216 bytes"),
                row(new Behaviour.Cut(), "did not come whole"),
                row(to("https://localhost/other"), "redirects to another server"),
                row(to("http://127.0.0.1:1/other"), "redirects to another server"),
                row(to("//attacker.example/x"), "redirects to another server"),
                row(to("file:///etc/passwd"), "redirects to another server"),
                row(to("http://[bad"), "redirects to no URL"),
                row(to(BundleHost.PATH), "redirects without end"));
    }

    @ParameterizedTest
    @MethodSource("badAnswers")
    void aBadAnswerIsNoBundle(Behaviour behaviour, String reason) {
        // Given
        host.behave(behaviour);
        var settings =
                new BundleServerSettings(
                        host.url(),
                        PERIOD,
                        Duration.ofSeconds(behaviour instanceof Behaviour.Stalled ? 1 : 20),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        // When, Then
        assertThatThrownBy(server(settings)::files)
                .isInstanceOf(PolicySourceException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aServerThatIsAwayIsSaid() {
        // Given
        URI url = host.url();
        host.close();
        // When, Then
        assertThatThrownBy(server(settings(url))::files)
                .isInstanceOf(PolicySourceException.class)
                .hasMessage("the bundle server cannot be reached");
    }

    @Test
    void itsOwnRedirectionIsFollowedWithTheTokenOfTheFile() throws Exception {
        // Given
        Path token = directory.resolve("token");
        Files.writeString(token, "first\n");
        host.behave(new Behaviour.Redirect("/elsewhere/b.tar.gz", bundle(1)));
        BundleServer server =
                server(
                        new BundleServerSettings(
                                host.url(),
                                PERIOD,
                                Duration.ofSeconds(20),
                                Optional.empty(),
                                Optional.of(token),
                                Optional.empty()));
        // When
        assertThat(server.files()).isNotEmpty();
        Files.writeString(token, "second");
        now = NOW.plusSeconds(34);
        server.files();
        // Then
        assertThat(host.requests())
                .extracting(request -> request.authorization().orElse(""))
                .containsExactly("Bearer first", "Bearer first", "Bearer second", "Bearer second");
        // When: nobody asks without a token that is wanted
        Files.delete(token);
        now = NOW.plusSeconds(68);
        assertThatThrownBy(server::files).hasMessageContaining("token");
        assertThat(host.requests()).hasSize(4);
    }

    @Test
    void aCertificateOfTheGivenAuthorityIsTrustedAndNoOther() throws Exception {
        // Given
        CertificateAuthority ours = authority();
        try (BundleHost secure = BundleHost.start(context(ours))) {
            secure.serve(bundle(1));
            // When, Then
            assertThat(server(trusting(secure.url(), ours)).files()).isNotEmpty();
            assertThatThrownBy(server(trusting(secure.url(), authority()))::files)
                    .isInstanceOf(PolicySourceException.class)
                    .hasMessageContaining("no TLS with the bundle server");
            assertThatThrownBy(server(settings(secure.url()))::files)
                    .isInstanceOf(PolicySourceException.class)
                    .hasMessageContaining("no TLS with the bundle server");
        }
    }

    @Test
    void onlyWhatAListedKeySignedIsTakenAndARenewedListCountsAtOnce() throws Exception {
        // Given
        String secret = "0123456789abcdef0123456789abcdef";
        Path keys = directory.resolve("keys.json");
        Files.writeString(keys, listed("default", secret.toUpperCase(Locale.ROOT)));
        byte[] signed =
                PackedBundle.of(
                        Map.of("limit.rego", REGO),
                        "--signing-key",
                        secret,
                        "--signing-alg",
                        "HS256");
        host.serve(signed);
        BundleServer server = server(verifying(Optional.of(keys)));
        // When, Then: by another key
        assertThatThrownBy(server::files)
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("not one of the key default");
        // When: the list is renewed, the bundle the same
        Files.writeString(keys, listed("default", secret));
        now = NOW.plusSeconds(34);
        // Then
        assertThat(server.files()).containsOnlyKeys("bundle/limit.rego");
        assertThat(server.document().string("signedBy")).contains("default");
        // When: not signed
        host.serve(bundle(2));
        now = NOW.plusSeconds(68);
        assertThatThrownBy(server::files)
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("is not signed");
        // When: the list is broken
        Files.writeString(keys, "{");
        now = NOW.plusSeconds(102);
        assertThatThrownBy(server::files).isInstanceOf(PolicySourceException.class);
        // When: signed, and nobody verifies
        host.serve(signed);
        assertThatThrownBy(server(verifying(Optional.empty()))::files)
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("no keys are set");
    }

    private static String listed(String id, String secret) {
        return """
        {"keys": {"%s": {"algorithm": "HS256", "key": "%s"}}}
        """
                .formatted(id, secret);
    }

    private BundleServerSettings verifying(Optional<Path> keys) {
        return new BundleServerSettings(
                host.url(),
                PERIOD,
                Duration.ofSeconds(20),
                Optional.empty(),
                Optional.empty(),
                keys);
    }

    @Test
    void aUrlThatWouldLeakOrMisleadIsNoSetting() {
        for (String url :
                List.of(
                        "ftp://host/b",
                        "https:///b",
                        "https://user:secret@host/b",
                        "https://host/b#x",
                        "http://host/b")) {
            assertThatThrownBy(() -> settings(URI.create(url)))
                    .as(url)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("policyBundleUrl must be https")
                    .message()
                    .doesNotContain("secret");
        }
        assertThat(server(settings(URI.create("https://host/b?sig=secret"))).name())
                .isEqualTo("bundle https://host/b");
    }

    private static Arguments row(Behaviour behaviour, String reason) {
        return Arguments.of(behaviour, reason);
    }

    private static Behaviour to(String location) {
        return new Behaviour.Redirect(location, new byte[0]);
    }

    /** Each packed once. */
    private static byte[] bundle(int limit) {
        return PACKED.computeIfAbsent(
                limit,
                number -> {
                    try {
                        String rego = REGO.replace("1", Integer.toString(number));
                        return PackedBundle.of(Map.of("limit.rego", rego));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private BundleServer server(BundleServerSettings settings) {
        InstantSource clock = () -> now;
        return new BundleServer(settings, clock, new Random(7));
    }

    private static BundleServerSettings settings(URI url) {
        return new BundleServerSettings(
                url,
                PERIOD,
                Duration.ofSeconds(20),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private BundleServerSettings trusting(URI url, CertificateAuthority authority)
            throws IOException {
        Path file = Files.createTempFile(directory, "authority", ".pem");
        Files.writeString(file, authority.authority().certificatePem());
        return new BundleServerSettings(
                url,
                PERIOD,
                Duration.ofSeconds(20),
                Optional.of(file),
                Optional.empty(),
                Optional.empty());
    }

    private static CertificateAuthority authority() {
        return CertificateAuthority.create(
                "bundles", Duration.ofDays(1), InstantSource.system(), new SecureRandom());
    }

    private static SSLContext context(CertificateAuthority authority) throws Exception {
        IssuedCertificate leaf =
                authority.issue("localhost", List.of("localhost"), Duration.ofHours(1));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "leaf",
                leaf.privateKey(),
                new char[0],
                new Certificate[] {leaf.certificate(), authority.authority().certificate()});
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
