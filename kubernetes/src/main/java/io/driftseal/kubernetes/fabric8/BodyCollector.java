package io.driftseal.kubernetes.fabric8;

import io.driftseal.kubernetes.KubernetesApiException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Collects one body up to a bound; beyond it the body is refused, never cut. */
final class BodyCollector {

    private final int maximumBytes;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> bytes = new CompletableFuture<>();

    BodyCollector(int maximumBytes) {
        this.maximumBytes = maximumBytes;
    }

    /** Called by one thread at a time, in order. */
    void consume(List<ByteBuffer> buffers, AsyncBody body) {
        for (ByteBuffer buffer : buffers) {
            if (collected.size() + buffer.remaining() > maximumBytes) {
                bytes.completeExceptionally(
                        new KubernetesApiException.Unreadable(
                                "the API server's answer is larger than " + maximumBytes + " bytes",
                                null));
                body.cancel();
                return;
            }
            byte[] part = new byte[buffer.remaining()];
            buffer.get(part);
            collected.writeBytes(part);
        }
        body.consume();
    }

    void end(@Nullable Throwable failure) {
        if (failure == null) {
            bytes.complete(collected.toByteArray());
        } else {
            bytes.completeExceptionally(failure);
        }
    }

    CompletableFuture<byte[]> bytes() {
        return bytes;
    }
}
