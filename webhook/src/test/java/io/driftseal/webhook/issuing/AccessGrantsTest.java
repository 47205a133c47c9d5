package io.driftseal.webhook.issuing;

import static io.driftseal.webhook.ReviewBench.json;
import static io.driftseal.webhook.ReviewBench.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.Cause;
import io.driftseal.decision.Door;
import io.driftseal.decision.EntryPoint;
import io.driftseal.evidence.DecisionRecord;
import io.driftseal.evidence.DecisionRecord.Outcome;
import io.driftseal.evidence.DecisionRecord.Point;
import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.stamp.SignedGrant;
import io.driftseal.stamp.SigningKey;
import io.driftseal.stamp.Validity;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.webhook.Answer;
import io.driftseal.webhook.Review;
import io.driftseal.webhook.ReviewBench;
import io.driftseal.webhook.access.DoorRequests;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonString;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A grant from its request to its last use, and everything that it must not open. */
final class AccessGrantsTest {
    private static final String SPEC =
            """
            {"door": "exec", "name": "web-7c98f7f569-2l9g8", "container": "app",
             "command": ["psql", "-c", "*"], "reason": "INC-1: look at locks",
             "lifetimeSeconds": 600, "uses": 2}
            """;
    private static final String COMMAND = "[\"psql\", \"-c\", \"select 1\"]";
    private static final ObjectKey KEY = ObjectKey.namespaced("shop", "locks");

    private final ReviewBench bench = new ReviewBench();

    @BeforeEach
    void restricted() {
        bench.cluster.put(ResourceType.PODS, object("pod"));
        JsonObject yes = json("{\"granted\": true, \"warnings\": [], \"reasons\": []}");
        JsonObject no =
                json(
                        """
                        {"granted": false, "warnings": [], "reasons": [
                         {"code": "grant-needed", "message": "Ask for a grant.", "field": ""}]}
                        """);
        bench.policy.answer(
                EntryPoint.ACCESS,
                input -> Optional.of(input.object("grant").isEmpty() ? no : yes));
        bench.policy.answer(EntryPoint.GRANT, input -> Optional.of(yes));
    }

    private static JsonObject request(String user, JsonObject grant) {
        return json(
                """
                {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
                  "uid": "1df28fbd-5f5f-11e8-bc74-36e6bb280816",
                  "resource": {"group": "driftseal.io", "version": "v1", "resource": "accessgrants"},
                  "name": "%s", "namespace": "%s", "operation": "CREATE",
                  "userInfo": {"username": "%s", "groups": []}, "object": %s, "dryRun": false}}
                """
                        .formatted(
                                grant.string("metadata", "name").orElse(""),
                                grant.string("metadata", "namespace").orElse(""),
                                user,
                                grant));
    }

    private static JsonObject grant(String spec) {
        return json(
                """
                {"apiVersion": "driftseal.io/v1", "kind": "AccessGrant",
                 "metadata": {"name": "locks", "namespace": "shop"}, "spec": %s}
                """
                        .formatted(spec));
    }

    private Answer ask(JsonObject grant) {
        return bench.send("/grant", request("alice", grant));
    }

    /** As the API server stores it once it is issued. */
    private JsonObject issued(String spec) {
        JsonObject grant = grant(spec);
        Answer answer = ask(grant);
        assertThat(answer.allowed()).as(answer.message()).isTrue();
        String envelope =
                answer.patch().orElseThrow().items().stream()
                        .map(JsonObject.class::cast)
                        .flatMap(operation ->
                                operation.string("value", SignedGrant.ANNOTATION).stream())
                        .findFirst()
                        .orElseThrow();
        return bench.cluster.put(ResourceType.ACCESS_GRANTS, carrying(grant, envelope));
    }

    private static JsonObject carrying(JsonObject grant, String envelope) {
        return grant.with(
                "metadata",
                grant.object("metadata")
                        .with(
                                "annotations",
                                JsonObject.of(SignedGrant.ANNOTATION, new JsonString(envelope))));
    }

    private static String envelope(JsonObject grant) {
        return grant.string("metadata", "annotations", SignedGrant.ANNOTATION).orElseThrow();
    }

    private Answer exec(String user, String command) {
        return bench.send("/access", DoorRequests.exec(user, DoorRequests.POD, "app", command));
    }

    private Answer exec() {
        return exec("alice", COMMAND);
    }

