package io.driftseal.webhook.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.Door;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.testsupport.fuzz.FuzzCampaign;
import io.driftseal.testsupport.fuzz.HostileBytes;
import io.driftseal.testsupport.fuzz.HostileJson;
import io.driftseal.webhook.Review;
import io.driftseal.webhook.ReviewBench;
import io.driftseal.webhook.access.DoorRequests;
import io.driftseal.webhook.review.ReviewAnswer;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.ConfigurationHash;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The webhook's whole pipeline under hostile reviews, in a namespace that enforces: an answer to
 * each, never a defect, and never "allowed" for what does not carry its own stamp.
 */
final class ReviewFuzzTest {
    private static final String PERSON = "jane";
    private static final List<String> PATHS = List.of("/stamp", "/verify", "/access", "/grant");
    private static final List<String> KINDS = List.of("deployment", "replicaset", "pod");

    private final ReviewBench bench = new ReviewBench();
    private final HostileJson trees =
            new HostileJson(KINDS.stream().map(ReviewBench::object).toList());

    @BeforeEach
    void keepsNoRecords() {
        bench.records.clear();
    }

    @Test
    void everyReviewHasAnAnswerAndNoneIsADefect() throws Exception {
        bench.cluster.put(ResourceType.PODS, stampedPod());
        bench.opensDoors();
        List<JsonObject> reviews = new ArrayList<>();
        for (String kind : KINDS) {
            JsonObject object = ReviewBench.object(kind);
            reviews.add(Review.create(PERSON, object).document());
            reviews.add(Review.update(PERSON, object, object).document());
        }
        for (Door door : Door.values()) {
            reviews.add(DoorRequests.knock(door, DoorRequests.POD));
        }
        reviews.add(grantRequest());
        FuzzCampaign.of("review", 5_000)
                .run(
                        random -> {
                            JsonObject review = reviews.get(random.nextInt(reviews.size()));
                            byte[] bytes = JsonWriter.write(trees.mutate(review, random));
                            return random.nextInt(3) == 0
                                    ? HostileBytes.mutate(bytes, random)
                                    : bytes;
                        },
                        (input, tally) -> {
                            for (String path : PATHS) {
                                tally.count(path + " " + word(answer(path, input)));
                            }
                            bench.records.clear();
                        });
    }

    private static JsonObject grantRequest() {
        return ReviewBench.json(
                """
                {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
                  "uid": "1df28fbd-5f5f-11e8-bc74-36e6bb280816",
                  "resource": {"group": "driftseal.io", "version": "v1", "resource": "accessgrants"},
                  "name": "locks", "namespace": "shop", "operation": "CREATE",
                  "userInfo": {"username": "jane", "groups": []}, "dryRun": false,
                  "object": {"apiVersion": "driftseal.io/v1", "kind": "AccessGrant",
                   "metadata": {"name": "locks", "namespace": "shop"},
                   "spec": {"door": "exec", "name": "%s", "container": "app", "command": ["id"],
                    "reason": "locks hang", "lifetimeSeconds": 600, "uses": 1}}}}
                """
                        .formatted(DoorRequests.POD));
    }

    @Test
    void noObjectIsAllowedUnderTheStampOfAnother() throws Exception {
        // Given a stamped pod, as it would arrive at the verification
        JsonObject stamped = stampedPod();
        Workload genuine = Workload.of(stamped);
        ConfigurationHash approved = CanonicalForm.of(genuine).hash();
        JsonObject review = Review.create(PERSON, stamped).document();
        assertThat(allowed(answer("/verify", JsonWriter.write(review)))).isTrue();

        FuzzCampaign.of("verify-object", 5_000)
                .run(
                        random ->
                                JsonWriter.write(withObject(review, trees.mutate(stamped, random))),
                        (input, tally) -> {
                            // When it comes changed
                            ReviewAnswer answer = answer("/verify", input);
                            tally.count(word(answer));
                            if (allowed(answer)) {
                                // Then it is allowed only if nothing that was approved has changed
                                // the review's resource says the kind, where the object does not
                                Workload changed = Workload.of(genuine.kind(), objectOf(input));
                                assertThat(CanonicalForm.of(changed).hash()).isEqualTo(approved);
                                assertThat(changed.name()).isEqualTo(genuine.name());
                                // an object without a namespace has that of its request
                                assertThat(changed.namespace()).isIn(genuine.namespace(), "");
                            }
                            bench.records.clear();
                        });
    }

    @Test
    void noStampIsAcceptedInAnotherSpelling() throws Exception {
        JsonObject stamped = stampedPod();
        String key = "stamp.driftseal.io/pod";
        String stamp = stamped.string("metadata", "annotations", key).orElseThrow();
        JsonObject review = Review.create(PERSON, stamped).document();

        FuzzCampaign.of("verify-stamp", 5_000)
                .run(
                        random -> hostileStamp(stamp, random),
                        (input, tally) -> {
                            String text = new String(input, StandardCharsets.UTF_8);
                            if (text.equals(stamp)) {
                                tally.count("unchanged");
                                return;
                            }
                            JsonObject forged =
                                    ReviewBench.withMetadata(stamped, "annotations", key, text);
                            ReviewAnswer answer =
                                    answer("/verify", JsonWriter.write(withObject(review, forged)));
                            tally.count(word(answer));
                            assertThat(allowed(answer)).isFalse();
                            bench.records.clear();
                        });
    }

    /** Bytes of the envelope changed, or of the statement inside it with the old signature. */
    private byte[] hostileStamp(String stamp, Random random) {
        byte[] bytes = stamp.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(3) > 0) {
            return HostileBytes.mutate(bytes, random);
        }
        JsonObject envelope = ReviewBench.json(stamp);
        byte[] payload =
                java.util.Base64.getDecoder().decode(envelope.string("payload").orElseThrow());
        byte[] changed =
                random.nextBoolean()
                        ? HostileBytes.mutate(payload, random)
                        : JsonWriter.write(
                                trees.mutate(
                                        ReviewBench.json(
                                                new String(payload, StandardCharsets.UTF_8)),
                                        random));
        String encoded = java.util.Base64.getEncoder().encodeToString(changed);
        return JsonWriter.write(envelope.with("payload", new JsonString(encoded)));
    }

    private JsonObject stampedPod() {
        JsonObject pod = ReviewBench.object("pod");
        JsonObject bare = pod.with("metadata", pod.object("metadata").without("ownerReferences"));
        return bench.patched(bare, bench.send("/stamp", Review.create(PERSON, bare)));
    }

    private static JsonObject withObject(JsonObject review, JsonObject object) {
        return review.with("request", review.object("request").with("object", object));
    }

    private static JsonObject objectOf(byte[] review) throws MalformedJsonException {
        return JsonReader.readObject(review, JsonLimits.admissionReview())
                .object("request", "object");
    }

    /** Whatever comes, the answer is one that was thought of: 500 would be a defect of ours. */
    private ReviewAnswer answer(String path, byte[] review) {
        ReviewAnswer answer = bench.pipeline().answer(path, review);
        assertThat(answer.status()).isIn(200, 400, 503);
        return answer;
    }

    private static String word(ReviewAnswer answer) {
        return answer.status() == 200
                ? allowed(answer) ? "allowed" : "refused"
                : Integer.toString(answer.status());
    }

    private static boolean allowed(ReviewAnswer answer) {
        return answer.status() == 200
                && ReviewBench.json(new String(answer.body(), StandardCharsets.UTF_8))
                        .bool("response", "allowed")
                        .orElse(false);
    }
}
