package io.driftseal.webhook;

import static io.driftseal.webhook.ReviewBench.DEPLOYMENT_CONTROLLER;
import static io.driftseal.webhook.ReviewBench.object;
import static io.driftseal.webhook.ReviewBench.withImage;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.ResourceType;
import io.driftseal.webhook.access.DoorRequests;
import io.driftseal.webhook.review.AdmissionReviewReader;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * However a review ends: its bytes are parsed once, and policy is asked as often as the table says,
 * which is never more than once. (A door that a grant opens asks twice, {@code AccessGrantsTest}.)
 * What else is parsed are signed documents that an object carries.
 */
final class OncePerReviewTest {
    private static final String SIGNED_DOCUMENTS = "io.driftseal.stamp.";
    private static final String READER = JsonReader.class.getName();

    /** One review, and what it may cost. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Case(
            String name, ReviewBench bench, String path, byte[] review, int evaluations) {

        static Case of(
                String name, ReviewBench bench, String path, JsonObject review, int evaluations) {
            return new Case(name, bench, path, JsonWriter.write(review), evaluations);
        }
    }

    @TestFactory
    Stream<DynamicTest> reviews() throws Exception {
        // Our own declarations are read by whoever needs them first, once in a process.
        Case first = child("the first");
        first.bench().pipeline().answer(first.path(), first.review());
        List<Case> cases = cases();
        List<Integer> asked = new ArrayList<>();
        List<RecordedEvent> events;
        try (Flight flight = Flight.of(READER + "::read")) {
            for (Case one : cases) {
                int before = one.bench().policy.questions().size();
                // By its name the thread says whose calls these are.
                Thread thread =
                        Thread.ofPlatform()
                                .name(one.name())
                                .start(() ->
                                        one.bench().pipeline().answer(one.path(), one.review()));
                thread.join();
                asked.add(one.bench().policy.questions().size() - before);
            }
            events = flight.land();
        }
        return Stream.iterate(0, i -> i < cases.size(), i -> i + 1)
                .map(i ->
                        DynamicTest.dynamicTest(
                                cases.get(i).name(),
                                () -> {
                                    assertThat(asked.get(i))
                                            .as("evaluations")
                                            .isEqualTo(cases.get(i).evaluations());
                                    assertParsedOnce(events, cases.get(i).name());
                                }));
    }

    private static void assertParsedOnce(List<RecordedEvent> events, String thread) {
        List<String> parsers =
                events.stream()
                        .filter(Flight::isCall)
                        .filter(event -> Flight.thread(event).equals(thread))
                        .map(OncePerReviewTest::parser)
                        .filter(parser -> !parser.startsWith(SIGNED_DOCUMENTS))
                        .toList();
        assertThat(parsers).containsExactly(AdmissionReviewReader.class.getName());
    }

    /** Who called the reader. */
    private static String parser(RecordedEvent event) {
        return Flight.stack(event).stream()
                .filter(name -> !name.equals(READER))
                .findFirst()
                .orElse("nobody");
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        JsonObject deployment = object("deployment");
        cases.add(create("a root is stamped", new ReviewBench(), "/stamp", deployment, 1));
        cases.add(
                create("a root is refused", new ReviewBench().refuses(), "/stamp", deployment, 1));
        cases.add(create("no stamp is verified", new ReviewBench(), "/verify", deployment, 0));
        ReviewBench bench = new ReviewBench();
        JsonObject stamped =
                bench.patched(deployment, bench.send("/stamp", Review.create("alice", deployment)));
        cases.add(create("a stamp is verified", bench, "/verify", stamped, 0));
        cases.add(update("a template changes", "/stamp", withImage(deployment, "shop:2"), 1));
        cases.add(update("a scale changes, stamping", "/stamp", scaled(deployment), 0));
        cases.add(update("a scale changes, verifying", "/verify", scaled(deployment), 0));
        cases.add(child("a child is stamped"));
        cases.add(access("a door opens", new ReviewBench().opensDoors()));
        cases.add(access("a door stays shut", new ReviewBench().shutsDoors()));
        cases.add(debug("a debug container is added"));
        cases.add(
                create(
                        "a namespace is exempt",
                        new ReviewBench(),
                        "/stamp",
                        deployment.with(
                                "metadata",
                                deployment.object("metadata").with("namespace", "kube-system")),
                        0));
        return cases;
    }

    private static Case create(
            String name, ReviewBench bench, String path, JsonObject object, int evaluations) {
        return Case.of(name, bench, path, Review.create("alice", object).document(), evaluations);
    }

    /** Of a Deployment that was stamped. */
    private static Case update(String name, String path, JsonObject change, int evaluations) {
        ReviewBench bench = new ReviewBench();
        JsonObject stored = bench.create("alice", object("deployment"));
        JsonObject changed =
                change.with(
                        "metadata",
                        change.object("metadata")
                                .with("annotations", stored.object("metadata", "annotations"))
                                .with("labels", stored.object("metadata", "labels")));
        return Case.of(
                name, bench, path, Review.update("alice", stored, changed).document(), evaluations);
    }

    private static JsonObject scaled(JsonObject deployment) {
        return deployment.with("spec", deployment.object("spec").with("replicas", JsonValue.of(7)));
    }

    private static Case child(String name) {
        ReviewBench bench = new ReviewBench();
        bench.create("alice", object("deployment"));
        return Case.of(
                name,
                bench,
                "/stamp",
                Review.create(DEPLOYMENT_CONTROLLER, object("replicaset")).document(),
                0); // its owner's decision is its own
    }

    private static Case access(String name, ReviewBench bench) {
        bench.cluster.put(ResourceType.PODS, object("pod"));
        return Case.of(
                name,
                bench,
                "/access",
                DoorRequests.exec("alice", DoorRequests.POD, "app", "[\"id\"]"),
                1);
    }

    private static Case debug(String name) {
        ReviewBench bench = new ReviewBench().opensDoors();
        JsonObject pod = object("pod");
        JsonObject debugged =
                pod.with(
                        "spec",
                        pod.object("spec")
                                .with(
                                        "ephemeralContainers",
                                        JsonArray.of(
                                                ReviewBench.json(
                                                        "{\"name\":\"debug\",\"image\":\"x:1\"}"))));
        return Case.of(
                name,
                bench,
                "/verify",
                Review.update("alice", pod, debugged).on("ephemeralcontainers").document(),
                1);
    }
}