    @Test
    void opensItsDoorAsOftenAsItSaysAndIsShown() {
        JsonObject grant = issued(SPEC);
        String id = bench.records.getLast().decisionId();
        assertThat(bench.records.getLast().point()).isEqualTo(Point.GRANT);
        assertThat(bench.records.getLast().door().orElseThrow().detail())
                .isEqualTo("for alice, 600 s, 2 uses, because: INC-1: look at locks");

        Answer first = exec();
        Answer second = exec();
        Answer third = exec();

        assertThat(first.allowed()).isTrue();
        assertThat(first.response().string("auditAnnotations", "grant")).contains(id);
        assertThat(second.allowed()).isTrue();
        assertThat(third.allowed()).isFalse();
        assertThat(third.message()).contains("Grant locks does not open it: it is used up.");
        assertThat(bench.records.stream().filter(r -> r.outcome() == Outcome.ADMITTED))
                .filteredOn(r -> r.point() == Point.ACCESS)
                .hasSize(2)
                .allSatisfy(r -> assertThat(r.door().orElseThrow().grant()).isEqualTo(id));
        JsonObject stored = bench.cluster.get(ResourceType.ACCESS_GRANTS, KEY).orElseThrow();
        assertThat(stored.number("status", "used").orElseThrow().toString()).isEqualTo("2");
        assertThat(stored.string("status", "lastDecision").orElseThrow()).startsWith("dec-");
        assertThat(envelope(stored)).isEqualTo(envelope(grant));
    }

