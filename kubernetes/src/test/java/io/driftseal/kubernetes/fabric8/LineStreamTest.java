package io.driftseal.kubernetes.fabric8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.WatchEvent;
import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LineStreamTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    /** A body that gives one part per request, as the client does. */
    private static class ScriptedBody implements AsyncBody {

        private final Deque<String> parts = new ArrayDeque<>();
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final LineStream lines;
        private int requests;
        private boolean cancelled;

        ScriptedBody(LineStream lines, String... parts) {
            this.lines = lines;
            this.parts.addAll(List.of(parts));
        }

        @Override
        public void consume() {
            requests++;
            String part = parts.poll();
            if (part == null) {
                done.complete(null);
            } else {
                lines.accept(List.of(ByteBuffer.wrap(part.getBytes(StandardCharsets.UTF_8))), this);
            }
        }

        @Override
        public CompletableFuture<Void> done() {
            return done;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    private final LineStream lines = new LineStream(10);

    @Test
    void linesAreFoundAcrossPartsAndSeveralInOne() throws InterruptedException {
        open("a", "b\nc\n\nd");

        assertThat(next()).isEqualTo("ab");
        assertThat(next()).isEqualTo("c");
        assertThat(next()).isEmpty();
        assertThat(next()).isEqualTo("d");
        assertThat(lines.next(LONG)).isEmpty();
    }

    @Test
    void nothingIsAskedForBeforeTheLastPartIsUsedUp() throws InterruptedException {
        ScriptedBody body = open("a\nb\n", "c\n");

        assertThat(next()).isEqualTo("a");
        assertThat(next()).isEqualTo("b");

        assertThat(body.requests).isEqualTo(1);
    }

    @Test
    void aLineOverTheBoundIsRefused() {
        open("12345", "678901");

        assertThatThrownBy(() -> lines.next(LONG))
                .isInstanceOf(KubernetesApiException.Unreadable.class);
    }

    @Test
    void aSilentStreamIsTakenForDead() {
        lines.attach(
                new ScriptedBody(lines) {
                    @Override
                    public void consume() {}
                });

        assertThatThrownBy(() -> lines.next(Duration.ofMillis(1)))
                .isInstanceOf(KubernetesApiException.Unreachable.class);
    }

    @Test
    void aBrokenStreamSaysSo() {
        ScriptedBody body = new ScriptedBody(lines);
        body.done.completeExceptionally(new IOException("reset"));
        lines.attach(body);

        assertThatThrownBy(() -> lines.next(LONG))
                .isInstanceOf(KubernetesApiException.Unreachable.class)
                .hasMessageContaining("reset");
    }

    @Test
    void closingCancelsTheBody() throws InterruptedException {
        ScriptedBody body = open("a\n");

        lines.close();

        assertThat(body.cancelled).isTrue();
        assertThat(lines.next(LONG)).isEmpty();
    }

    @Test
    void theApiServersOwnWordsForAForgottenVersionAreGone() {
        LineStream wide = new LineStream(1_000);
        wide.attach(
                new ScriptedBody(
                        wide,
                        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\","
                                + "\"metadata\":{},\"status\":\"Failure\",\"message\":\"too old"
                                + " resource version: 1 (424)\",\"reason\":\"Expired\",\"code\":410}}\n"));

        assertThatThrownBy(() -> new JsonWatchStream(wide).next(LONG))
                .isInstanceOf(KubernetesApiException.Gone.class)
                .hasMessageContaining("too old resource version");
    }

    @Test
    void aBookmarkMovesThePlaceToResume() throws InterruptedException {
        LineStream wide = new LineStream(1_000);
        wide.attach(
                new ScriptedBody(
                        wide,
                        "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"77\"}}}\n"));

        assertThat(new JsonWatchStream(wide).next(LONG)).contains(new WatchEvent.Bookmark("77"));
    }

    private ScriptedBody open(String... parts) {
        ScriptedBody body = new ScriptedBody(lines, parts);
        lines.attach(body);
        return body;
    }

    private String next() throws InterruptedException {
        return new String(lines.next(LONG).orElseThrow(), StandardCharsets.UTF_8);
    }
}
