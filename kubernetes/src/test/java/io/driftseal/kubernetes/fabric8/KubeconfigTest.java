package io.driftseal.kubernetes.fabric8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigTest {

    private static final String GOOD =
            """
            apiVersion: v1
            kind: Config
            clusters:
            - {name: c, cluster: {server: "https://192.0.2.1:6443", certificate-authority-data: Q0E=}}
            users:
            - {name: u, user: {tokenFile: token}}
            contexts:
            - {name: other, context: {cluster: none, user: none}}
            - {name: x, context: {cluster: c, user: u}}
            current-context: x
            """;

    @TempDir Path directory;

    @Test
    void readsTheCurrentContext() throws IOException {
        Files.writeString(directory.resolve("token"), "first\n");

        Kubeconfig kubeconfig = read(GOOD);

        assertThat(kubeconfig.server()).hasToString("https://192.0.2.1:6443");
        assertThat(kubeconfig.caPem()).isEqualTo("CA");
        assertThat(kubeconfig.bearerToken().current()).contains("first");
        assertThat(kubeconfig.clientPem()).isEmpty();
    }

    @Test
    void aTokenFileIsReadAgainWhenItChanged() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "first");
        BearerToken bearerToken = read(GOOD).bearerToken();
        assertThat(bearerToken.current()).contains("first");

        Files.writeString(token, "newer");
        Files.setLastModifiedTime(token, FileTime.from(Instant.parse("2040-01-01T00:00:00Z")));

        assertThat(bearerToken.current()).contains("newer");
    }

    @Test
    void aTokenFileThatIsBeingReplacedLeavesTheOldToken() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "first");
        BearerToken bearerToken = read(GOOD).bearerToken();
        assertThat(bearerToken.current()).contains("first");

        Files.delete(token);

        assertThat(bearerToken.current()).contains("first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "line\nX-Other: header", "tök"})
    void whatIsNoTokenIsNeverSent(String token) {
        assertThatThrownBy(() -> BearerToken.checked(token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("Other");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tokenFile: token | exec: {command: evil} | exec",
                "tokenFile: token | username: admin | username",
                "server: \"https://192.0.2.1:6443\" | server: \"http://192.0.2.1\" | https://",
                "certificate-authority-data: Q0E= | insecure-skip-tls-verify: true | insecure",
                "certificate-authority-data: Q0E= | x: y | certificate-authority",
                "current-context: x | current-context: gone | gone",
                "current-context: x | y: x | current-context",
                "tokenFile: token | client-certificate-data: Q0E= | belong together",
                "kind: Config | 'kind: [' | kubeconfig"
            })
    void whatCannotOrMustNotBeUsedIsRefusedWithItsName(String before, String after, String named) {
        assertThatThrownBy(() -> read(GOOD.replace(before, after)))
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining(named);
    }

    private Kubeconfig read(String text) throws IOException {
        return Kubeconfig.read(Files.writeString(directory.resolve("kubeconfig"), text));
    }
}
