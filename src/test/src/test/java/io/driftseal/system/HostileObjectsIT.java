package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.stamp.Verification;
import io.driftseal.system.cluster.AuditEvent;
import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.installation.CustomRootExample;
import io.driftseal.system.installation.Eventually;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects as large and as odd as the real API server takes them, in a namespace that enforces: each
 * gets a stamp that holds or a refusal in words, and what comes of it is told without harm.
 */
@Tag("by-hand") // objects of megabytes, forty seconds
class HostileObjectsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String STAMP = "stamp.driftseal.io/pod";
    private static final String POLICY = "driftseal.io/runtime-policy";

    /** Mentions, mark-up, a bell, an escape sequence, and text that reads from right to left. */
    private static final String TEXT = "<!channel> *x* \u202Egpj\u2069 \u0007 \u001B[2J ```";

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();

    /** Etcd takes 1.5 MiB, a request has 3: what is between them passes admission. */
    @Test
    void anObjectAsLargeAsItMayBeIsStamped() {
        String namespace = namespace();

        create(pod(namespace, "large").put("e", "x".repeat(1_300_000)).build()).require();

        assertStamped(namespace, "large");
        CommandResult larger =
                create(pod(namespace, "larger").put("e", "x".repeat(2_800_000)).build());
        assertThat(larger.succeeded()).isFalse();
        // The store says so, or the API server's connection to it.
        assertThat(larger.stderr())
                .containsAnyOf("too large", "larger than max")
                .doesNotContain("driftseal");
        assertThat(driftseal.audit().refusal("pods", namespace, "larger").responseMessage())
                .doesNotContain("driftseal");
        assertStillAnswers(namespace);
    }

    @Test
    void manyAnnotationsAndContainersAreStampedLikeFew() {
        String namespace = namespace();
        ObjectNode annotated = pod(namespace, "annotated").build();
        ObjectNode annotations =
                annotated.withObjectProperty("metadata").withObjectProperty("annotations");
        IntStream.range(0, 10_000).forEach(i -> annotations.put("k" + i + ".example.org/n", "v"));
        create(annotated).require();
        assertStamped(namespace, "annotated");

        ObjectNode crowded = pod(namespace, "crowded").build();
        var containers = crowded.withObjectProperty("spec").withArrayProperty("containers");
        ObjectNode first = (ObjectNode) containers.get(0);
        IntStream.range(1, 1_000)
                .forEach(i -> containers.add(first.deepCopy().put("name", "c" + i)));
        create(crowded).require();
        assertStamped(namespace, "crowded");
        driftseal.findings().awaitVerdict(namespace, "crowded", "clean");
    }

    @Test
    void textsThatAreNotMeantToBeReadAreStampedAsTheyAre() {
        String namespace = namespace();
        ObjectNode pod = pod(namespace, "texts").put("BIDI", TEXT).build();
        pod.withObjectProperty("metadata")
                .withObjectProperty("annotations")
                .put("example.org/note", TEXT.repeat(500));
        // Written as the escape of half a pair, which no encoder of ours would write
        String json = pod.toString().replace("*x*", "\\ud800 \\u0000");

        kubectl.runWithInput(json, "create", "--validate=false", "-f", "-").require();

        assertStamped(namespace, "texts");
        driftseal.findings().awaitVerdict(namespace, "texts", "clean");
    }

    @Test
    void whatIsFoundIsToldWithoutHarmAndInBounds() {
        String namespace = namespace();
        create(pod(namespace, "victim").build()).require();
        driftseal.findings().awaitVerdict(namespace, "victim", "clean");

        driftseal.changeInEtcd(
                "pods",
                namespace,
                "victim",
                object -> {
                    ObjectNode container =
                            (ObjectNode) object.path("spec").path("containers").path(0);
                    container.put("image", TEXT.repeat(2_000));
                    container.withArrayProperty("args").add(TEXT);
                });

        driftseal.findings().await(namespace, "victim", "form-changed");
        String incident = driftseal.findings().awaitIncident(namespace, "victim");
        String slack =
                Eventually.get("the message", LIMIT, () -> driftseal.sinks().slackAbout(incident))
                        .payload()
                        .toString();
        assertThat(slack)
                .doesNotContain("<!channel>", "\u202E", "\u2069", "\\u0007", "\\u001B")
                .hasSizeLessThan(20_000);
        assertThat(
                        Eventually.get(
                                        "the page",
                                        LIMIT,
                                        () -> driftseal.sinks().pagerDutyAbout(incident))
                                .toString())
                .doesNotContain("\u202E", "\u0007", "\u001B")
                .hasSizeLessThan(100_000);
        assertThat(driftseal.sinks().violations()).isEmpty();
    }

    /** What stands where our stamp goes. */
    enum Before {
        GARBAGE,
        OVERSIZED,
        STAMP_OF_ANOTHER,
        STAMP_OF_ANOTHER_KIND
    }

    @ParameterizedTest
    @EnumSource
    void whatStandsInOurPlaceIsReplaced(Before before) {
        String namespace = namespace();
        create(pod(namespace, "genuine").build()).require();
        String genuine = annotation(namespace, "genuine", STAMP);
        ObjectNode pod = pod(namespace, "filled").build();
        ObjectNode metadata = pod.withObjectProperty("metadata");
        metadata.withObjectProperty("labels").put(POLICY, "forged");
        metadata.withObjectProperty("annotations")
                .put("stamp.driftseal.io/deployment", genuine)
                .put(
                        STAMP,
                        switch (before) {
                            case GARBAGE -> "{\"payload\":" + "[".repeat(500);
                            case OVERSIZED -> "x".repeat(200_000);
                            case STAMP_OF_ANOTHER -> genuine;
                            case STAMP_OF_ANOTHER_KIND -> genuine.replace("pod/", "deployment/");
                        });

        create(pod).require();

        assertStamped(namespace, "filled");
        ObjectNode stored = kubectl.get(namespace, "pod", "filled");
        assertThat(annotation(namespace, "filled", STAMP)).isNotEqualTo(genuine);
        assertThat(stored.path("metadata").path("annotations").size()).isEqualTo(1);
        assertThat(stored.path("metadata").path("labels").path(POLICY).asString())
                .isEqualTo("standard");
    }

    /** What a custom resource may hold where a pod template should be: its schema says nothing. */
    enum Template {
        TEXT(false, "\"a text\""),
        LIST(false, "[1, 2]"),
        SPEC_IS_A_TEXT(false, "{\"metadata\": {}, \"spec\": \"none\"}"),
        METADATA_IS_A_NUMBER(true, "{\"metadata\": 7, \"spec\": {\"containers\": []}}"),
        DEEP(false, "{\"spec\": " + "{\"a\": ".repeat(200) + "1" + "}".repeat(200) + "}"),
        CONTAINERS_ARE_TEXT(true, "{\"spec\": {\"containers\": \"app\"}}"),
        HUGE_NUMBER(true, "{\"spec\": {\"containers\": [{\"name\": \"a\", \"x\": 1e308}]}}");

        /** What holds a pod's spec is hashed as it is, whatever the API server would say of it. */
        private final boolean mayBeStamped;

        private final String json;

        Template(boolean mayBeStamped, String json) {
            this.mayBeStamped = mayBeStamped;
            this.json = json;
        }
    }

    @Test
    void aCustomRootWithAnOddTemplateIsStampedOrRefusedInWords() {
        String enforced = namespace();
        String observed = driftseal.namespace("observe", "standard");
        for (Template template : Template.values()) {
            String name = template.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');

            CommandResult answer = create(rollout(enforced, name, template.json));

            if (template.mayBeStamped && answer.succeeded()) {
                assertThat(
                                kubectl.get(enforced, "rollout", name)
                                        .path("metadata")
                                        .path("annotations")
                                        .has(
                                                "stamp.driftseal.io/rollout."
                                                        + CustomRootExample.GROUP))
                        .as(name)
                        .isTrue();
                driftseal.audit().success("create", "rollouts", enforced, name);
            } else {
                assertThat(answer.succeeded()).as(name).isFalse();
                assertThat(answer.stderr())
                        .as(name)
                        .containsAnyOf("driftseal", "denied the request");
                assertThat(driftseal.audit().refusal("rollouts", enforced, name).responseMessage())
                        .as(name)
                        .contains("driftseal.io");
            }
            create(rollout(observed, name, template.json)).require();
            driftseal.audit().success("create", "rollouts", observed, name);
        }
        // The scanner goes on
        assertStillAnswers(enforced);
        driftseal.findings().awaitVerdict(enforced, "still", "clean");
    }

    private static String rollout(String namespace, String name, String template) {
        return """
        {"apiVersion": "%s/v1alpha1", "kind": "Rollout",
         "metadata": {"name": "%s", "namespace": "%s"}, "spec": {"template": %s}}
        """
                .formatted(CustomRootExample.GROUP, name, namespace, template);
    }

    /** By the stored object's own stamp, and by the API server, which wrote down whose it is. */
    private void assertStamped(String namespace, String name) {
        ObjectNode stored = kubectl.get(namespace, "pod", name);
        assertThat(driftseal.stamps().verify(stored))
                .as(name)
                .isInstanceOf(Verification.Verified.class);
        AuditEvent created = driftseal.audit().success("create", "pods", namespace, name);
        assertThat(created.responseCode()).as(name).isEqualTo(201);
        assertThat(created.annotations().toString())
                .as(name)
                .contains(driftseal.stamps().of(stored).decisionId());
    }

    private void assertStillAnswers(String namespace) {
        create(pod(namespace, "still").build()).require();
        assertStamped(namespace, "still");
    }

    private String annotation(String namespace, String name, String key) {
        return kubectl.get(namespace, "pod", name)
                .path("metadata")
                .path("annotations")
                .path(key)
                .asString();
    }

    private CommandResult create(Object json) {
        return kubectl.runWithInput(json.toString(), "create", "--validate=false", "-f", "-");
    }

    private String namespace() {
        String namespace = driftseal.namespace("enforce", "standard");
        kubectl.apply(KindManifests.account(namespace)).require();
        return namespace;
    }

    private static PodText pod(String namespace, String name) {
        return new PodText(namespace, name, JSON.createObjectNode());
    }

    /** A pod that no node is found for: what is admitted is the matter, not what runs. */
    private record PodText(String namespace, String name, ObjectNode environment) {

        PodText put(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        ObjectNode build() {
            String variables =
                    environment.properties().stream()
                            .map(each ->
                                    "{\"name\": \"%s\", \"value\": %s}"
                                            .formatted(each.getKey(), each.getValue()))
                            .collect(Collectors.joining(","));
            return (ObjectNode)
                    JSON.readTree(
                            """
                            {"apiVersion": "v1", "kind": "Pod",
                             "metadata": {"name": "%s", "namespace": "%s", "labels": {"app": "%s"}},
                             "spec": {"serviceAccountName": "kinds", "schedulerName": "nobody",
                              "containers": [{"name": "app", "image": "driftseal.local/busybox:1",
                               "imagePullPolicy": "Never", "command": ["sleep", "3600"],
                               "securityContext": {"allowPrivilegeEscalation": false},
                               "env": [%s]}]}}
                            """
                                    .formatted(name, namespace, name, variables));
        }
    }
}
