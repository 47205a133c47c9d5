package io.driftseal.webhook.verification;

import static io.driftseal.webhook.ReviewBench.object;
import static io.driftseal.webhook.ReviewBench.withImage;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.webhook.Answer;
import io.driftseal.webhook.Review;
import io.driftseal.webhook.ReviewBench;
import io.driftseal.workload.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Requests that reach {@code /verify} with a true stamp though {@code /stamp}, which fails open,
 * was not asked: whoever keeps it busy may choose such a moment.
 */
final class ReplayTest {
    private final ReviewBench bench = new ReviewBench();

    private static JsonObject barePod() {
        JsonObject pod = object("pod");
        return pod.with("metadata", pod.object("metadata").without("ownerReferences"));
    }

    private static JsonObject deletedAt(JsonObject object, String time) {
        return object.with("metadata", object.object("metadata").with("deletionTimestamp", time));
    }

    @Test
    void aStampThatPolicyGaveEarlierCreatesNothingToday() {
        JsonObject kept = bench.create("alice", object("deployment"));
        bench.refuses().later(Duration.ofMinutes(3));

        Answer answer = bench.send("/verify", Review.create("alice", kept));

        assertThat(answer.allowed()).isFalse();
        assertThat(answer.message()).startsWith("its stamp was issued for another request");
    }

    @Test
    void anEarlierStampOfTheSameObjectBringsNoEarlierFormBack() {
        JsonObject first = bench.create("alice", object("deployment"));
        JsonObject change = withImage(first, "registry.example/shop/web:2");
        JsonObject second =
                bench.patched(change, bench.send("/stamp", Review.update("alice", first, change)));
        assertThat(bench.send("/verify", Review.update("alice", first, second)).allowed()).isTrue();

        Answer answer = bench.send("/verify", Review.update("alice", second, first));

        assertThat(answer.allowed()).isFalse();
        assertThat(answer.message()).startsWith("its stamp was issued for another request");
    }

    @Test
    void aPodIsNotChangedUnderAStampOfADryRun() {
        JsonObject other = withImage(barePod(), "registry.example/shop/web:2");
        JsonObject stampedOther =
                bench.patched(
                        other, bench.send("/stamp", Review.create("alice", other).asDryRun()));
        JsonObject stored = bench.create("alice", barePod());

        Answer stamped = bench.send("/verify", Review.update("alice", stored, stampedOther));
        Answer unstamped = bench.send("/verify", Review.update("alice", barePod(), stampedOther));

        assertThat(stamped.allowed()).isFalse();
        assertThat(unstamped.allowed()).isFalse();
    }

    @Test
    void aCreationThatCallsItselfTerminatingIsHeldToItsStamp() {
        JsonObject terminating = deletedAt(barePod(), "2026-11-23T12:00:00Z");

        assertThat(bench.send("/verify", Review.create("mallory", terminating)).allowed())
                .isFalse();
        assertThat(bench.send("/stamp", Review.create("alice", terminating)).patch()).isPresent();
    }

    @Test
    void aDryRunTakesNoReasonFromTheRequestItImitates() {
        JsonObject pod = object("pod");
        bench.send("/stamp", Review.create("mallory", pod));

        Answer imitation = bench.send("/verify", Review.create("mallory", pod).asDryRun());
        Answer real = bench.send("/verify", Review.create("mallory", pod));

        assertThat(imitation.message()).startsWith("it was not stamped: it claims to be made by");
        assertThat(real.message()).startsWith("it was not stamped: it claims to be made by");
    }
}
