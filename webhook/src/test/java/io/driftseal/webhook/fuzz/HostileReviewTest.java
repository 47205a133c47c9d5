package io.driftseal.webhook.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.driftseal.decision.Door;
import io.driftseal.webhook.Review;
import io.driftseal.webhook.ReviewBench;
import io.driftseal.webhook.access.DoorRequests;
import io.driftseal.webhook.review.ReviewAnswer;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One line for each way in which a review can be hostile, and what it is answered. */
final class HostileReviewTest {
    private static final List<String> PATHS = List.of("/stamp", "/verify", "/access", "/grant");

    private final ReviewBench bench = new ReviewBench();

    /** Text that is no AdmissionReview, or that two readers could understand differently. */
    enum Malformed {
        EMPTY(text -> ""),
        WHITE_SPACE(text -> "  \n"),
        NOT_AN_OBJECT(text -> "[]"),
        NULL(text -> "null"),
        CUT_OFF(text -> text.substring(0, text.length() / 2)),
        SECOND_DOCUMENT(text -> text + text),
        BYTE_ORDER_MARK(text -> "\uFEFF" + text),
        COMMENT(text -> "/* */" + text),
        SINGLE_QUOTES(text -> text.replace('"', '\'')),
        TRAILING_COMMA(text -> text.substring(0, text.length() - 1) + ",}"),
        DUPLICATE_MEMBER(text -> text.replaceFirst("\\{", "{\"kind\":\"AdmissionReview\",")),
        DUPLICATE_ESCAPED(
                text -> text.replaceFirst("\\{", "{\"k\\\\u0069nd\":\"AdmissionReview\",")),
        LONE_SURROGATE(text -> text.replaceFirst("\"CREATE\"", "\"\\\\ud800\"")),
        BARE_CONTROL(text -> text.replaceFirst("\"CREATE\"", "\"CRE\u0000ATE\"")),
        NOT_A_NUMBER(text -> member(text, "NaN")),
        LEADING_ZERO(text -> member(text, "01")),
        HUGE_EXPONENT(text -> member(text, "1e999999999")),
        LONG_WITHOUT_EXPONENT(text -> member(text, "4.9e-324")),
        HUGE_NUMBER(text -> member(text, "9".repeat(5_000))),
        DEEP_ARRAYS(text -> member(text, "[".repeat(500) + "]".repeat(500))),
        DEEP_OBJECTS(text -> member(text, "{\"a\":".repeat(500) + "1" + "}".repeat(500))),
        UNCLOSED_DEEP(text -> member(text, "[".repeat(100_000))),
        OLD_VERSION(text -> text.replace("admission.k8s.io/v1", "admission.k8s.io/v1beta1")),
        NEW_VERSION(text -> text.replace("admission.k8s.io/v1", "admission.k8s.io/v2")),
        OTHER_KIND(text -> text.replaceFirst("AdmissionReview", "admissionreview")),
        UNKNOWN_OPERATION(text -> text.replace("\"CREATE\"", "\"create\"")),
        NUMBER_AS_UID(text -> text.replaceFirst("\"uid\":\"[^\"]*\"", "\"uid\":1"));

        @SuppressWarnings("ImmutableEnumChecker") // functions without state
        private final UnaryOperator<String> change;

        Malformed(UnaryOperator<String> change) {
            this.change = change;
        }

