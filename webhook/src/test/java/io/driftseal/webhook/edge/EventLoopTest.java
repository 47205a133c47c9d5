package io.driftseal.webhook.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.service.mutualtls.KeyManagers;
import io.driftseal.webhook.Flight;
import io.driftseal.webhook.Review;
import io.driftseal.webhook.ReviewBench;
import io.driftseal.workload.json.JsonWriter;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the event loops do while reviews of every outcome are under way. Not by how long they take,
 * which on a busy machine says little, but by what the JVM saw them do: no review, no parse, and no
 * wait that code of ours asked for.
 */
@Timeout(120)
final class EventLoopTest {
    private static final String LOOP = "vert.x-eventloop-thread";
    private static final String OURS = "io.driftseal.";
    private static final int REVIEWS = 40;
    private static final String[] WORK = {
        "io.driftseal.webhook.review.AdmissionPipeline::answer",
        "io.driftseal.workload.json.JsonReader::read",
        "io.driftseal.workload.CanonicalForm::of",
        "io.driftseal.decision.PolicyDecisionPoint::decide"
    };

    /** Held for a few lines of bookkeeping, in which nothing waits. */
    private static final Set<String> BOOKKEEPING =
            Set.of(Admittance.class.getName(), Connections.class.getName());

    @Test
    void noEventLoopReviewsOrWaits() throws Exception {
        LocalhostIdentity identity = LocalhostIdentity.create();
        ReviewBench bench = new ReviewBench();
        AdmissionListener listener =
                AdmissionListener.start(
                        new ListenerSettings(
                                "127.0.0.1", 0, 8, 4, 64, 64L << 20, Duration.ofSeconds(60)),
                        KeyManagers.of(identity.leaf()),
                        bench.pipeline(),
                        bench.metrics);
        List<RecordedEvent> events;
        List<Integer> statuses;
        try (Flight flight = Flight.of(WORK)) {
            statuses = new ArrayList<>(send(identity, listener.port(), HttpClient.Version.HTTP_2));
            statuses.addAll(send(identity, listener.port(), HttpClient.Version.HTTP_1_1));
            events = flight.land();
        } finally {
            listener.close();
        }

        assertThat(statuses).containsOnly(200, 400, 404);
        List<RecordedEvent> reviews =
                events.stream().filter(event -> isCallOf(event, "answer")).toList();
        assertThat(reviews).as("reviews that were seen").hasSizeGreaterThan(REVIEWS);
        assertThat(reviews)
                .allSatisfy(
                        event -> assertThat(event.getThread("eventThread").isVirtual()).isTrue());
        assertThat(wrongs(events)).isEmpty();
    }

    /** The test above can fail: a wait and a parse on a loop are seen. */
    @Test
    void aWaitAndAParseOnAnEventLoopAreSeen() throws Exception {
        Vertx vertx = Vertx.vertx();
        List<RecordedEvent> events;
        try (Flight flight = Flight.of(WORK)) {
            var done = new CompletableFuture<Void>();
            vertx.runOnContext(_ -> {
                try {
                    Thread.sleep(1);
                    ReviewBench.json("{}");
                    done.complete(null);
                } catch (InterruptedException e) {
                    done.completeExceptionally(e);
                }
            });
            done.get(60, TimeUnit.SECONDS);
            events = flight.land();
        } finally {
            vertx.close().await(60, TimeUnit.SECONDS);
        }

        assertThat(wrongs(events))
                .anySatisfy(wrong -> assertThat(wrong).startsWith("jdk.ThreadSleep"))
                .anySatisfy(wrong -> assertThat(wrong).startsWith("jdk.MethodTrace"));
    }

    /** Small and large, good and bad, of one namespace and its share. */
    private static List<Integer> send(
            LocalhostIdentity identity, int port, HttpClient.Version version) throws Exception {
        byte[] review =
                JsonWriter.write(
                        Review.create("jane", ReviewBench.object("deployment")).document());
        byte[] large =
                JsonWriter.write(
                        Review.create(
                                        "jane",
                                        ReviewBench.withMetadata(
                                                ReviewBench.object("deployment"),
                                                "annotations",
                                                "note",
                                                "x".repeat(2 << 20)))
                                .document());
        byte[] bad = "{".repeat(1000).getBytes(StandardCharsets.UTF_8);
        // An HTTP/1 connection ends with a refusal at the edge, and the client does not take that
        // well.
        String other = version == HttpClient.Version.HTTP_2 ? "/other" : "/stamp";
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(identity.trust()).version(version).build()) {
            List<CompletableFuture<HttpResponse<Void>>> answers = new ArrayList<>();
            for (int i = 0; i < REVIEWS / 2; i++) {
                answers.add(post(client, port, "/stamp", i % 8 == 0 ? large : review));
                answers.add(post(client, port, "/verify", review));
                answers.add(post(client, port, i % 2 == 0 ? "/stamp" : other, bad));
            }
            List<Integer> statuses = new ArrayList<>();
            for (CompletableFuture<HttpResponse<Void>> answer : answers) {
                statuses.add(answer.get(60, TimeUnit.SECONDS).statusCode());
            }
            return statuses;
        }
    }

    private static CompletableFuture<HttpResponse<Void>> post(
            HttpClient client, int port, String path, byte[] body) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.discarding());
    }

    /** What event loops did that they should not, in words. */
    private static List<String> wrongs(List<RecordedEvent> events) {
        return events.stream()
                .filter(event -> Flight.thread(event).startsWith(LOOP))
                .filter(event -> Flight.isCall(event) || isOurWait(event))
                .map(event ->
                        event.getEventType().getName()
                                + " on "
                                + Flight.thread(event)
                                + " by "
                                + Flight.stack(event).stream().limit(12).toList())
                .toList();
    }

    private static boolean isOurWait(RecordedEvent event) {
        List<String> stack = Flight.stack(event);
        // A class is loaded where it is first needed, once in the life of the process.
        if (stack.contains(ClassLoader.class.getName())) {
            return false;
        }
        return switch (event.getEventType().getName()) {
            case "jdk.ThreadPark", "jdk.ThreadSleep", "jdk.JavaMonitorWait" ->
                    stack.stream().anyMatch(name -> name.startsWith(OURS));
            case "jdk.JavaMonitorEnter" -> isOurMonitor(event.getValue("monitorClass"));
            default ->
                    stack.stream()
                            .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
                            .findFirst()
                            .filter(name -> name.startsWith(OURS))
                            .isPresent();
        };
    }

    private static boolean isOurMonitor(@Nullable RecordedClass monitor) {
        return monitor != null
                && monitor.getName().startsWith(OURS)
                && !BOOKKEEPING.contains(monitor.getName());
    }

    private static boolean isCallOf(RecordedEvent event, String method) {
        return Flight.isCall(event)
                && event.getValue("method") instanceof jdk.jfr.consumer.RecordedMethod called
                && called.getName().equals(method);
    }
}
