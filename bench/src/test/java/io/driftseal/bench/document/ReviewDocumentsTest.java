package io.driftseal.bench.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is measured is what the tables say. */
final class ReviewDocumentsTest {

    @ParameterizedTest
    @CsvSource({"SMALL, 2000, 3000", "MEDIUM, 8500, 9700", "LARGE, 39000, 43000"})
    void aReviewHasTheSizeOfItsName(PodSize size, int atLeast, int atMost) {
        byte[] review = Review.create("jane@example.com", PodDocument.of(size));

        assertThat(review.length).isBetween(atLeast, atMost);
    }

    @Test
    void theSecondReviewIsTheFirstWithTheAnswersStamp() throws Exception {
        // Given: an answer whose stamp has characters that JSON escapes
        String stamp = "{\"payload\":\"\\\u00e4\"}";
        JsonObject operation =
                JsonObject.builder()
                        .put("op", "add")
                        .put("path", "/metadata/annotations/stamp.driftseal.io~1pod")
                        .put("value", new JsonString(stamp))
                        .build();
        String patch =
                Base64.getEncoder().encodeToString(JsonWriter.write(JsonArray.of(operation)));
        byte[] answer =
                ("{\"response\":{\"allowed\":true,\"patch\":\"" + patch + "\"}}")
                        .getBytes(StandardCharsets.UTF_8);
        JsonObject pod = PodDocument.of(PodSize.SMALL);

        // When
        byte[] body = StampedReview.of("jane@example.com", pod).with(StampedReview.stampIn(answer));

        // Then
        assertThat(JsonReader.readObject(body, JsonLimits.admissionReview()))
                .isEqualTo(
                        JsonReader.readObject(
                                Review.create(
                                        "jane@example.com", StampedReview.stamped(pod, stamp)),
                                JsonLimits.admissionReview()));
    }
}
