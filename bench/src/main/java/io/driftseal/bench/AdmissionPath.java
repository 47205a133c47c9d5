package io.driftseal.bench;

import io.driftseal.bench.document.PodDocument;
import io.driftseal.bench.document.PodSize;
import io.driftseal.bench.document.Review;
import io.driftseal.bench.document.StampedReview;
import io.driftseal.bench.load.Operation;
import io.driftseal.bench.load.ReviewClient;
import java.nio.charset.StandardCharsets;

/** What clients do, for one size of pod: by the name under which the tables have it. */
final class AdmissionPath {
    private static final String PERSON = "jane@example.com";

    /** As an API server calls for a namespace that enforces; anything else is a dispute. */
    private static final String STAMP = "/stamp/enforce";

    private static final String VERIFY = "/verify/enforce";

    private final PodSize size;
    private final ReviewClient floor;
    private final ReviewClient webhook;
    private final byte[] review;
    private final StampedReview stampedReview;
    private volatile byte[] verifyBody = new byte[0];

    AdmissionPath(PodSize size, ReviewClient floor, ReviewClient webhook) {
        this.size = size;
        this.floor = floor;
        this.webhook = webhook;
        var pod = PodDocument.of(size);
        this.review = Review.create(PERSON, pod);
        this.stampedReview = StampedReview.of(PERSON, pod);
    }

    PodSize size() {
        return size;
    }

    /** Of the body that is sent. */
    int reviewBytes() {
        return review.length;
    }

    /** A stamp is good for two minutes: to be renewed before each window of {@code /verify}. */
    void renewStamp() throws InterruptedException {
        byte[] answer = webhook.postNow(STAMP, review);
        verifyBody = stampedReview.with(StampedReview.stampIn(answer));
        requireAllowed(webhook.postNow(VERIFY, verifyBody));
    }

    /** One stamp, waiting for it. */
    void stampNow() throws InterruptedException {
        requireAllowed(webhook.postNow(STAMP, review));
    }

    /** One review for the floor, waiting for its answer. */
    void floorNow() throws InterruptedException {
        floor.postNow("/floor", review);
    }

    int patchBytes() throws InterruptedException {
        return StampedReview.patchBytes(webhook.postNow(STAMP, review));
    }

    Operation of(Step step) {
        return switch (step) {
            case CONSTANT -> () -> floor.post("/constant", review);
            case FLOOR -> () -> floor.post("/floor", review);
            case STAMP -> () -> webhook.post(STAMP, review);
            case VERIFY ->
                    () -> webhook.post(VERIFY, verifyBody).map(AdmissionPath::requireAllowed);
            case ADMIT ->
                    () ->
                            webhook.post(STAMP, review)
                                    .compose(answer ->
                                            webhook.post(
                                                    VERIFY,
                                                    stampedReview.with(
                                                            StampedReview.stampIn(answer))))
                                    .map(AdmissionPath::requireAllowed);
        };
    }

    private static byte[] requireAllowed(byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8);
        if (!text.contains("\"allowed\":true")) {
            throw new IllegalStateException("refused: " + text);
        }
        return answer;
    }

    /** One column of the tables. */
    enum Step {
        CONSTANT("constant answer", false),
        FLOOR("parse and hash", false),
        STAMP("/stamp", true),
        VERIFY("/verify", true),
        ADMIT("/stamp, then /verify", true);

        private final String words;
        private final boolean ours;

        Step(String words, boolean ours) {
            this.words = words;
            this.ours = ours;
        }

        String words() {
            return words;
        }

        boolean ours() {
            return ours;
        }
    }
}
