package io.driftseal.service.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigurationReaderTest {
    record Sample(
            Path keys,
            @Default("8443") int port,
            @Default("5s") Duration deadline,
            @Default("a,b") List<String> names,
            @Default("false") boolean dryRun,
            Optional<URI> webhookPort,
            Optional<Secret> token) {
        Sample {
            if (port < 0) {
                throw new IllegalArgumentException("port must not be negative");
            }
        }
    }

    @TempDir Path directory;

    private Sample read(String yaml, Map<String, String> environment, String... flags)
            throws Exception {
        Path file = Files.writeString(directory.resolve("service.yaml"), yaml);
        List<String> arguments = new java.util.ArrayList<>(List.of("--config", file.toString()));
        arguments.addAll(List.of(flags));
        return ConfigurationReader.read(Sample.class, arguments, environment);
    }

    @Test
    void aLaterSourceWins() throws Exception {
        Sample sample =
                read(
                        "keys: /file\nport: 1\ndeadline: 1m\nnames: [x, y]\n",
                        Map.of("DRIFTSEAL_PORT", "2", "DRIFTSEAL_DRY_RUN", "true", "HOME", "/"),
                        "--port=3");

        assertThat(sample.keys()).isEqualTo(Path.of("/file"));
        assertThat(sample.port()).isEqualTo(3);
        assertThat(sample.deadline()).isEqualTo(Duration.ofMinutes(1));
        assertThat(sample.names()).containsExactly("x", "y");
        assertThat(sample.dryRun()).isTrue();
        assertThat(sample.token()).isEmpty();
    }

    @Test
    void anAbsentKeyTakesItsDefault() throws Exception {
        Sample sample = read("keys: /file\n", Map.of());

        assertThat(sample.port()).isEqualTo(8443);
        assertThat(sample.names()).containsExactly("a", "b");
        assertThat(sample.deadline()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aServiceLinkOfTheKubeletIsNoConfiguration() throws Exception {
        Map<String, String> links =
                Map.of(
                        "DRIFTSEAL_WEBHOOK_SERVICE_HOST", "10.0.0.1",
                        "DRIFTSEAL_WEBHOOK_SERVICE_PORT", "443",
                        "DRIFTSEAL_WEBHOOK_SERVICE_PORT_HTTPS", "443",
                        "DRIFTSEAL_WEBHOOK_PORT", "tcp://10.0.0.1:443",
                        "DRIFTSEAL_WEBHOOK_PORT_443_TCP_ADDR", "10.0.0.1",
                        "DRIFTSEAL_OPA", "/usr/bin/opa");

        assertThat(read("keys: /file\n", links).webhookPort()).isEmpty();
    }

    @Test
    void aSecretIsNeverPrinted() throws Exception {
        Sample sample = read("keys: /file\n", Map.of("DRIFTSEAL_TOKEN", "hunter2"));

        assertThat(ConfigurationReader.printable(sample)).containsEntry("token", "<redacted>");
        assertThat(sample.toString()).doesNotContain("hunter2");
        assertThat(sample.token().orElseThrow().reveal()).isEqualTo("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    keys: /k;prot: 1          | sets the unknown key 'prot'; known keys: keys, port
                    port: 1                   | required keys are not set: keys
                    keys: /k;port: many       | the value of 'port' must be a whole number
                    keys: /k;port: -1         | configuration refused: port must not be negative
                    keys: /k;deadline: 5      | must be a duration such as
                    keys: /k;dryRun: yes      | must be true or false
                    keys: [a, b]              | must be one value, not a list
                    keys: {a: b}              | must be one value or a list of values
                    keys: /k;keys: /l         | is not valid YAML
                    keys: "                   | is not valid YAML
                    only text                 | must hold 'key: value' lines
                    """)
    void aBadFileIsRefusedWithASentence(String yaml, String sentence) {
        assertThatThrownBy(() -> read(yaml.replace(';', '\n'), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void unknownVariablesAndFlagsAreRefusedByName() {
        assertThatThrownBy(() -> read("keys: /k\n", Map.of("DRIFTSEAL_PROT", "1")))
                .hasMessageStartingWith("environment variable DRIFTSEAL_PROT sets the unknown key");
        assertThatThrownBy(() -> read("keys: /k\n", Map.of(), "--prot=1"))
                .hasMessageStartingWith("flag --prot sets the unknown key");
        assertThatThrownBy(() -> read("keys: /k\n", Map.of(), "s3cret"))
                .hasMessage("argument 3 is neither --config FILE nor --key=value");
    }

    @Test
    void everyKeyDescribesItsTableRow() {
        assertThat(ConfigurationKey.of(Sample.class))
                .extracting(ConfigurationKey::readmeRow)
                .startsWith(
                        "| `keys` | Path | required |",
                        "| `port` | int | `8443` |",
                        "| `deadline` | Duration | `5s` |",
                        "| `names` | List | `a,b` |")
                .endsWith("| `token` | Secret | none |");
    }
}
