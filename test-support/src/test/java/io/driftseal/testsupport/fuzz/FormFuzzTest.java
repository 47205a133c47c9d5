package io.driftseal.testsupport.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.workload.CanonicalForm;
import io.driftseal.workload.Difference;
import io.driftseal.workload.UnsupportedWorkloadException;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Form, hash and difference of hostile objects: no exception but the declared one, the same hash
 * for the same object read twice, and a difference exactly where the hashes differ.
 */
final class FormFuzzTest {

    @Test
    void formsOfHostileObjectsAreExactOrRefused() throws Exception {
        List<JsonObject> corpus = Corpus.objects();
        HostileJson trees = new HostileJson(corpus);
        FuzzCampaign.of("form", 8_000)
                .run(
                        random -> {
                            JsonObject object = corpus.get(random.nextInt(corpus.size()));
                            return pair(object, trees.mutate(object, random), random);
                        },
                        FormFuzzTest::check);
    }

    /** Both documents in one input, so that a kept one can be looked at. */
    private static byte[] pair(JsonObject first, JsonObject second, Random random) {
        boolean swapped = random.nextBoolean();
        return JsonWriter.write(
                JsonObject.of(
                        "approved", swapped ? second : first, "live", swapped ? first : second));
    }

    private static void check(byte[] input, FuzzCampaign.Tally tally) throws Exception {
        JsonObject pair;
        try {
            pair = JsonReader.readObject(input, JsonLimits.admissionReview());
        } catch (MalformedJsonException e) {
            tally.count("refused by the reader"); // deeper than any review may be
            return;
        }
        Workload approved;
        Workload live;
        try {
            approved = Workload.of(Corpus.kinds(), pair.object("approved"));
            live = Workload.of(Corpus.kinds(), pair.object("live"));
        } catch (UnsupportedWorkloadException e) {
            assertThat(e.getMessage()).doesNotContain("\0").hasSizeLessThan(600);
            tally.count("no workload");
            return;
        }
        CanonicalForm first = CanonicalForm.of(approved);
        CanonicalForm second = CanonicalForm.of(live);
        JsonObject again =
                JsonReader.readObject(JsonWriter.write(live.tree()), JsonLimits.objectList());
        assertThat(CanonicalForm.of(Workload.of(Corpus.kinds(), again)).hash())
                .isEqualTo(second.hash());
        if (first.kind().equals(second.kind())) {
            boolean same = first.hash().equals(second.hash());
            tally.count(same ? "same hash" : "other hash");
            Difference difference = Difference.between(first.redacted(), second.redacted());
            assertThat(difference.isEmpty())
                    .as("difference %s", difference.sentences(3))
                    .isEqualTo(same);
        } else {
            tally.count("another kind");
        }
    }
}
