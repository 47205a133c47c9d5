package io.driftseal.decision.rest;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.document.CanonicalDocument;
import io.driftseal.decision.evaluation.EngineAnswer;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The questions over HTTP, to one run of the program or to a server. Every failure is an answer
 * with a cause.
 *
 * <p>Written on a socket and not on {@link java.net.http.HttpClient}, whose threads and queues cost
 * more than everything else that an admission does outside of the engine. It blocks its caller,
 * which is a virtual thread; connections are kept as many as were ever busy at once.
 */
public final class OpaClient implements AutoCloseable {

    private static final byte[] BEFORE_INPUT = ascii("{\"input\":");
    private static final byte[] AFTER_INPUT = ascii("}");

    /** A built-in that fails would otherwise leave its rule undefined: a denial that is none. */
    private static final String STRICT = "?strict-builtin-errors=true";

    private static final String HOST = "Host: engine\r\n";

    private final Wire.Route route;
    private final Deque<EngineConnection> idle = new ConcurrentLinkedDeque<>();
    private final ScheduledThreadPoolExecutor deadlines;
    private volatile boolean closed;

    /**
     * @param address where the program listens
     */
    public OpaClient(SocketAddress address) {
        this(left -> new ChannelWire(address));
    }

    /**
     * @param route by which each connection is made
     */
    public OpaClient(Wire.Route route) {
        this.route = route;
        this.deadlines =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("policy-engine-deadlines").factory());
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /** Whether the program listens and has loaded its policies. */
    public boolean healthy(Duration deadline) {
        byte[] request = ascii("GET /health HTTP/1.1\r\n" + HOST + "\r\n");
        return send(deadline, request) instanceof RawAnswer.Received received
                && received.status() == 200;
    }

    /** Asks a program of our own. */
    public EngineAnswer evaluate(
            EntryPoint entryPoint, CanonicalDocument input, Duration deadline) {
        return RestAnswer.of(ask(target(entryPoint), HOST, input, deadline));
    }

    /** Where the value of a rule is asked for: path and query. */
    public static String target(EntryPoint entryPoint) {
        return "/v1/data/" + entryPoint.rulePath() + STRICT;
    }

    /**
     * Asks and gives back what came.
     *
     * @param target path and query, ASCII without spaces
     * @param headers lines with their ends; Host is one of them
     */
    public RawAnswer ask(
            String target, String headers, CanonicalDocument input, Duration deadline) {
        byte[] head =
                ascii(
                        "POST "
                                + target
                                + " HTTP/1.1\r\n"
                                + headers
                                + "Content-Type: application/json\r\nContent-Length: "
                                + (BEFORE_INPUT.length + input.size() + AFTER_INPUT.length)
                                + "\r\n\r\n");
        return send(deadline, head, BEFORE_INPUT, input.bytes(), AFTER_INPUT);
    }

    private RawAnswer send(Duration deadline, byte[]... request) {
        long end = System.nanoTime() + deadline.toNanos();
        EngineConnection kept = idle.pollFirst();
        if (kept != null) {
            RawAnswer answer = exchange(kept, end, request);
            if (answer != null) {
                return answer;
            }
        }
        try {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            var fresh = new EngineConnection(route.open(left));
            RawAnswer answer = exchange(fresh, end, request);
            return answer == null ? down("closed unasked") : answer;
        } catch (IOException e) {
            return down(e.getClass().getSimpleName());
        }
    }

    /**
     * Null if the connection had been closed before it was asked: then nobody heard the question,
     * and it may be asked again.
     */
    private @Nullable RawAnswer exchange(EngineConnection connection, long end, byte[]... request) {
        Future<?> alarm;
        try {
            // Closing is what ends a blocked read or write, and what makes OPA stop evaluating.
            alarm =
                    deadlines.schedule(
                            connection::expire, end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: without an alarm nothing would end the question.
            connection.close();
            return down("client is closed");
        }
        try {
            RawAnswer.Received answer = connection.ask(EngineAnswer.MAXIMUM_BYTES, request);
            keep(connection);
            return answer;
        } catch (EngineConnection.TooLargeException e) {
            connection.close();
            return new RawAnswer.Failed(
                    Cause.SURPLUS,
                    "answer is larger than " + EngineAnswer.MAXIMUM_BYTES + " bytes");
        } catch (IOException e) {
            connection.close();
            if (connection.expired() || Thread.currentThread().isInterrupted()) {
                return new RawAnswer.Failed(Cause.TIMEOUT, "no answer within the deadline");
            }
            return connection.closedUnasked() ? null : down(e.getClass().getSimpleName());
        } finally {
            alarm.cancel(false);
        }
    }

    private void keep(EngineConnection connection) {
        if (connection.reusable() && !closed) {
            idle.addFirst(connection);
        } else {
            connection.close();
        }
    }

    private static RawAnswer down(String kind) {
        return new RawAnswer.Failed(Cause.ENGINE_DOWN, "connection failed: " + kind);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Questions in flight end with the program, which its owner ends next. */
    @Override
    public void close() {
        closed = true;
        deadlines.shutdown();
        for (EngineConnection each = idle.poll(); each != null; each = idle.poll()) {
            each.close();
        }
    }
}
