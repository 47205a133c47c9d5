package io.driftseal.scanner.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.admission.WebhookEndpoint;
import io.driftseal.scanner.fixture.Fixtures;
import io.driftseal.scanner.observe.AdmissionObject;
import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.service.certificate.IssuedCertificate;
import io.driftseal.service.handshake.CaBundle;
import io.driftseal.service.handshake.TrustProbe;
import io.driftseal.service.handshake.TrustProbe.Outcome;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;

/** Whether callers would trust what answers where our configurations point. */
class ServedCertificatesTest {

    private static final AdmissionObject CONFIGURATION =
            AdmissionObject.of(
                    "ValidatingWebhookConfiguration", Fixtures.read("webhook-configuration"));

    private final List<WebhookEndpoint> asked = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private Outcome answer = new Outcome.Trusted(now.plusSeconds(60));
    private final ServedCertificates certificates =
            new ServedCertificates(
                    endpoint -> {
                        asked.add(endpoint);
                        return answer;
                    },
                    () -> now);

    private List<Finding> look() {
        return certificates.findings(CONFIGURATION.key(), Optional.of(CONFIGURATION));
    }

    private void later(Duration duration) {
        now = now.plus(duration);
    }

    @Test
    void whatIsTrustedOrNotThereIsNoFinding() {
        assertThat(look()).isEmpty();
        assertThat(asked).hasSize(1);

        answer = new Outcome.Unreachable("connection refused");
        assertThat(look()).isEmpty();
        later(Duration.ofDays(1));
        assertThat(look()).isEmpty();
        assertThat(certificates.findings(CONFIGURATION.key(), Optional.empty())).isEmpty();
    }

    @Test
    void anUntrustedOneIsAFindingOnceItLasts() {
        answer = new Outcome.Untrusted("no path to a trusted root");
        assertThat(look()).isEmpty();
        later(ServedCertificates.GRACE.minusSeconds(1));
        assertThat(look()).as("the webhook has its time to put it right").isEmpty();
        later(Duration.ofSeconds(1));

        List<Finding> findings = look();

        assertThat(findings)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.reason())
                            .isEqualTo(ReasonCode.WEBHOOK_CERTIFICATE_UNTRUSTED);
                    assertThat(finding.message()).contains("no path to a trusted root");
                });
        answer = new Outcome.Untrusted("another word for it");
        assertThat(look().getFirst().id("uid", 0))
                .as("the same finding, whatever the handshake says")
                .isEqualTo(findings.getFirst().id("uid", 0));
    }

    @Test
    void whatWasPutRightHasItsTimeAgain() {
        answer = new Outcome.Untrusted("no path");
        look();
        later(ServedCertificates.GRACE);
        assertThat(look()).hasSize(1);

        answer = new Outcome.Trusted(now);
        assertThat(look()).isEmpty();
        answer = new Outcome.Untrusted("no path");
        assertThat(look()).isEmpty();
    }

    /** The real handshake, against a listener that another authority vouches for. */
    @Test
    void aBundleOfAnotherAuthorityIsUntrustedAndItsOwnTrusted() throws Exception {
        CertificateAuthority serving = authority();
        CertificateAuthority other = authority();
        SSLContext context =
                server(serving.issue("webhook", List.of("localhost"), Duration.ofDays(1)));
        try (SSLServerSocket listener =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0)) {
            Thread.ofVirtual()
                    .start(() -> {
                        while (!listener.isClosed()) {
                            try (var socket = listener.accept()) {
                                socket.getInputStream().read();
                            } catch (java.io.IOException e) {
                                // A caller that does not trust us hangs up: that is the test.
                            }
                        }
                    });
            var probe = new TrustProbe(Duration.ofSeconds(5), Clock.systemUTC());

            assertThat(outcome(probe, listener, serving)).isInstanceOf(Outcome.Trusted.class);
            assertThat(outcome(probe, listener, other)).isInstanceOf(Outcome.Untrusted.class);
        }
    }

    private static SSLContext server(IssuedCertificate leaf) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] password = new char[0];
        store.setKeyEntry(
                "webhook", leaf.privateKey(), password, new Certificate[] {leaf.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static CertificateAuthority authority() {
        return CertificateAuthority.create(
                "test", Duration.ofDays(1), Clock.systemUTC(), new SecureRandom());
    }

    private static Outcome outcome(
            TrustProbe probe, SSLServerSocket listener, CertificateAuthority trusted) {
        String bundle =
                Base64.getEncoder()
                        .encodeToString(
                                trusted.authority()
                                        .certificatePem()
                                        .getBytes(StandardCharsets.US_ASCII));
        return probe.probe(
                new InetSocketAddress("localhost", listener.getLocalPort()),
                "localhost",
                CaBundle.certificates(bundle));
    }
}
