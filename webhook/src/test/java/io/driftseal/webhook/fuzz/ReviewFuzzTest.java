package io.driftseal.webhook.fuzz;

import io.driftseal.decision.Door;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.testsupport.fuzz.Corpus;
import io.driftseal.testsupport.fuzz.FuzzCampaign;
import io.driftseal.testsupport.fuzz.HostileBytes;
import io.driftseal.testsupport.fuzz.HostileJson;
import io.driftseal.webhook.Review;
import io.driftseal.webhook.ReviewBench;
import io.driftseal.webhook.access.DoorRequests;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The webhook's whole pipeline under hostile reviews of every kind, door and path: an answer to
 * each, never a defect.
 */
final class ReviewFuzzTest {
    private static final List<String> PATHS = List.of("/stamp", "/verify", "/access", "/grant");

    private final ReviewBench bench = new ReviewBench();
    private final HostileJson trees = new HostileJson(Corpus.objects());

    @Test
    void everyReviewHasAnAnswerAndNoneIsADefect() throws Exception {
        bench.cluster.put(
                ResourceType.PODS,
                HostileReviews.stamped(
                        bench,
                        ReviewBench.object("pod")
                                .with(
                                        "metadata",
                                        ReviewBench.object("pod")
                                                .object("metadata")
                                                .without("ownerReferences"))));
        bench.opensDoors();
        List<JsonObject> reviews = reviews();
        FuzzCampaign.of("review", 1_000)
                .run(
                        random -> {
                            JsonObject review = reviews.get(random.nextInt(reviews.size()));
                            byte[] bytes = JsonWriter.write(changed(review, random));
                            return random.nextInt(3) == 0
                                    ? HostileBytes.mutate(bytes, random)
                                    : bytes;
                        },
                        (input, tally) -> {
                            for (String path : PATHS) {
                                tally.count(
                                        path
                                                + " "
                                                + HostileReviews.word(
                                                        HostileReviews.answer(bench, path, input)));
                            }
                            bench.forget();
                        });
    }

    /** Rather the object than what the API server says around it, which nobody else can choose. */
    private JsonObject changed(JsonObject review, Random random) {
        JsonObject object = review.object("request", "object");
        return object.isEmpty() || random.nextInt(4) == 0
                ? trees.mutate(review, random)
                : HostileReviews.withObject(review, trees.mutate(object, random));
    }

    private List<JsonObject> reviews() {
        List<JsonObject> reviews = new ArrayList<>();
        // As the controllers make them, with their owners, and as a person would.
        for (JsonObject object : Corpus.seen()) {
            reviews.add(Review.create(HostileReviews.PERSON, object).document());
        }
        for (JsonObject object : HostileReviews.roots()) {
            reviews.add(Review.create(HostileReviews.PERSON, object).document());
            reviews.add(Review.update(HostileReviews.PERSON, object, object).document());
        }
        for (Door door : Door.values()) {
            reviews.add(DoorRequests.knock(door, DoorRequests.POD));
        }
        reviews.add(grantRequest());
        return reviews;
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
}
