package io.driftseal.webhook.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.testsupport.fuzz.Corpus;
import io.driftseal.testsupport.fuzz.FuzzCampaign;
import io.driftseal.testsupport.fuzz.HostileBytes;
import io.driftseal.testsupport.fuzz.HostileJson;
import io.driftseal.webhook.Review;
import io.driftseal.webhook.ReviewBench;
import io.driftseal.webhook.review.ReviewAnswer;
import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.ConfigurationHash;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Objects of every kind before {@code /verify} in a namespace that enforces, made and changed:
 * never "allowed" for what does not carry its own stamp.
 */
final class VerifyFuzzTest {
    private static final String LABEL = "driftseal.io/runtime-policy";

    private final ReviewBench bench = new ReviewBench().shutsDoors();
    private final HostileJson trees = new HostileJson(Corpus.objects());

    @Test
    void noObjectIsAllowedUnderTheStampOfAnother() throws Exception {
        // Given a stamped object of every kind, as it would arrive at the verification
        List<Genuine> all = genuine();
        for (Genuine genuine : all) {
            byte[] review = JsonWriter.write(Review.create("jane", genuine.object()).document());
            assertThat(HostileReviews.allowed(HostileReviews.answer(bench, "/verify", review)))
                    .as("%s", genuine.workload().kind())
                    .isTrue();
        }
        FuzzCampaign.of("verify-object", 1_500)
                .run(
                        random -> {
                            int which = random.nextInt(all.size());
                            JsonObject object = all.get(which).object();
                            JsonObject review = Review.create("jane", object).document();
                            return numbered(
                                    which,
                                    HostileReviews.withObject(
                                            review, trees.mutate(object, random)));
                        },
                        (input, tally) -> {
                            // When it comes changed
                            Genuine genuine = all.get(input[0]);
                            byte[] review = review(input);
                            ReviewAnswer answer = HostileReviews.answer(bench, "/verify", review);
                            tally.count(HostileReviews.word(answer));
                            if (HostileReviews.allowed(answer)) {
                                // Then it is allowed only if nothing that was approved has changed
                                assertSame(genuine, incoming(genuine, review));
                            }
                            bench.forget();
                        });
    }

    @Test
    void noChangeIsAllowedThatChangesWhatWasApproved() throws Exception {
        // Given stored objects of every kind with their stamps, and some that never had one
        List<Genuine> all = genuine();
        HostileReviews.roots().forEach(root -> all.add(Genuine.of(root)));
        FuzzCampaign.of("verify-update", 1_500)
                .run(
                        random -> {
                            int which = random.nextInt(all.size());
                            return numbered(which, change(all.get(which).object(), random));
                        },
                        (input, tally) -> {
                            // When somebody changes them
                            Genuine genuine = all.get(input[0]);
                            byte[] review = review(input);
                            ReviewAnswer answer = HostileReviews.answer(bench, "/verify", review);
                            tally.count(HostileReviews.word(answer));
                            if (HostileReviews.allowed(answer)) {
                                // Then neither what was approved nor what is ours may change
                                Workload changed = incoming(genuine, review);
                                assertThat(CanonicalForm.of(changed).hash())
                                        .isEqualTo(genuine.approved());
                                assertThat(ours(changed)).isEqualTo(ours(genuine.workload()));
                            }
                            bench.forget();
                        });
    }

    /** By the object itself, or by a door through which a pod may change, all of which are shut. */
    private JsonObject change(JsonObject stored, Random random) {
        Review review = Review.update("jane", stored, stored);
        boolean pod = stored.string("kind").orElse("").equals("Pod");
        JsonObject document =
                switch (pod ? random.nextInt(6) : 0) {
                    case 1 -> review.on("ephemeralcontainers").document();
                    case 2 -> review.on("resize").document();
                    default -> review.document();
                };
        return HostileReviews.withObject(document, trees.mutate(stored, random));
    }