        private static String member(String text, String value) {
            return text.replaceFirst("\\{", "{\"extra\":" + value + ",");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(20)
    void whatIsMalformedIsSaidToBeAndQuotesNothing(Malformed malformed) {
        String text =
                JsonWriter.writeString(Review.create("jane", ReviewBench.object("pod")).document());
        String changed = malformed.change.apply(text);
        assertThat(changed).isNotEqualTo(text);

        for (String path : PATHS) {
            ReviewAnswer answer =
                    bench.pipeline().answer(path, changed.getBytes(StandardCharsets.UTF_8));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(text(answer))
                    .contains("\"message\":\"malformed AdmissionReview: ")
                    .hasSizeLessThan(300);
        }
    }

    @Test
    @Timeout(20)
    void malformedUtf8IsRefused() {
        String text =
                JsonWriter.writeString(Review.create("jane", ReviewBench.object("pod")).document());
        int at = text.indexOf("jane");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (byte[] broken :
                List.of(
                        new byte[] {(byte) 0xC0, (byte) 0x80},
                        new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                        new byte[] {(byte) 0xFF})) {
            var changed = new ByteArrayOutputStream();
            changed.write(bytes, 0, at);
            changed.writeBytes(broken);
            changed.write(bytes, at, bytes.length - at);
            assertThat(bench.pipeline().answer("/stamp", changed.toByteArray()).status())
                    .isEqualTo(400);
        }
    }

    @Test
    @Timeout(60)
    void tenThousandContainersAreStampedAndVerifiedLikeOne() {
        JsonObject pod = withContainers(10_000);

        JsonObject stamped = bench.patched(pod, bench.send("/stamp", Review.create("jane", pod)));

        assertThat(bench.send("/verify", Review.create("jane", stamped)).allowed()).isTrue();
        JsonObject changed = ReviewBench.withImage(stamped, "evil.example/x:1");
        assertThat(bench.send("/verify", Review.create("jane", changed)).allowed()).isFalse();
    }

    @Test
    @Timeout(60)
    void threeMegabytesInOneFieldAreAnsweredAndMoreIsRefused() {
        JsonObject pod = bare(ReviewBench.object("pod"));
        JsonObject large =
                ReviewBench.withMetadata(pod, "annotations", "note", "x".repeat(3 << 20));
        assertThat(bench.send("/stamp", Review.create("jane", large)).status()).isEqualTo(200);

        JsonObject larger =
                ReviewBench.withMetadata(pod, "annotations", "note", "x".repeat(7 << 20));
        assertThat(bench.send("/stamp", Review.create("jane", larger)).status()).isEqualTo(400);
    }

    @Test
    @Timeout(60)
    void namesWithoutVisibleCharactersReachNoMessage() {
        bench.refuses();
        JsonObject pod =
                bare(ReviewBench.object("pod"))
                        .with(
                                "metadata",
                                JsonObject.builder()
                                        .put("name", "a\u202Eb\u0000c\n<!channel>")
                                        .put("namespace", "shop")
                                        .build());

        String answer = bench.send("/stamp", Review.create("jane\u0007", pod)).text();

        assertThat(answer).doesNotContain("\u202E", "\u0000", "\u0007");
    }

    /** Member of the object's metadata, value, and how the answer begins. */
    private static Stream<Arguments> namesThatAreNone() {
        String name = "field metadata.name is no name of Kubernetes; use ";
        return Stream.of(
                arguments("name", "x".repeat(254), "field metadata.name has more than 253"),
                arguments("name", "", "field metadata.name is missing; give the object a name"),
                arguments("name", "Web", name),
                arguments("name", "a\u0000b", name),
                arguments("name", "\u202Eexe.bew", name),
                arguments("name", "../../etc/passwd", name),
                arguments("generateName", "x".repeat(254), "field metadata.generateName has more"),
                arguments("generateName", "<!channel>", "field metadata.generateName is no name"),
                arguments("namespace", "x".repeat(64), "field metadata.namespace is not the"),
                arguments("namespace", "bank", "field metadata.namespace is not the namespace"),
                arguments("uid", "u".repeat(65), "field metadata.uid has more than 64 characters"));
    }

    @ParameterizedTest
    @MethodSource
    void namesThatAreNone(String member, String value, String expected) {
        JsonObject pod = bare(ReviewBench.object("pod"));
        JsonObject metadata = pod.object("metadata").with(member, new JsonString(value));
        if (value.isEmpty()) {
            metadata = metadata.without("generateName");
        }
        JsonObject review = Review.create("jane", pod).document();
        JsonObject request = review.object("request");
        byte[] changed =
                JsonWriter.write(
                        review.with(
                                "request", request.with("object", pod.with("metadata", metadata))));

        // The API server has its own words for it, once the mutating webhooks have answered.
        ReviewAnswer stamp = bench.pipeline().answer("/stamp", changed);
        assertThat(stamp.status()).isEqualTo(400);
        assertThat(text(stamp)).contains("\"message\":\"malformed AdmissionReview: " + expected);

        // What enforces refuses in words that whoever asked can read.
        ReviewAnswer verify = bench.pipeline().answer("/verify", changed);
        assertThat(verify.status()).isEqualTo(200);
        assertThat(text(verify))
                .contains("\"allowed\":false", "driftseal cannot read this: " + expected);

        bench.mode("shop", "observe");
        assertThat(bench.pipeline().answer("/verify", changed).status()).isEqualTo(400);
        assertThat(bench.records).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"metadata\":7,\"spec\":{}} | needs an object in field spec.template.metadata",
                "{\"metadata\":{\"labels\":7},\"spec\":{}} | spec.template.metadata.labels is not",
                "{\"spec\":{\"containers\":{}}} | needs a list of objects in field spec.template.spec",
            })
    void templatesThatAreNoneAreNotAdmittedWhereModeEnforces(String template, String expected)
            throws Exception {
        JsonObject deployment = ReviewBench.object("deployment");
        JsonObject odd =
                deployment.with(
                        "spec",
                        deployment
                                .object("spec")
                                .with(
                                        "template",
                                        JsonReader.readObject(
                                                template.getBytes(StandardCharsets.UTF_8),
                                                JsonLimits.kubernetesObject())));
        byte[] review = JsonWriter.write(Review.create("jane", odd).document());

        assertThat(bench.pipeline().answer("/stamp", review).status()).isEqualTo(400);
        assertThat(text(bench.pipeline().answer("/verify", review)))
                .contains("\"allowed\":false", "driftseal cannot read this: " + expected);
        assertThat(bench.records).isEmpty();
    }

