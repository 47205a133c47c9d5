package io.driftseal.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.workload.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WorkloadTest {

    private static final CustomKind ROLLOUT =
            new CustomKind(
                    "example.io",
                    "v1",
                    "Rollout",
                    "rollouts",
                    List.of("spec", "template"),
                    BuiltInKind.REPLICA_SET,
                    Optional.empty());

    static Stream<Arguments> notWorkloads() {
        return Stream.of(
                Arguments.of("{}", "not those of a supported workload"),
                Arguments.of(
                        "{'apiVersion':'v1','kind':'Service','metadata':{},'spec':{}}",
                        "'Service'"),
                Arguments.of(
                        "{'apiVersion':'apps/v1','kind':'Pod','metadata':{},'spec':{}}",
                        "'apps/v1'"),
                Arguments.of("{'apiVersion':'v1','kind':'Pod','spec':{}}", "metadata"),
                Arguments.of(
                        "{'apiVersion':'v1','kind':'Pod','metadata':[],'spec':{}}", "metadata"),
                Arguments.of("{'apiVersion':'v1','kind':'Pod','metadata':{}}", "spec"),
                Arguments.of("{'apiVersion':'v1','kind':'Pod','metadata':{},'spec':null}", "spec"),
                Arguments.of(
                        "{'apiVersion':'v1','kind':'Pod','metadata':{'labels':['a']},'spec':{}}",
                        "metadata.labels"),
                Arguments.of(
                        "{'apiVersion':'v1','kind':'Pod','metadata':{'labels':{'a':1}},'spec':{}}",
                        "metadata.labels"),
                Arguments.of(
                        "{'apiVersion':'v1','kind':'Pod','metadata':{'annotations':{'a':{}}},'spec':{}}",
                        "metadata.annotations"),
                Arguments.of(
                        "{'apiVersion':'v1','kind':'Pod','metadata':{'ownerReferences':['a']},'spec':{}}",
                        "metadata.ownerReferences"),
                Arguments.of(
                        "{'apiVersion':'v1','kind':'Pod','metadata':{'ownerReferences':[{'kind':'Node'}]},'spec':{}}",
                        "metadata.ownerReferences"),
                Arguments.of(
                        "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{},'spec':{}}",
                        "template"),
                Arguments.of(
                        "{'apiVersion':'apps/v1','kind':'ReplicaSet','metadata':{},'spec':{'template':{}}}",
                        "spec"),
                Arguments.of("{'apiVersion':'v1\\u001b[31m','kind':'Pod'}", "v1\\u001b[31m"));
    }

    @ParameterizedTest
    @MethodSource("notWorkloads")
    void refuses_what_it_cannot_judge(String json, String named) {
        // Given an object that is no workload, when it is taken as one, then it is refused by field
        assertThatThrownBy(() -> Workload.of(Fixtures.json(json.replace('\'', '"'))))
                .isInstanceOf(UnsupportedWorkloadException.class)
                .hasMessageContaining(named);
    }

    static Stream<Arguments> templatesOfAnotherShape() {
        return Stream.of(
                Arguments.of("7", "{}", "needs an object in field spec.template.metadata"),
                Arguments.of("'a'", "{}", "needs an object in field spec.template.metadata"),
                Arguments.of("[{}]", "{}", "needs an object in field spec.template.metadata"),
                Arguments.of("{'labels':7}", "{}", "spec.template.metadata.labels is not an"),
                Arguments.of("{'labels':{'a':1}}", "{}", "spec.template.metadata.labels holds"),
                Arguments.of(
                        "{'annotations':{'a':[]}}", "{}", "spec.template.metadata.annotations"),
                Arguments.of("{}", "7", "needs an object in field spec.template.spec"),
                Arguments.of(
                        "{}",
                        "{'containers':{'a':{}}}",
                        "needs a list of objects in field spec.template.spec.containers"),
                Arguments.of(
                        "{}",
                        "{'initContainers':['a']}",
                        "needs a list of objects in field spec.template.spec.initContainers"),
                Arguments.of(
                        "{}",
                        "{'containers':[null]}",
                        "needs a list of objects in field spec.template.spec.containers"),
                Arguments.of(
                        "{}",
                        "{'volumes':7}",
                        "needs a list of objects in field spec.template.spec.volumes"));
    }

    private static JsonObject rollout(String metadata, String spec) {
        return Fixtures.json(
                """
                {'apiVersion':'example.io/v1','kind':'Rollout','metadata':{},
                 'spec':{'template':{'metadata':%s,'spec':%s}}}
                """
                        .formatted(metadata, spec)
                        .replace('\'', '"'));
    }

    @ParameterizedTest
    @MethodSource("templatesOfAnotherShape")
    void refuses_a_template_that_no_controller_could_read(
            String metadata, String spec, String named) {
        // Given a custom object, whose schema need not say what a template is
        assertThatThrownBy(() -> Workload.of(ROLLOUT, rollout(metadata, spec)))
                .isInstanceOf(UnsupportedWorkloadException.class)
                .hasMessageContaining(named);
    }

    @Test
    void takes_a_template_that_leaves_out_what_may_be_left_out()
            throws UnsupportedWorkloadException {
        for (String metadata : List.of("null", "{}", "{'labels':null}", "{'labels':{'a':'b'}}")) {
            assertThat(Workload.of(ROLLOUT, rollout(metadata, "{'volumes':null}")).images())
                    .isEmpty();
        }
    }

    @Test
    void takes_an_item_of_a_list_without_its_kind() throws UnsupportedWorkloadException {
        // Given a pod as it stands in a list
        var tree = Fixtures.real("bare-pod").tree().without("apiVersion").without("kind");

        // When it is taken as a pod, then its form is that of the pod read by itself
        Workload pod = Workload.of(BuiltInKind.POD, tree);
        assertThat(CanonicalForm.of(pod).hash())
                .isEqualTo(CanonicalForm.of(Fixtures.real("bare-pod")).hash());
    }

    @Test
    void knows_what_is_going_and_what_mirrors_a_static_pod() {
        // Given a terminating mirror pod with a generated name still to come
        Workload pod =
                Fixtures.workload(
                        """
                        {"apiVersion": "v1", "kind": "Pod",
                         "metadata": {"name": "", "generateName": "web-", "deletionTimestamp": "2026-11-23T21:39:00Z",
                                      "annotations": {"kubernetes.io/config.mirror": "1"}},
                         "spec": {"containers": [{"name": "a", "image": "one"}],
                                  "volumes": [{"name": "m", "image": {"reference": "two"}}]}}\
                        """);

        // When it is asked, then it says so
        assertThat(pod.isTerminating()).isTrue();
        assertThat(pod.isMirrorPod()).isTrue();
        assertThat(pod.name()).isEmpty();
        assertThat(pod.generateName()).contains("web-");
        assertThat(pod.serviceAccount()).isEqualTo("default");
        assertThat(pod.images()).containsExactly("one", "two");
        assertThat(pod.podTemplate()).isEmpty();
    }

    @Test
    void finds_the_template_by_the_kinds_path() {
        // Given a Deployment, when asked for its template, then metadata and spec of its pods
        // answer
        Workload deployment = Fixtures.real("web-deployment");
        assertThat(deployment.podTemplate().orElseThrow().string("metadata", "labels", "tier"))
                .contains("front");
        assertThat(deployment.podSpec().objects("containers")).hasSize(2);
    }
}
