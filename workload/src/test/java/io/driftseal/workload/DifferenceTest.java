package io.driftseal.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.workload.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DifferenceTest {

    private static final JsonObject POD =
            Fixtures.json(
                    """
                    {"apiVersion": "v1", "kind": "Pod",
                     "metadata": {"name": "a", "labels": {"app.kubernetes.io/name": "web", "tier": "front"}},
                     "spec": {
                       "containers": [
                         {"name": "app", "image": "web:1", "command": ["sh", "-c", "secret one"],
                          "env": [{"name": "TOKEN", "value": "secret"}, {"name": "MODE", "value": "a"}],
                          "ports": [{"containerPort": 80, "protocol": "TCP"}],
                          "securityContext": {"privileged": false, "capabilities": {"add": ["CHOWN", "KILL"]}},
                          "volumeMounts": [{"name": "data", "mountPath": "/data"}]},
                         {"name": "proxy", "image": "proxy:1"}],
                       "volumes": [{"name": "data", "emptyDir": {}}],
                       "tolerations": [{"key": "a", "operator": "Exists"}]}}\
                    """);

    static Stream<Arguments> sentences() {
        return Stream.of(
                Arguments.of(
                        set("spec/containers/0/image", "\"web:2\""),
                        "spec.containers[name=app].image changed from web:1 to web:2"),
                Arguments.of(
                        set("spec/containers/0/securityContext/privileged", "true"),
                        "spec.containers[name=app].securityContext.privileged changed from false to true"),
                Arguments.of(
                        set("spec/containers/1/securityContext", "{\"privileged\":true}"),
                        "spec.containers[name=proxy].securityContext.privileged added: true"),
                Arguments.of(
                        set(
                                "spec/containers/1/securityContext",
                                "{\"capabilities\":{\"add\":[\"SYS_ADMIN\"]}}"),
                        "spec.containers[name=proxy].securityContext.capabilities.add added: SYS_ADMIN"),
                Arguments.of(
                        set(
                                "spec/containers/0/securityContext/capabilities/add",
                                "[\"CHOWN\",\"SYS_ADMIN\",\"KILL\"]"),
                        "spec.containers[name=app].securityContext.capabilities.add added: SYS_ADMIN"),
                Arguments.of(
                        set("spec/containers/0/securityContext/capabilities/add", "[\"KILL\"]"),
                        "spec.containers[name=app].securityContext.capabilities.add removed, was CHOWN"),
                Arguments.of(
                        set(
                                "spec/ephemeralContainers",
                                "[{\"name\":\"debug\",\"image\":\"busybox\",\"stdin\":true,\"securityContext\":{\"privileged\":true}}]"),
                        "spec.ephemeralContainers[name=debug] added: image busybox, securityContext.privileged true, stdin true"),
                Arguments.of(
                        JsonEdits.append(
                                POD,
                                "spec/volumes",
                                "{\"name\":\"host\",\"hostPath\":{\"path\":\"/\",\"type\":\"\"}}"),
                        "spec.volumes[name=host] added: hostPath.path /, hostPath.type \"\""),
                Arguments.of(
                        JsonEdits.append(
                                POD,
                                "spec/containers/1/volumeMounts",
                                "{\"name\":\"data\",\"mountPath\":\"/x\"}"),
                        "spec.containers[name=proxy].volumeMounts[mountPath=/x] added: name data"),
                Arguments.of(
                        JsonEdits.append(POD, "spec/tolerations", "{\"operator\":\"Exists\"}"),
                        "spec.tolerations added: operator Exists"),
                Arguments.of(
                        set("spec/containers/0/ports/0/hostPort", "80"),
                        "spec.containers[name=app].ports[containerPort=80,protocol=TCP].hostPort added: 80"),
                Arguments.of(
                        labelled("app.kubernetes.io/name", "db"),
                        "metadata.labels[app.kubernetes.io/name] changed from web to db"),
                Arguments.of(
                        JsonEdits.remove(POD, "metadata/labels/tier"),
                        "metadata.labels.tier removed, was front"),
                Arguments.of(set("spec/hostNetwork", "true"), "spec.hostNetwork added: true"),
                Arguments.of(
                        set("spec/containers/0/image", "\"evil\\u001b[2K\\u202e\\nimage\""),
                        "spec.containers[name=app].image changed from web:1 to evil\\u001b[2K\\u202e\\u000aimage"));
    }

    private static JsonObject set(String path, String json) {
        return JsonEdits.set(POD, path, json);
    }

    private static JsonObject labelled(String name, String value) {
        JsonObject metadata = POD.object("metadata");
        return POD.with(
                "metadata", metadata.with("labels", metadata.object("labels").with(name, value)));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("sentences")
    void says_one_change_in_one_sentence(JsonObject changed, String sentence) {
        // Given a pod with one change, when the forms are compared, then one sentence says it
        assertThat(between(POD, changed).sentences(10)).containsExactly(sentence);
    }

    @Test
    void names_secret_values_by_their_place_only() {
        // Given a pod whose token and command changed
        JsonObject changed =
                JsonEdits.set(
                        set("spec/containers/0/env/0/value", "\"another secret\""),
                        "spec/containers/0/command/2",
                        "\"secret two\"");

        // When the forms are compared, then the places are named and the values are digests
        assertThat(between(POD, changed).sentences(10))
                .hasSize(2)
                .allSatisfy(sentence ->
                        assertThat(sentence)
                                .matches(
                                        "spec\\.containers\\[name=app]\\.(command\\[2]|env\\[name=TOKEN]\\.value)"
                                                + " changed from sha256:[0-9a-f]{12} to sha256:[0-9a-f]{12}"));
    }

    @Test
    void says_that_only_the_order_changed() {
        // Given a pod whose environment is in another order, which $(NAME) makes matter
        JsonObject changed =
                set(
                        "spec/containers/0/env",
                        "[{\"name\":\"MODE\",\"value\":\"a\"},{\"name\":\"TOKEN\",\"value\":\"secret\"}]");

        // When the forms are compared, then the order is the change
        assertThat(between(POD, changed).sentences(10))
                .containsExactly(
                        "spec.containers[name=app].env changed from order name=TOKEN name=MODE"
                                + " to order name=MODE name=TOKEN");
    }

    @Test
    void matches_items_by_name_though_all_moved() {
        // Given a pod with a container put before the others
        JsonObject changed =
                JsonEdits.set(
                        POD,
                        "spec/containers",
                        "[{\"name\":\"first\",\"image\":\"evil\"},"
                                + POD.array("spec", "containers").get(0)
                                + ","
                                + POD.array("spec", "containers").get(1)
                                + "]");

        // When the forms are compared, then only the new one is named
        assertThat(between(POD, changed).sentences(10))
                .containsExactly("spec.containers[name=first] added: image evil");
    }

    @Test
    void falls_back_to_positions_where_names_repeat() {
        // Given an environment that sets one name twice, which Kubernetes allows
        JsonObject before =
                set(
                        "spec/containers/0/env",
                        "[{\"name\":\"A\",\"value\":\"1\"},{\"name\":\"A\",\"value\":\"2\"}]");
        JsonObject after = JsonEdits.set(before, "spec/containers/0/env/1/value", "\"3\"");

        // When the forms are compared, then the second is named by its position
        assertThat(between(before, after).changes())
                .extracting(FieldChange::path)
                .containsExactly("spec.containers[name=app].env[1].value");
    }

    @Test
    void finds_nothing_between_equal_forms() {
        // Given one pod twice, when compared, then there is no change
        assertThat(between(POD, POD).isEmpty()).isTrue();
    }

    @Test
    void compares_forms_of_different_kinds_without_failing() {
        // Given forms of a pod and of a Deployment, when compared, then the kind is among the
        // changes
        Difference difference =
                Difference.between(
                        CanonicalForm.of(Fixtures.real("web-pod")).redacted(),
                        CanonicalForm.of(Fixtures.real("web-deployment")).redacted());
        assertThat(difference.sentences(3)).contains("kind changed from Pod to Deployment");
    }

    @Test
    void is_bounded() {
        // Given a pod with 500 new labels, one of them very long
        var labels = JsonObject.builder();
        for (int i = 0; i < 500; i++) {
            labels.put("n" + i, "x".repeat(5000));
        }
        JsonObject changed =
                POD.with("metadata", POD.object("metadata").with("labels", labels.build()));

        // When compared, then changes, sentences and their lengths are bounded
        Difference difference = between(POD, changed);
        assertThat(difference.changes()).hasSize(Difference.MAXIMUM_CHANGES + 1);
        List<String> sentences = difference.sentences(3);
        assertThat(sentences).hasSize(4).last().isEqualTo("and 198 more");
        assertThat(sentences).allSatisfy(sentence -> assertThat(sentence).hasSizeLessThan(400));
        assertThatThrownBy(() -> difference.sentences(0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Difference between(JsonObject before, JsonObject after) {
        return Difference.between(
                CanonicalForm.of(Fixtures.workload(before)).redacted(),
                CanonicalForm.of(Fixtures.workload(after)).redacted());
    }
}