    @Test
    void namesAtDoorsAreBounded() {
        bench.opensDoors();
        JsonObject exec = DoorRequests.exec("jane", DoorRequests.POD, "c".repeat(254), "[\"id\"]");

        assertThat(bench.send("/access", exec).text())
                .contains("\"allowed\":false", "field container has more than 253 characters");
        JsonObject node =
                DoorRequests.knock(Door.NODE_PROXY, "https:" + "n".repeat(254) + ":10250");
        assertThat(bench.send("/access", node).text())
                .contains("\"allowed\":false", "field request.name has more than 253 characters");
        JsonObject token =
                DoorRequests.request(
                        Door.TOKEN_REQUEST,
                        "web",
                        "jane",
                        """
                        {"spec": {"expirationSeconds": 600,
                         "boundObjectRef": {"kind": "Pod", "name": " "}}}
                        """);
        assertThat(bench.send("/access", token).text())
                .contains("\"allowed\":false", "field spec.boundObjectRef.name is blank");
        JsonObject far = DoorRequests.knock(Door.NODE_PROXY, "n".repeat(300));
        assertThat(bench.send("/access", far).status()).isEqualTo(400);
    }

    private static String text(ReviewAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static JsonObject bare(JsonObject pod) {
        return pod.with("metadata", pod.object("metadata").without("ownerReferences"));
    }

    private static JsonObject withContainers(int count) {
        JsonObject pod = bare(ReviewBench.object("pod"));
        JsonObject spec = pod.object("spec");
        JsonObject container = spec.objects("containers").getFirst();
        List<JsonValue> containers =
                java.util.stream.IntStream.range(0, count)
                        .<JsonValue>mapToObj(i ->
                                JsonObject.builder()
                                        .put("name", "c" + i)
                                        .put("image", new JsonString("registry.example/c:" + i))
                                        .put("securityContext", container.object("securityContext"))
                                        .build())
                        .toList();
        return pod.with(
                "spec",
                spec.with("containers", new JsonArray(Collections.unmodifiableList(containers))));
    }
}
