package io.driftseal.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.service.configuration.ConfigurationKey;
import io.driftseal.service.configuration.ConfigurationReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WebhookConfigurationTest {
    private static final List<String> REQUIRED =
            List.of(
                    "--kubeconfig=k",
                    "--keyDirectory=k",
                    "--stateDirectory=s",
                    "--policyDirectory=p");

    private static WebhookConfiguration read(String... flags) throws Exception {
        List<String> arguments = new java.util.ArrayList<>(REQUIRED);
        arguments.addAll(List.of(flags));
        return ConfigurationReader.read(WebhookConfiguration.class, arguments, Map.of());
    }

    @Test
    void theReadmesTableIsTheRecord() throws Exception {
        List<String> rows =
                Files.readAllLines(Path.of("README.md")).stream()
                        .dropWhile(line -> !line.startsWith("| Key |"))
                        .skip(2)
                        .takeWhile(line -> line.startsWith("|"))
                        .toList();
        List<String> keys =
                ConfigurationKey.of(WebhookConfiguration.class).stream()
                        .map(ConfigurationKey::readmeRow)
                        .toList();

        assertThat(rows).hasSameSizeAs(keys);
        for (int i = 0; i < keys.size(); i++) {
            assertThat(rows.get(i)).startsWith(keys.get(i));
        }
    }

    @Test
    void defaultsAreThoseOfAnInstallation() throws Exception {
        WebhookConfiguration configuration = read();

        assertThat(configuration.exemptNamespaces())
                .containsExactly("driftseal-system", "kube-system");
        assertThat(configuration.reviewDeadline()).isEqualTo(Duration.ofSeconds(4));
        assertThat(configuration.scannerUrl()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--listenPort=70000, listenPort must be 0 to 65535",
        "--reviewDeadline=0s, reviewDeadline must be positive",
        "--maximumConcurrentReviews=0, maximumConcurrentReviews must be 1 to 4096",
        "--maximumReviewsPerNamespace=0, maximumReviewsPerNamespace must be positive",
        "--maximumWaitingPerNamespace=-1, maximumWaitingPerNamespace must be 0 to 4096",
        "--nodeMode=block, 'nodeMode must be observe, warn or enforce'",
        "'--servingNames=,', servingNames must name at least one name",
    })
    void valuesThatCannotWorkAreRefused(String flag, String message) {
        assertThatThrownBy(() -> read(flag)).hasMessage("configuration refused: " + message);
    }
}
