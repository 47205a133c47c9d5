package io.driftseal.kubernetes.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a configuration points, whatever stands in it. */
final class WebhookEndpointTest {

    private static List<WebhookEndpoint> of(String webhooks) throws Exception {
        return WebhookEndpoint.of(
                JsonReader.readObject(
                        ("{\"webhooks\":[" + webhooks + "]}").getBytes(StandardCharsets.UTF_8),
                        JsonLimits.kubernetesObject()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {"url":"https://10.0.0.1:8443/verify","caBundle":"YQ=="}      | 10.0.0.1              | 8443 | YQ==
                    {"url":"https://hook.example"}                                | hook.example          | 443  | ~~
                    {"service":{"name":"w","namespace":"d","port":8443}}          | w.d.svc               | 8443 | ~~
                    {"service":{"name":"w","namespace":"d"},"caBundle":"YQ=="}    | w.d.svc               | 443  | YQ==
                    {"service":{"name":"w","namespace":"d","port":99999999}}      | w.d.svc               | 443  | ~~
                    """)
    void anEndpointIsReadFromUrlOrService(String client, String host, int port, String bundle)
            throws Exception {
        assertThat(of("{\"clientConfig\":" + client + "}"))
                .containsExactly(new WebhookEndpoint(host, port, bundle));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"{}", "{\"url\":\"not an address\"}", "{\"url\":7}", "{\"service\":{}}"})
    void whatIsNoAddressIsLeftOut(String client) throws Exception {
        assertThat(of("{\"clientConfig\":" + client + "}")).isEmpty();
    }

    @Test
    void webhooksOfOneAddressAreOne() throws Exception {
        String client = "{\"clientConfig\":{\"url\":\"https://a:1/x\"}}";

        assertThat(of(client + "," + client.replace("/x", "/y"))).hasSize(1);
    }
}
