package io.driftseal.webhook.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.testsupport.fuzz.Corpus;
import io.driftseal.webhook.Review;
import io.driftseal.webhook.ReviewBench;
import io.driftseal.webhook.review.ReviewAnswer;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the campaigns against the pipeline have in common. */
final class HostileReviews {
    static final String PERSON = "jane";

    private HostileReviews() {}

    /** One object of every kind and some more, that nobody claims to own. */
    static List<JsonObject> roots() {
        return Corpus.seen().stream()
                .map(object -> object.with("metadata", named(object.object("metadata"))))
                .toList();
    }

    private static JsonObject named(JsonObject metadata) {
        return metadata.without("ownerReferences");
    }

    /** Stamped as it would arrive at the verification. */
    static JsonObject stamped(ReviewBench bench, JsonObject object) {
        JsonObject stamped =
                bench.patched(object, bench.send("/stamp", Review.create(PERSON, object)));
        assertThat(stamped).isNotEqualTo(object);
        return stamped;
    }

    static JsonObject withObject(JsonObject review, JsonObject object) {
        return review.with("request", review.object("request").with("object", object));
    }

    static JsonObject requestOf(byte[] review) throws MalformedJsonException {
        return JsonReader.readObject(review, JsonLimits.admissionReview()).object("request");
    }

    /** Whatever comes, the answer is one that was thought of: 500 would be a defect of ours. */
    static ReviewAnswer answer(ReviewBench bench, String path, byte[] review) {
        ReviewAnswer answer = bench.pipeline().answer(path, review);
        assertThat(answer.status()).isIn(200, 400, 503);
        return answer;
    }

    static String word(ReviewAnswer answer) {
        return answer.status() == 200
                ? allowed(answer) ? "allowed" : "refused"
                : Integer.toString(answer.status());
    }

    static boolean allowed(ReviewAnswer answer) {
        return answer.status() == 200
                && ReviewBench.json(new String(answer.body(), StandardCharsets.UTF_8))
                        .bool("response", "allowed")
                        .orElse(false);
    }
}
