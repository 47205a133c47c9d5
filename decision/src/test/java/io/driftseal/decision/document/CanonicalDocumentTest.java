package io.driftseal.decision.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.Facts;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One meaning, one digest. */
final class CanonicalDocumentTest {

    @Test
    void sortsMembersAtEveryDepth() {
        // When
        CanonicalDocument document =
                CanonicalDocument.of(Facts.json("{\"b\": [{\"d\": 1, \"c\": 1.0}], \"a\": null}"));
        // Then
        assertThat(new String(document.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":null,\"b\":[{\"c\":1,\"d\":1}]}");
        assertThat(document.size()).isEqualTo(document.bytes().length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"a": 1, "b": 2} | {"b": 2, "a": 1}     | true
                    {"a": 1.0}       | {"a": 1}             | true
                    {"a": [1, 2]}    | {"a": [2, 1]}        | false
                    {"a": "1"}       | {"a": 1}             | false
                    {"a": null}      | {}                   | false
                    """)
    void equalMeaningEqualDigest(String one, String other, boolean equal) {
        // When
        String digest = CanonicalDocument.of(Facts.json(one)).digest();
        String otherDigest = CanonicalDocument.of(Facts.json(other)).digest();
        // Then
        assertThat(digest.equals(otherDigest)).isEqualTo(equal);
    }
}
