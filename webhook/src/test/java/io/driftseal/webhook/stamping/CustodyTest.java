package io.driftseal.webhook.stamping;

import static io.driftseal.webhook.ReviewBench.DEPLOYMENT_CONTROLLER;
import static io.driftseal.webhook.ReviewBench.REPLICA_SET_CONTROLLER;
import static io.driftseal.webhook.ReviewBench.object;
import static io.driftseal.webhook.ReviewBench.withImage;
import static io.driftseal.webhook.ReviewBench.withMetadata;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.ReasonEntry;
import io.driftseal.kubernetes.DeleteOptions;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.webhook.Answer;
import io.driftseal.webhook.Review;
import io.driftseal.webhook.ReviewBench;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of children whose owner is not, or no longer, what it was. */
final class CustodyTest {
    private static final String DEPLOYMENT = "stamp.driftseal.io/deployment";
    private static final String REPLICA_SET = "stamp.driftseal.io/replicaset";
    private static final String POD = "stamp.driftseal.io/pod";
    private static final String CREATED = "2026-11-23T12:00:01Z";

    private final ReviewBench bench = new ReviewBench();
    private JsonObject deployment = object("deployment");
    private JsonObject replicaSet = object("replicaset");

    @BeforeEach
    void aDeploymentRuns() {
        deployment = bench.create("alice", created(object("deployment"), CREATED));
        replicaSet = bench.create(DEPLOYMENT_CONTROLLER, object("replicaset"));
    }

    private static JsonObject created(JsonObject object, String time) {
        return with(object, "creationTimestamp", time);
    }

    private static JsonObject with(JsonObject object, String field, String value) {
        return object.with(
                "metadata", object.object("metadata").with(field, new JsonString(value)));
    }

    private static Optional<String> annotation(JsonObject object, String key) {
        return object.string("metadata", "annotations", key);
    }

    private JsonObject stamped(String user, JsonObject incoming) {
        return bench.patched(incoming, bench.send("/stamp", Review.create(user, incoming)));
    }

    private void assertPodIsUnstamped(String code) {
        assertUnstamped(REPLICA_SET_CONTROLLER, object("pod"), POD, code);
    }

    private void assertUnstamped(String user, JsonObject incoming, String key, String code) {
        Answer answer = bench.send("/stamp", Review.create(user, incoming));

        assertThat(annotation(bench.patched(incoming, answer), key)).isEmpty();
        assertThat(bench.records.getLast().reasons())
                .extracting(ReasonEntry::code)
                .first()
                .isEqualTo(code);
        assertThat(bench.send("/verify", Review.create(user, incoming)).allowed())
                .as("enforce does not take it")
                .isFalse();
    }

    @Test
    void anOwnerThatIsGoneMakesNothing() {
        bench.cluster.delete(
                ResourceType.REPLICA_SETS,
                ObjectKey.of(replicaSet),
                new DeleteOptions(Optional.empty(), OptionalInt.empty(), false));

        assertPodIsUnstamped("owner-not-found");
    }

    @Test
    void anOwnerThatWasMadeAgainOwnsNothingOfTheOneBefore() {
        bench.cluster.put(
                ResourceType.REPLICA_SETS,
                with(replicaSet, "uid", "00000000-1111-4222-8333-444444444444"));

        assertPodIsUnstamped("owner-recreated");
    }

    @Test
    void anOwnerThatWasEditedBehindAdmissionMakesNothing() {
        bench.cluster.put(ResourceType.REPLICA_SETS, withImage(replicaSet, "miner:6.6"));

        assertUnstamped(
                REPLICA_SET_CONTROLLER, withImage(object("pod"), "miner:6.6"), POD, "owner-edited");
        assertPodIsUnstamped("owner-edited");
    }

    @Test
    void anOwnerWhoseStampIsTooOldMakesNothing() {
        bench.later(Duration.ofDays(2));

        assertPodIsUnstamped("owner-stamp-expired");
    }

    @Test
    void aControllerThatActsOnWhatItSawAMomentAgoMakesWhatWasApprovedThen() {
        String copied = annotation(deployment, DEPLOYMENT).orElseThrow();
        JsonObject late = withMetadata(object("replicaset"), "annotations", DEPLOYMENT, copied);
        update("registry.example/shop/web:2");

        JsonObject child = stamped(DEPLOYMENT_CONTROLLER, late);

        assertThat(annotation(child, REPLICA_SET)).isPresent();
        assertUnstamped(DEPLOYMENT_CONTROLLER, object("replicaset"), REPLICA_SET, "not-derived");
        assertUnstamped(
                DEPLOYMENT_CONTROLLER, withImage(late, "miner:6.6"), REPLICA_SET, "not-derived");
    }

    @Test
    void whatAnEarlierOwnerOfTheNameApprovedIsNothing() {
        String copied = annotation(deployment, DEPLOYMENT).orElseThrow();
        bench.later(Duration.ofHours(1));
        JsonObject changed = update("registry.example/shop/web:2");
        bench.cluster.put(ResourceType.DEPLOYMENTS, created(changed, "2026-11-23T12:59:00Z"));

        assertUnstamped(
                DEPLOYMENT_CONTROLLER,
                withMetadata(object("replicaset"), "annotations", DEPLOYMENT, copied),
                REPLICA_SET,
                "not-derived");
    }

    /** A person changes the image; both reviews, then stored. */
    private JsonObject update(String image) {
        JsonObject changed = withImage(deployment, image);
        JsonObject result =
                bench.patched(
                        changed, bench.send("/stamp", Review.update("alice", deployment, changed)));
        assertThat(annotation(result, DEPLOYMENT)).isNotEqualTo(annotation(deployment, DEPLOYMENT));
        return bench.cluster.put(ResourceType.DEPLOYMENTS, result);
    }
}
