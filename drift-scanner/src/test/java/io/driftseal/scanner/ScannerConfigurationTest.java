package io.driftseal.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.service.configuration.ConfigurationException;
import io.driftseal.service.configuration.ConfigurationReader;
import io.driftseal.service.configuration.Default;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScannerConfigurationTest {

    private static final List<String> REQUIRED =
            List.of(
                    "--kubeconfig=/k",
                    "--mutualTlsDirectory=/m",
                    "--stampVerificationKeys=/s",
                    "--checkpointVerificationKeys=/c",
                    "--policyDirectory=/p",
                    "--stateFile=/f");

    @Test
    void everyDefault() throws ConfigurationException {
        ScannerConfiguration read =
                ConfigurationReader.read(ScannerConfiguration.class, REQUIRED, Map.of());

        Map<String, String> printed = ConfigurationReader.printable(read);
        assertThat(printed)
                .containsEntry("intakeAddress", "0.0.0.0")
                .containsEntry("intakePort", "8445")
                .containsEntry("managementAddress", "0.0.0.0")
                .containsEntry("managementPort", "8081")
                .containsEntry("exemptNamespaces", "[kube-system, driftseal-system]")
                .containsEntry("reverificationPeriod", "PT5M")
                .containsEntry("ownerGrace", "PT30S")
                .containsEntry("amendmentGrace", "PT30S")
                .containsEntry("recordGrace", "PT5M")
                .containsEntry("incidentWindow", "PT1H")
                .containsEntry("checkpointPeriod", "PT1M")
                .containsEntry("checkpointEntries", "1000")
                .containsEntry("workers", "2")
                .containsEntry("queueCapacity", "50000")
                .containsEntry("responseDryRun", "false")
                .containsEntry("approveAdmissionConfiguration", "false")
                .containsEntry("pagerDutyUrl", "https://events.pagerduty.com")
                .containsEntry("stopDeadline", "PT20S");
        assertThat(read.slackWebhookUrl()).isEmpty();
        assertThat(read.responderUrl()).isEmpty();
        assertThat(read.webhookUrl()).isEmpty();
    }

    @Test
    void theReadmeListsExactlyTheseKeysWithTheirDefaults() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        List<String> rows =
                Pattern.compile("(?m)^\\| `(\\w+)` \\| ([^|]*) \\|")
                        .matcher(section(readme))
                        .results()
                        .map(row -> row.group(1) + " " + row.group(2).replace("`", "").strip())
                        .toList();

        List<String> keys =
                Arrays.stream(ScannerConfiguration.class.getRecordComponents())
                        .map(ScannerConfigurationTest::row)
                        .toList();
        assertThat(rows).containsExactlyElementsOf(keys);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--workers=0",
                "--queueCapacity=0",
                "--intakePort=70000",
                "--reverificationPeriod=0s",
                "--ownerGrace=0s",
                "--amendmentGrace=0s",
                "--recordGrace=0s",
                "--unknown=1"
            })
    void whatIsOutOfBoundsOrUnknownIsRefused(String flag) {
        List<String> flags = new java.util.ArrayList<>(REQUIRED);
        flags.add(flag);

        assertThatThrownBy(
                        () -> ConfigurationReader.read(ScannerConfiguration.class, flags, Map.of()))
                .isInstanceOf(ConfigurationException.class);
    }

    private static String section(String readme) {
        int start = readme.indexOf("## Configuration");
        int end = readme.indexOf("\n## ", start + 1);
        return readme.substring(start, end);
    }

    private static String row(RecordComponent component) {
        Default fallback = component.getAnnotation(Default.class);
        String shown =
                fallback != null
                        ? fallback.value()
                        : component.getType() == Optional.class ? "none" : "required";
        return component.getName() + " " + shown;
    }
}
