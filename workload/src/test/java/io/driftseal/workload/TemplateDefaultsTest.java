package io.driftseal.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.workload.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TemplateDefaultsTest {

    private static final TemplateDefaults DEFAULTS =
            new TemplateDefaults(
                    Fixtures.json("{\"dnsPolicy\":[\"ClusterFirst\"]}"),
                    Fixtures.json(
                            """
                            {"serviceAccount":"serviceAccountName",
                             "serviceAccountName":"serviceAccount",
                             "containers[].resources.requests":"limits"}
                            """));

    @ParameterizedTest(name = "{0} and a child with {1} makes {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"serviceAccountName":"shop"}  | {"serviceAccountName":"shop","serviceAccount":"shop"} | {"serviceAccountName":"shop","serviceAccount":"shop"}
                    {"serviceAccount":"shop"}      | {"serviceAccountName":"shop","serviceAccount":"shop"} | {"serviceAccount":"shop","serviceAccountName":"shop"}
                    {"serviceAccountName":"shop"}  | {"serviceAccountName":"shop"}                         | {"serviceAccountName":"shop"}
                    {"serviceAccountName":"shop"}  | {"serviceAccount":"admin"}                            | {"serviceAccountName":"shop","serviceAccount":"shop"}
                    {"serviceAccountName":"shop","serviceAccount":"old"} | {"serviceAccount":"shop"}       | {"serviceAccountName":"shop","serviceAccount":"old"}
                    {}                             | {"serviceAccountName":"admin","serviceAccount":"admin"} | {}
                    {"containers":[{"resources":{"limits":{"cpu":"1"}}}]} | {"containers":[{"resources":{"limits":{"cpu":"1"},"requests":{"cpu":"1"}}}]} | {"containers":[{"resources":{"limits":{"cpu":"1"},"requests":{"cpu":"1"}}}]}
                    {"containers":[{"resources":{"limits":{"cpu":"1"}}}]} | {"containers":[{"resources":{"requests":{"cpu":"9"}}}]} | {"containers":[{"resources":{"limits":{"cpu":"1"},"requests":{"cpu":"1"}}}]}
                    {"containers":[{"resources":{"limits":{"cpu":"1"}}}]} | {"containers":[{"resources":{"requests":{"memory":"9"}}}]} | {"containers":[{"resources":{"limits":{"cpu":"1"}}}]}
                    {"containers":[{"resources":{"limits":{"cpu":"2","memory":"4"},"requests":{"cpu":"1"}}}]} | {"containers":[{"resources":{"requests":{"cpu":"1","memory":"4"}}}]} | {"containers":[{"resources":{"limits":{"cpu":"2","memory":"4"},"requests":{"cpu":"1","memory":"4"}}}]}
                    {"containers":[{"resources":{"limits":{"cpu":"1"}}}]} | {"containers":[]} | {"containers":[{"resources":{"limits":{"cpu":"1"}}}]}
                    {"dnsPolicy":"None"} | {"dnsPolicy":"ClusterFirst"} | {"dnsPolicy":"None"}
                    {}                   | {"dnsPolicy":"ClusterFirst"} | {"dnsPolicy":"ClusterFirst"}
                    {}                   | {"dnsPolicy":"None"}         | {}
                    """)
    void fills_what_the_api_server_fills_with_values_of_the_template(
            String template, String child, String expected) {
        JsonObject filled = DEFAULTS.in(Fixtures.json(template), Fixtures.json(child));

        assertThat(filled).isEqualTo(Fixtures.json(expected));
    }
}