    /** Once whether it needs a grant, once whether this one is enough: by design, and no more. */
    @Test
    void policyIsAskedTwiceWhereAGrantOpensAndOnceWhereThereIsNone() {
        int before = bench.policy.questions().size();
        assertThat(exec().allowed()).isFalse();
        assertThat(bench.policy.questions()).hasSize(before + 1);

        issued(SPEC);
        before = bench.policy.questions().size();
        assertThat(exec().allowed()).isTrue();
        assertThat(bench.policy.questions()).hasSize(before + 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    another user        | bob   | web-7c98f7f569-2l9g8 | app     | ["psql","-c","x"]
                    another container   | alice | web-7c98f7f569-2l9g8 | sidecar | ["psql","-c","x"]
                    another program     | alice | web-7c98f7f569-2l9g8 | app     | ["sh","-c","x"]
                    another argument    | alice | web-7c98f7f569-2l9g8 | app     | ["psql","-f","x"]
                    an argument more    | alice | web-7c98f7f569-2l9g8 | app     | ["psql","-c","x","y"]
                    an argument less    | alice | web-7c98f7f569-2l9g8 | app     | ["psql","-c"]
                    another pod         | alice | other                | app     | ["psql","-c","x"]
                    """)
    void opensNothingElse(String what, String user, String pod, String container, String command) {
        bench.cluster.put(
                ResourceType.PODS,
                object("pod")
                        .with("metadata", json("{\"name\": \"other\", \"namespace\": \"shop\"}")));
        issued(SPEC);

        Answer answer = bench.send("/access", DoorRequests.exec(user, pod, container, command));

        assertThat(answer.allowed()).as(what).isFalse();
        assertThat(exec().allowed()).as("its own use").isTrue();
    }

    @Test
    void opensNoOtherDoorOfItsPod() {
        issued(SPEC);

        for (Door door : Door.values()) {
            boolean ofThePod =
                    door == Door.ATTACH || door == Door.PORT_FORWARD || door == Door.POD_PROXY;
            if (ofThePod) {
                assertThat(
                                bench.send("/access", DoorRequests.knock(door, DoorRequests.POD))
                                        .allowed())
                        .as(door.wireName())
                        .isFalse();
            }
        }
    }

    @Test
    void opensNoPodThatTookThePlaceOfItsOwn() {
        issued(SPEC);
        JsonObject pod = object("pod");
        bench.cluster.put(
                ResourceType.PODS,
                pod.with("metadata", pod.object("metadata").with("uid", "another-uid")));

        assertThat(exec().message()).contains("its pod was replaced by another of the same name");
    }

    @Test
    void ends() {
        issued(SPEC);

        assertThat(bench.later(Duration.ofSeconds(601)).send("/access", execRequest()).message())
                .contains("it has expired");
    }

    @Test
    void isNotValidBeforeItsTime() {
        issued(SPEC);

        assertThat(bench.later(Duration.ofMinutes(-1)).send("/access", execRequest()).message())
                .contains("it is not valid yet");
    }

    private static JsonObject execRequest() {
        return DoorRequests.exec("alice", DoorRequests.POD, "app", COMMAND);
    }

    @Test
    void endsWhenItIsTakenAway() {
        issued(SPEC);
        bench.cluster.remove(ResourceType.ACCESS_GRANTS, KEY);

        assertThat(exec().allowed()).isFalse();
    }

    @Test
    void isBelievedByItsSignatureAlone() {
        JsonObject grant = issued(SPEC);
        var stranger =
                SigningKey.generate(
                        new SecureRandom(),
                        new Validity(
                                Instant.parse("2026-01-01T00:00:00Z"),
                                Instant.parse("2027-01-01T00:00:00Z")));
        String forged =
                SignedGrant.sign(SignedGrant.unverified(envelope(grant)).orElseThrow(), stranger);

        refuses(grant, envelope -> forged, "its key is not known");
        refuses(grant, envelope -> "{}", "its envelope is malformed");
        refuses(
                grant,
                envelope -> {
                    int i = envelope.indexOf("\"payload\":\"") + 200;
                    char changed = envelope.charAt(i) == 'A' ? 'B' : 'A';
                    return envelope.substring(0, i) + changed + envelope.substring(i + 1);
                },
                "its signature is wrong");
    }

    private void refuses(JsonObject grant, UnaryOperator<String> change, String why) {
        bench.cluster.put(
                ResourceType.ACCESS_GRANTS, carrying(grant, change.apply(envelope(grant))));
        Answer answer = bench.later(Duration.ofSeconds(6)).send("/access", execRequest());
        assertThat(answer.allowed()).as(why).isFalse();
        assertThat(answer.message()).contains(why);
    }

    @Test
    void isVoidOnAnyOtherObject() {
        JsonObject grant = issued(SPEC);
        bench.cluster.remove(ResourceType.ACCESS_GRANTS, KEY);
        bench.cluster.put(
                ResourceType.ACCESS_GRANTS,
                grant.with("metadata", grant.object("metadata").with("name", "copy")));

        assertThat(exec().message()).contains("Grant copy does not open it: it was copied");
    }

    @Test
    void theLastUseIsTakenOnce() {
        issued(SPEC.replace("\"uses\": 2", "\"uses\": 1"));
        bench.cluster.failNext(
                FakeKubernetesApi.Call.PATCH,
                KubernetesApiException.of(
                        new KubernetesApiException.Answer(
                                409, "Conflict", "somebody was faster", Optional.empty())));

        assertThat(exec().allowed()).as("looks again and finds it unused").isTrue();
        assertThat(exec().allowed()).isFalse();
    }

    @Test
    void aUseThatCannotBeCountedDoesNotOpen() {
        issued(SPEC);
        bench.cluster.failNext(
                FakeKubernetesApi.Call.PATCH, new KubernetesApiException.Unreachable("away", null));

        assertThat(exec().message()).contains("could not be counted");
    }

    @Test
    void aDebugContainerIsOpenedForTheImageThatTheGrantNames() {
        issued(
                """
                {"door": "ephemeral-container", "name": "web-7c98f7f569-2l9g8",
                 "image": "registry.example/tools:1", "command": ["sh"], "reason": "INC-1: look"}
                """);
        assertThat(bench.records.getLast().door().orElseThrow().detail())
                .contains("image registry.example/tools:1");

        Answer other = debug("registry.example/tools:2");
        Answer named = debug("registry.example/tools:1");

        assertThat(other.allowed()).isFalse();
        assertThat(other.message())
                .contains("Grant locks does not open it: it is for another image.");
        assertThat(named.allowed()).as(named.message()).isTrue();
    }

    private Answer debug(String image) {
        JsonObject pod = object("pod");
        JsonObject container =
                json("{\"name\": \"debug\", \"command\": [\"sh\"]}")
                        .with("image", new JsonString(image));
        JsonObject debugged =
                pod.with(
                        "spec",
                        pod.object("spec").with("ephemeralContainers", JsonArray.of(container)));
        return bench.send(
                "/verify", Review.update("alice", pod, debugged).on("ephemeralcontainers"));
    }

    @Test
    void whatTheRequestBringsOfOursIsReplaced() {
        JsonObject before = issued(SPEC);
        JsonObject again = before.with("status", json("{\"used\": -5}"));

        Answer answer = ask(again);

        assertThat(answer.patch().orElseThrow().toString())
                .contains("/status")
                .contains("remove")
                .doesNotContain(envelope(before));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"door": "window"}                                    | spec.door is no door
                    {"door": "exec", "name": "w"}                         | spec.command is what exec runs
                    {"door": "attach", "name": "w", "command": ["sh"]}    | spec.command is what exec runs
                    {"door": "exec", "name": "w", "command": ["*"]}       | names its program
                    {"door": "exec", "name": "w", "command": ["a","**","b"]} | ** stands at the end
                    {"door": "exec", "name": "w", "command": [3]}         | holds a non-text
                    {"door": "attach", "name": "w", "image": "a:1"}       | spec.image is that of a debug container
                    {"door": "ephemeral-container", "name": "w"}          | spec.image is that of a debug container
                    {"door": "attach", "name": "w", "port": "80"}         | spec.port belongs to proxies only
                    {"door": "eviction", "name": "w", "container": "a"}   | spec.container belongs to exec
                    {"door": "attach", "name": "w", "lifetimeSeconds": 0} | spec.lifetimeSeconds must be 1 to 28800
                    {"door": "attach", "name": "w", "lifetimeSeconds": 28801} | spec.lifetimeSeconds must be
                    {"door": "attach", "name": "w", "lifetimeSeconds": "x"} | spec.lifetimeSeconds must be
                    {"door": "attach", "name": "w", "uses": 101}          | spec.uses must be 1 to 100
                    {"door": "attach", "name": "nobody"}                  | There is no such object
                    {"door": "node-proxy", "name": "n1"}                  | belongs into namespace driftseal-system
                    {}                                                    | spec.door is no door
                    """)
    void requestsThatCannotBeMeantAreRefused(String spec, String message) {
        Answer answer = ask(grant(spec));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.allowed()).isFalse();
        assertThat(answer.message()).contains(message);
    }