    @Test
    void noStampIsAcceptedInAnotherSpelling() throws Exception {
        JsonObject stamped =
                genuine().stream()
                        .map(Genuine::object)
                        .filter(object -> object.string("kind").orElse("").equals("Pod"))
                        .findFirst()
                        .orElseThrow();
        String key = "stamp.driftseal.io/pod";
        String stamp = stamped.string("metadata", "annotations", key).orElseThrow();
        JsonObject review = Review.create("jane", stamped).document();

        FuzzCampaign.of("verify-stamp", 3_000)
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
                                    HostileReviews.answer(
                                            bench,
                                            "/verify",
                                            JsonWriter.write(
                                                    HostileReviews.withObject(review, forged)));
                            tally.count(HostileReviews.word(answer));
                            assertThat(HostileReviews.allowed(answer)).isFalse();
                            bench.forget();
                        });
    }

    /** Bytes of the envelope changed, or of the statement inside it with the old signature. */
    private byte[] hostileStamp(String stamp, Random random) {
        byte[] bytes = stamp.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(3) > 0) {
            return HostileBytes.mutate(bytes, random);
        }
        JsonObject envelope = ReviewBench.json(stamp);
        byte[] payload = Base64.getDecoder().decode(envelope.string("payload").orElseThrow());
        byte[] changed =
                random.nextBoolean()
                        ? HostileBytes.mutate(payload, random)
                        : JsonWriter.write(
                                trees.mutate(
                                        ReviewBench.json(
                                                new String(payload, StandardCharsets.UTF_8)),
                                        random));
        String encoded = Base64.getEncoder().encodeToString(changed);
        return JsonWriter.write(envelope.with("payload", new JsonString(encoded)));
    }

    private List<Genuine> genuine() throws Exception {
        var all = new ArrayList<Genuine>();
        for (JsonObject root : HostileReviews.roots()) {
            all.add(Genuine.of(HostileReviews.stamped(bench, root)));
        }
        bench.forget();
        return all;
    }

    private static void assertSame(Genuine genuine, Workload changed) {
        assertThat(CanonicalForm.of(changed).hash()).isEqualTo(genuine.approved());
        assertThat(changed.name()).isEqualTo(genuine.workload().name());
        // an object without a namespace has that of its request
        assertThat(changed.namespace()).isIn(genuine.workload().namespace(), "");
    }

    /** The review's resource says the kind, where the object does not. */
    private static Workload incoming(Genuine genuine, byte[] review) throws Exception {
        return Workload.of(
                genuine.workload().kind(), HostileReviews.requestOf(review).object("object"));
    }

    /** Every stamp, and the label that names the tier. */
    private static Map<String, String> ours(Workload workload) {
        var ours = new TreeMap<String, String>();
        workload.annotations()
                .forEach((key, value) -> {
                    if (key.startsWith("stamp.driftseal.io/")) {
                        ours.put(key, value);
                    }
                });
        workload.labels()
                .forEach((key, value) -> {
                    if (key.equals(LABEL)) {
                        ours.put(key, value);
                    }
                });
        return ours;
    }

    /** A kept input says itself of which object it was made. */
    private static byte[] numbered(int which, JsonObject review) {
        byte[] bytes = JsonWriter.write(review);
        byte[] numbered = new byte[bytes.length + 1];
        numbered[0] = (byte) which;
        System.arraycopy(bytes, 0, numbered, 1, bytes.length);
        return numbered;
    }

    private static byte[] review(byte[] numbered) {
        return java.util.Arrays.copyOfRange(numbered, 1, numbered.length);
    }

    /** An object as it is stored or would be, and what of it counts. */
    private record Genuine(JsonObject object, Workload workload, ConfigurationHash approved) {
        static Genuine of(JsonObject object) {
            try {
                Workload workload = Workload.of(Corpus.kinds(), object);
                return new Genuine(object, workload, CanonicalForm.of(workload).hash());
            } catch (io.driftseal.workload.UnsupportedWorkloadException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
