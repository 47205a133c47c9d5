package io.driftseal.webhook.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose budget a review is on, told from its first bytes. */
final class NamespacePeekTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    {"request":{"uid":"1","namespace":"shop","object":{}}}                  | shop
                    {"request":{"name":"namespace","namespace" : "shop"}}                   | shop
                    {"request":{"resource":{"namespace":"no"},"namespace":"shop"}}          | shop
                    {"namespace":"no","request":{"namespace":"shop"}}                       | shop
                    {"request":{"a":"x\\"},{\\"namespace\\":\\"no","namespace":"shop"}} | shop
                    {"request":{"object":{"metadata":{"namespace":"no"}}}}                  |
                    {"request":{"namespace":3}}                                             |
                    {"request":{"namespace":"sho                                            |
                    {"request":{"namespace"                                                 |
                    {"request":{"namespace":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}} |
                    {"request":{"a":"\\                                                   |
                    """)
    void theNamespaceOfTheRequestAndNoOther(
            String head, @org.jspecify.annotations.Nullable String namespace) {
        assertThat(namespace(head.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Optional.ofNullable(namespace));
    }

    @Test
    void nothingBeyondTheWindowIsLookedAt() {
        String head = "{\"request\":{" + " ".repeat(NamespacePeek.WINDOW_BYTES);

        assertThat(namespace((head + "\"namespace\":\"shop\"").getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void asTheApiServerWritesIt() throws Exception {
        try (InputStream in =
                NamespacePeekTest.class.getResourceAsStream(
                        "/reviews/create-deployment-by-a-person.json")) {
            assertThat(namespace(Objects.requireNonNull(in).readAllBytes())).isPresent();
        }
    }

    private static Optional<String> namespace(byte[] head) {
        return NamespacePeek.namespace(head, head.length);
    }
}
