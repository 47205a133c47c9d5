package io.driftseal.webhook.edge;

import io.driftseal.webhook.review.AdmissionPipeline;
import io.driftseal.webhook.review.Rejection;
import io.driftseal.webhook.review.ReviewAnswer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way. Lives on its event loop; only the review itself runs elsewhere, and its
 * answer comes back here, so no field needs a lock.
 */
final class ReviewExchange {
    /** Room that a body is given before it came. More than that is not believed of a length. */
    private static final int USUAL_BODY_BYTES = 16 * 1024;

    /** Of HTTP/2: the answer is whole, and the rest of the request is not wanted. */
    private static final long NO_ERROR = 0;

    private final HttpServerRequest request;
    private final Parts parts;
    private final Context context;
    private final int declared;
    private final long timer;
    private String namespace = Admittance.UNKNOWN;
    private boolean looked;
    private long held;
    private boolean answered;
    private byte[] body = new byte[0];
    private int length;
    private @Nullable Review review;

    private ReviewExchange(HttpServerRequest request, Parts parts, Context context, long millis) {
        this.request = request;
        this.parts = parts;
        this.context = context;
        this.declared = Math.clamp(declaredLength(request), 0, USUAL_BODY_BYTES);
        this.timer = parts.vertx().setTimer(millis, id -> expired());
    }

    /** Starts reading the body; everything else follows. */
    static void begin(HttpServerRequest request, Parts parts, Context context) {
        long millis = parts.settings().deadline().toMillis();
        var exchange = new ReviewExchange(request, parts, context, millis);
        request.handler(exchange::received);
        request.endHandler(end -> exchange.complete());
        request.exceptionHandler(failure -> exchange.broken());
        request.response().exceptionHandler(failure -> exchange.broken());
    }

    /** Zero where there is none; larger than any where it is no number. */
    static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private void received(Buffer chunk) {
        if (answered) {
            return;
        }
        if (length + chunk.length() > ListenerSettings.MAXIMUM_BODY_BYTES) {
            reject(413, Rejection.TOO_LARGE, "the body is larger than the webhook takes");
            return;
        }
        Admittance.Room room = parts.admittance().bytes(namespace, chunk.length());
        if (room == Admittance.Room.GIVEN) {
            held += chunk.length();
            append(chunk);
            recognise();
        } else {
            turnAway(room);
        }
    }

    private void append(Buffer chunk) {
        int needed = length + chunk.length();
        if (needed > body.length) {
            body = Arrays.copyOf(body, Math.max(needed, Math.max(declared, 2 * length)));
        }
        chunk.getBytes(body, length);
        length = needed;
    }

    /** From the first bytes on it is known whose budget this is. */
    private void recognise() {
        if (looked || !namespace.equals(Admittance.UNKNOWN)) {
            return;
        }
        NamespacePeek.namespace(body, length)
                .ifPresent(found -> {
                    parts.admittance().attribute(found, held);
                    namespace = found;
                });
        looked = length >= NamespacePeek.WINDOW_BYTES;
    }

    private void turnAway(Admittance.Room room) {
        switch (room) {
            case GIVEN, LATER -> throw new IllegalStateException("there is room");
            case NONE_LEFT ->
                    reject(429, Rejection.OVERLOADED, "too much is under review; try again");
            case SHARE_TAKEN ->
                    reject(
                            429,
                            Rejection.NAMESPACE_BUDGET,
                            "too much of this namespace is under review; try again");
        }
    }

    private void complete() {
        if (answered) {
            return;
        }
        byte[] whole = body.length == length ? body : Arrays.copyOf(body, length);
        var next = new Review(request.path(), namespace, whole);
        Admittance.Room room =
                parts.admittance().review(namespace, () -> parts.workers().execute(next));
        switch (room) {
            case GIVEN, LATER -> review = next;
            case NONE_LEFT, SHARE_TAKEN -> turnAway(room);
        }
    }

    private void expired() {
        if (!answered) {
            reject(504, Rejection.DEADLINE, "the review took too long");
        }
    }

    private void broken() {
        if (!answered) {
            parts.pipeline().metrics().rejected(Rejection.CONNECTION_LOST);
            parts.connections().takenBack(request.connection());
            settle();
        }
    }

    private void reject(int status, Rejection reason, String message) {
        parts.pipeline().metrics().rejected(reason);
        settle();
        refuse(request, ReviewAnswer.rejection(status, reason, message));
    }

    /**
     * Answers before the body was read. What still comes of it must not be taken for the next
     * request, so an HTTP/1 connection ends here; of HTTP/2 the stream does.
     */
    static void refuse(HttpServerRequest request, ReviewAnswer answer) {
        write(request, answer, !request.isEnded());
    }

    private void answer(ReviewAnswer answer) {
        if (answered) {
            return;
        }
        settle();
        write(request, answer, parts.leaving().get());
    }

    /**
     * Head and body in one write. Of a peer that does not read its answers Vert.x reads no further
     * request, and a stream of HTTP/2 stays open until its answer is read: there is only so much.
     *
     * @param last an HTTP/1 connection ends with this answer, and its client is told so
     */
    private static void write(HttpServerRequest request, ReviewAnswer answer, boolean last) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        boolean old = request.version() != HttpVersion.HTTP_2;
        boolean ends = last && old;
        if (ends) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        Future<Void> written =
                response.setStatusCode(answer.status())
                        .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
                        .putHeader(
                                HttpHeaders.CONTENT_LENGTH, Integer.toString(answer.body().length))
                        .end(Buffer.buffer(answer.body()));
        if (ends) {
            written.onComplete(done -> request.connection().close());
        } else if (!old && !request.isEnded()) {
            // Else the stream stays open for the rest of the body, and its place is taken.
            written.onComplete(done -> response.reset(NO_ERROR));
        }
    }

    private void settle() {
        answered = true;
        parts.vertx().cancelTimer(timer);
        parts.admittance().releaseBytes(namespace, held);
        held = 0;
        Review running = review;
        if (running != null) {
            running.givenUp = true;
        }
    }

    /**
     * The review on its own thread. It gives its place back in every case, also where it is given
     * up before its thread got to run: a cancelled Future would then never run what releases it,
     * and a busy hour would end in a webhook that has no place left.
     *
     * <p>Once begun it is never interrupted: it may be writing to the spool, and an interrupt would
     * close the spool's file. Its calls end by deadlines of their own, and its place with them.
     */
    private final class Review implements Runnable {
        private final String path;
        private final String namespace;
        private final byte[] bytes;
        private volatile boolean givenUp;

        Review(String path, String namespace, byte[] bytes) {
            this.path = path;
            this.namespace = namespace;
            this.bytes = bytes;
        }

        @Override
        public void run() {
            try {
                if (!givenUp) {
                    ReviewAnswer answer = parts.pipeline().answer(path, bytes);
                    context.runOnContext(nothing -> answer(answer));
                }
            } finally {
                parts.admittance().releaseReview(namespace);
            }
        }
    }

    /** What all exchanges of a listener share. */
    record Parts(
            Vertx vertx,
            ListenerSettings settings,
            AdmissionPipeline pipeline,
            Admittance admittance,
            Connections connections,
            ExecutorService workers,
            AtomicBoolean leaving) {}
}
