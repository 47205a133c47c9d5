package io.driftseal.kubernetes.fabric8;

import io.driftseal.kubernetes.KubernetesApiException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Splits a streamed body into lines of bounded length. Asks for the next bytes only when the reader
 * has used up the last ones, so that a slow reader slows the server and nothing piles up here.
 */
final class LineStream implements AutoCloseable {

    private sealed interface Part {}

    private record Data(List<ByteBuffer> buffers) implements Part {}

    private record End(@Nullable Throwable failure) implements Part {}

    private final int maximumLineBytes;
    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> unread = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private volatile @Nullable AsyncBody body;
    private volatile boolean closed;

    LineStream(int maximumLineBytes) {
        this.maximumLineBytes = maximumLineBytes;
    }

    /** The client's callback: one part per request of ours. */
    void accept(List<ByteBuffer> buffers, AsyncBody ignored) {
        parts.add(new Data(buffers));
    }

    void attach(AsyncBody opened) {
        body = opened;
        var _ = opened.done().whenComplete((_, failure) -> parts.add(new End(failure)));
    }

    /**
     * The next line without its end; empty when the server ended the stream or it was closed here.
     */
    Optional<byte[]> next(Duration idleLimit) throws InterruptedException {
        while (true) {
            Optional<byte[]> complete = takeLine();
            if (complete.isPresent()) {
                return complete;
            }
            if (closed) {
                return Optional.empty();
            }
            AsyncBody source = body;
            if (source != null) {
                source.consume();
            }
            switch (parts.poll(idleLimit.toMillis(), TimeUnit.MILLISECONDS)) {
                case null ->
                        throw new KubernetesApiException.Unreachable(
                                "nothing came from the API server for "
                                        + idleLimit.toSeconds()
                                        + " s",
                                null);
                case Data data -> unread.addAll(data.buffers());
                case End end -> {
                    return ended(end);
                }
            }
        }
    }

    private Optional<byte[]> ended(End end) {
        if (closed) {
            return Optional.empty();
        }
        if (end.failure() != null) {
            throw new KubernetesApiException.Unreachable(
                    "the stream from the API server broke: " + end.failure(), end.failure());
        }
        closed = true;
        if (line.size() == 0) {
            return Optional.empty();
        }
        byte[] last = line.toByteArray();
        line.reset();
        return Optional.of(last);
    }

    private Optional<byte[]> takeLine() {
        while (!unread.isEmpty()) {
            ByteBuffer buffer = unread.getFirst();
            int start = buffer.position();
            int end = start;
            while (end < buffer.limit() && buffer.get(end) != '\n') {
                end++;
            }
            boolean complete = end < buffer.limit();
            byte[] part = new byte[end - start];
            buffer.get(part);
            if (line.size() + part.length > maximumLineBytes) {
                throw new KubernetesApiException.Unreadable(
                        "an event is larger than " + maximumLineBytes + " bytes", null);
            }
            line.writeBytes(part);
            if (!complete) {
                unread.removeFirst();
                continue;
            }
            buffer.get();
            byte[] whole = line.toByteArray();
            line.reset();
            return Optional.of(whole);
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
        AsyncBody source = body;
        if (source != null) {
            source.cancel();
        }
        parts.add(new End(null));
    }
}
