package io.driftseal.webhook.stamping;

import static io.driftseal.webhook.ReviewBench.DEPLOYMENT_CONTROLLER;
import static io.driftseal.webhook.ReviewBench.REPLICA_SET_CONTROLLER;
import static io.driftseal.webhook.ReviewBench.object;
import static io.driftseal.webhook.ReviewBench.withImage;
import static io.driftseal.webhook.ReviewBench.withMetadata;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.DecisionRecord.Point;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.webhook.Answer;
import io.driftseal.webhook.Review;
import io.driftseal.webhook.ReviewBench;
import io.driftseal.workload.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Owners without a stamp that admits children: older than the installation, older than the stamps'
 * lifetime, adopted. In enforce their pods could not be replaced, and no rollout may be needed.
 */
final class RenewalTest {
    private static final String DEPLOYMENT = "stamp.driftseal.io/deployment";
    private static final String REPLICA_SET = "stamp.driftseal.io/replicaset";

    private static final String COLLECTOR =
            "system:serviceaccount:kube-system:generic-garbage-collector";

    private final ReviewBench bench = new ReviewBench();

    private static String annotation(JsonObject object, String key) {
        return object.string("metadata", "annotations", key).orElse("");
    }

    private static JsonObject annotated(JsonObject object) {
        return withMetadata(object, "annotations", "team", "blue");
    }

    /** Both reviews of an update that must pass, and the object as it is then stored. */
    private JsonObject updated(
            String user, ResourceType type, JsonObject stored, JsonObject change) {
        Answer stamp = bench.send("/stamp", Review.update(user, stored, change));
        assertThat(stamp.allowed()).isTrue();
        JsonObject result = bench.patched(change, stamp);
        assertThat(bench.send("/verify", Review.update(user, stored, result)).message()).isEmpty();
        return bench.cluster.put(type, result);
    }

    @Test
    void whatRanBeforeUsIsDecidedAtItsNextUpdateAndItsPodsComeAgain() {
        JsonObject deployment = bench.cluster.put(ResourceType.DEPLOYMENTS, object("deployment"));
        JsonObject replicaSet = bench.cluster.put(ResourceType.REPLICA_SETS, object("replicaset"));

        JsonObject decided =
                updated("alice", ResourceType.DEPLOYMENTS, deployment, annotated(deployment));
        updated(
                DEPLOYMENT_CONTROLLER,
                ResourceType.REPLICA_SETS,
                replicaSet,
                withMetadata(
                        replicaSet, "annotations", DEPLOYMENT, annotation(decided, DEPLOYMENT)));
        Answer pod = bench.send("/stamp", Review.create(REPLICA_SET_CONTROLLER, object("pod")));

        assertThat(pod.patch()).isPresent();
        assertThat(bench.records)
                .extracting(DecisionRecord::outcome)
                .containsOnly(Outcome.ADMITTED)
                .hasSize(5);
        assertThat(bench.records.get(1).point()).isEqualTo(Point.VERIFY);
    }

    @Test
    void anExpiredStampIsRenewedAndSuperseded() {
        JsonObject stored = bench.create("alice", object("deployment"));
        JsonObject replicaSet = bench.create(DEPLOYMENT_CONTROLLER, object("replicaset"));
        bench.later(Duration.ofDays(2));

        JsonObject renewed = updated("bob", ResourceType.DEPLOYMENTS, stored, annotated(stored));
        JsonObject child =
                updated(
                        DEPLOYMENT_CONTROLLER,
                        ResourceType.REPLICA_SETS,
                        replicaSet,
                        annotated(replicaSet));

        assertThat(annotation(renewed, DEPLOYMENT)).isNotEqualTo(annotation(stored, DEPLOYMENT));
        assertThat(annotation(child, REPLICA_SET))
                .isNotEqualTo(annotation(replicaSet, REPLICA_SET));
        assertThat(bench.send("/stamp", Review.update("bob", renewed, annotated(renewed))).patch())
                .as("once is enough")
                .isEmpty();
    }

    @Test
    void whatPolicyRefusesPassesUnchangedAndUnstamped() {
        JsonObject stored = bench.cluster.put(ResourceType.DEPLOYMENTS, object("deployment"));
        bench.refuses();

        JsonObject result = updated("alice", ResourceType.DEPLOYMENTS, stored, annotated(stored));

        assertThat(annotation(result, DEPLOYMENT)).isEmpty();
        assertThat(bench.records).isEmpty();
    }

    @Test
    void aFormThatIsNotTheStampedOneIsNotLaundered() {
        JsonObject stored = withImage(bench.create("alice", object("deployment")), "evil:1");

        JsonObject result = updated("mallory", ResourceType.DEPLOYMENTS, stored, annotated(stored));

        assertThat(annotation(result, DEPLOYMENT)).isEqualTo(annotation(stored, DEPLOYMENT));
        assertThat(bench.policy.questions()).hasSize(1);
    }

    @Test
    void aPersonRenewsNoReplicaSetOfADeployment() {
        bench.create("alice", object("deployment"));
        JsonObject stored = bench.cluster.put(ResourceType.REPLICA_SETS, object("replicaset"));

        JsonObject result =
                updated("mallory", ResourceType.REPLICA_SETS, stored, annotated(stored));

        assertThat(annotation(result, REPLICA_SET)).isEmpty();
    }

    /** {@code kubectl delete --cascade=orphan}: the garbage collector takes the reference away. */
    @Test
    void anOrphanIsDecidedAsTheRootThatItIsNow() {
        bench.create("alice", object("deployment"));
        JsonObject stored = bench.create(DEPLOYMENT_CONTROLLER, object("replicaset"));

        JsonObject result = updated(COLLECTOR, ResourceType.REPLICA_SETS, stored, released(stored));

        assertThat(annotation(result, REPLICA_SET)).isNotEqualTo(annotation(stored, REPLICA_SET));
        assertThat(bench.policy.questions()).hasSize(2);
        assertThat(
                        bench.send("/stamp", Review.create(REPLICA_SET_CONTROLLER, object("pod")))
                                .patch())
                .isPresent();
    }

    @Test
    void anOrphanThatPolicyRefusesPassesAndKeepsItsOldStamp() {
        bench.create("alice", object("deployment"));
        JsonObject stored = bench.create(DEPLOYMENT_CONTROLLER, object("replicaset"));
        bench.refuses();

        JsonObject result = updated(COLLECTOR, ResourceType.REPLICA_SETS, stored, released(stored));

        assertThat(annotation(result, REPLICA_SET)).isEqualTo(annotation(stored, REPLICA_SET));
    }

    @Test
    void anOrphanWithAnotherFormThanTheStampedOneIsNotLaundered() {
        bench.create("alice", object("deployment"));
        JsonObject stored =
                withImage(bench.create(DEPLOYMENT_CONTROLLER, object("replicaset")), "evil:1");

        JsonObject result = updated("mallory", ResourceType.REPLICA_SETS, stored, released(stored));

        assertThat(annotation(result, REPLICA_SET)).isEqualTo(annotation(stored, REPLICA_SET));
        assertThat(bench.policy.questions()).hasSize(1);
    }

    private static JsonObject released(JsonObject object) {
        return object.with("metadata", object.object("metadata").without("ownerReferences"));
    }
}
