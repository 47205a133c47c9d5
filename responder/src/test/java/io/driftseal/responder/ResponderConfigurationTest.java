package io.driftseal.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.service.configuration.ConfigurationException;
import io.driftseal.service.configuration.ConfigurationReader;
import io.driftseal.service.configuration.Default;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponderConfigurationTest {

    private static final List<String> REQUIRED =
            List.of(
                    "--kubeconfig=/etc/kubeconfig",
                    "--mutualTlsDirectory=/etc/tls",
                    "--stateDirectory=/var/lib/responder",
                    "--scannerUrl=https://scanner:8445");

    @Test
    void everyKeyAndDefaultStandsInTheReadme() throws Exception {
        Map<String, String> inReadme = new LinkedHashMap<>();
        for (String line : Files.readAllLines(readme())) {
            String[] cells = line.split("\\|", -1);
            if (line.matches("\\| `[A-Za-z]+` .*") && cells.length == 5) {
                inReadme.put(cells[1].strip().replace("`", ""), cells[2].strip().replace("`", ""));
            }
        }

        Map<String, String> actual = new LinkedHashMap<>();
        for (RecordComponent component : ResponderConfiguration.class.getRecordComponents()) {
            Default annotation = component.getAnnotation(Default.class);
            String fallback = component.getType() == Optional.class ? "none" : "required";
            actual.put(component.getName(), annotation == null ? fallback : annotation.value());
        }

        assertThat(inReadme).isEqualTo(actual);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--unknown=1",
                "--concurrency=0",
                "--concurrency=65",
                "--listenPort=70000",
                "--budgetPerNamespace=0",
                "--maximumDeniedPods=9000",
                "--planMaximumAge=0s",
                "--deathProofLimit=soon",
                "--spoolMaximumBytes=1",
                "--exemptNamespaces=kube-system"
            })
    void whatCannotBeMeantIsRefused(String flag) {
        List<String> flags = new ArrayList<>(REQUIRED);
        flags.add(flag);

        assertThatThrownBy(() -> read(flags)).isInstanceOf(ConfigurationException.class);
    }

    private static ResponderConfiguration read(List<String> flags) throws ConfigurationException {
        return ConfigurationReader.read(ResponderConfiguration.class, flags, Map.of());
    }

    private static Path readme() throws IOException {
        return Path.of("README.md").toRealPath();
    }
}