    @Test
    void withoutAClearYesOfPolicyThereIsNoneInAnyMode() {
        bench.mode("shop", "observe");
        bench.policy.fail(EntryPoint.GRANT, Cause.ENGINE_DOWN);
        assertThat(ask(grant(SPEC)).allowed()).isFalse();

        bench.policy.answer(
                EntryPoint.GRANT,
                """
                {"granted":false,"warnings":[],"reasons":[
                 {"code":"grant-uses","message":"Ask for less.","field":"spec.uses"}]}
                """);
        assertThat(ask(grant(SPEC)).message()).startsWith("Ask for less. (decision dec-");
        assertThat(bench.records)
                .extracting(DecisionRecord::outcome)
                .containsExactly(Outcome.REFUSED, Outcome.REFUSED);
    }

    @Test
    void aGrantForANodeLiesInOurOwnNamespace() {
        JsonObject grant =
                json(
                        """
                        {"apiVersion": "driftseal.io/v1", "kind": "AccessGrant",
                         "metadata": {"name": "locks", "namespace": "driftseal-system"},
                         "spec": {"door": "node-proxy", "name": "n1", "reason": "INC-2: look at it"}}
                        """);
        Answer answer = bench.send("/grant", request("alice", grant));
        assertThat(answer.allowed()).as(answer.message()).isTrue();
        JsonObject operation = (JsonObject) answer.patch().orElseThrow().items().getLast();
        bench.cluster.put(
                ResourceType.ACCESS_GRANTS,
                carrying(grant, operation.string("value", SignedGrant.ANNOTATION).orElseThrow()));

        assertThat(bench.send("/access", DoorRequests.knock(Door.NODE_PROXY, "n1")).allowed())
                .isTrue();
        assertThat(bench.send("/access", DoorRequests.knock(Door.NODE_PROXY, "n2")).allowed())
                .isFalse();
    }

    @Test
    void aDoorThatIsOpenUsesNoGrant() {
        issued(SPEC);
        bench.policy.answer(EntryPoint.ACCESS, "{\"granted\":true,\"warnings\":[],\"reasons\":[]}");

        assertThat(exec().allowed()).isTrue();
        assertThat(bench.cluster.get(ResourceType.ACCESS_GRANTS, KEY).orElseThrow().has("status"))
                .isFalse();
    }
}
