package io.driftseal.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.service.certificate.CertificateAuthority;
import io.driftseal.service.certificate.IssuedCertificate;
import io.driftseal.service.configuration.ConfigurationReader;
import io.driftseal.service.health.Health;
import io.driftseal.service.metrics.ServiceMetrics;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.webhook.certificate.ServedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServingPartsTest {
    private static final String USABLE = "driftseal_webhook_serving_certificate_files_usable ";

    private final FakeKubernetesApi cluster = new FakeKubernetesApi();
    private final ServiceMetrics metrics = ServiceMetrics.create("webhook");

    @TempDir Path directory;

    @Test
    void filesThatCannotBeUsedAreMeasuredWhileTheOldOnesServe() throws Exception {
        Clock clock = Clock.systemUTC();
        CertificateAuthority authority =
                CertificateAuthority.create(
                        "test-ca", Duration.ofDays(2), clock, new SecureRandom());
        IssuedCertificate first = authority.issue("a", List.of("localhost"), Duration.ofDays(1));
        IssuedCertificate second = authority.issue("b", List.of("localhost"), Duration.ofDays(1));
        write(first.certificatePem(), first.privateKeyPem());
        var parts = new ServingParts(configuration(), metrics, new Health(clock), clock);
        ServedCertificate served = parts.open(cluster, new SecureRandom());
        Maintenance.Task upkeep = parts.upkeep(cluster, served);
        upkeep.run();
        assertThat(metrics.scrape()).contains(USABLE + "1.0");

        write(second.certificatePem(), first.privateKeyPem());
        assertThatThrownBy(upkeep::run).isInstanceOf(IOException.class);
        assertThat(metrics.scrape()).contains(USABLE + "0.0");

        write(second.certificatePem(), second.privateKeyPem());
        upkeep.run();
        assertThat(metrics.scrape()).contains(USABLE + "1.0");
    }

    private WebhookConfiguration configuration() throws Exception {
        return ConfigurationReader.read(
                WebhookConfiguration.class,
                List.of(
                        "--keyDirectory=k",
                        "--stateDirectory=s",
                        "--policyDirectory=p",
                        "--certificateFiles=" + directory),
                Map.of());
    }

    private void write(String certificate, String key) throws IOException {
        Files.writeString(directory.resolve("tls.crt"), certificate);
        Files.writeString(directory.resolve("tls.key"), key);
    }
}
