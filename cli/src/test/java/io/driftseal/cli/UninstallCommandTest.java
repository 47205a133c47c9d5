package io.driftseal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.KubernetesApiException;
import io.driftseal.kubernetes.ObjectKey;
import io.driftseal.kubernetes.ResourceType;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi.Call;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi.Write;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uninstalling: what goes, in which order, what stays, and what is said to be left. */
final class UninstallCommandTest {

    private static final ResourceType CLUSTER_ROLES =
            ResourceType.clusterScoped(
                    "rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles");

    private static final ResourceType NODES = ResourceType.clusterScoped("", "v1", "Node", "nodes");

    private final FakeKubernetesApi cluster = new FakeKubernetesApi();

    @BeforeEach
    void driftsealIsInstalled() {
        put(
                ResourceType.MUTATING_WEBHOOK_CONFIGURATIONS,
                "{'metadata':{'name':'zz-driftseal-stamp'}}");
        put(ResourceType.MUTATING_WEBHOOK_CONFIGURATIONS, "{'metadata':{'name':'istio'}}");
        put(
                ResourceType.VALIDATING_ADMISSION_POLICIES,
                "{'metadata':{'name':'driftseal-mode-labels'}}");
        put(CLUSTER_ROLES, "{'metadata':{'name':'driftseal-webhook'}}");
        put(CLUSTER_ROLES, "{'metadata':{'name':'admin'}}");
        put(ResourceType.NAMESPACES, "{'metadata':{'name':'driftseal-system'}}");
        put(NODES, "{'metadata':{'name':'driftseal-node'}}");
        put(
                ResourceType.NAMESPACES,
                "{'metadata':{'name':'shop','labels':{'driftseal.io/mode':'enforce','team':'a'}}}");
        put(
                ResourceType.PODS,
                "{'metadata':{'namespace':'shop','name':'web','labels':{'app':'web',"
                        + "'driftseal.io/runtime-policy':'standard'},'annotations':"
                        + "{'stamp.driftseal.io/pod':'x','mine':'y'}},'spec':{}}");
        put(
                ResourceType.DEPLOYMENTS,
                "{'metadata':{'namespace':'shop','name':'web','annotations':"
                        + "{'stamp.driftseal.io/deployment':'x'}},'spec':{'template':{'metadata':"
                        + "{'annotations':{'driftseal.io/owner':'mine'}}}}}");
    }

    @Test
    void whatIsInTheWayGoesFirstAndOthersObjectsStay() {
        CommandRun run = CommandRun.on(cluster, "uninstall", "--rate", "1000");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(cluster.writes().stream().map(Write::type).limit(2))
                .containsExactly(
                        ResourceType.MUTATING_WEBHOOK_CONFIGURATIONS,
                        ResourceType.VALIDATING_ADMISSION_POLICIES);
        assertThat(get(ResourceType.MUTATING_WEBHOOK_CONFIGURATIONS, "istio")).isPresent();
        assertThat(get(CLUSTER_ROLES, "admin")).isPresent();
        assertThat(get(NODES, "driftseal-node")).isPresent();
        assertThat(get(CLUSTER_ROLES, "driftseal-webhook")).isEmpty();
        assertThat(get(ResourceType.NAMESPACES, "driftseal-system")).isEmpty();
        assertThat(get(ResourceType.NAMESPACES, "shop").orElseThrow().object("metadata", "labels"))
                .isEqualTo(json("{'team':'a'}"));
        assertThat(pod().object("metadata", "annotations").has("stamp.driftseal.io/pod")).isTrue();
    }

    @Test
    void withWorkloadsOnlyOurMetadataGoesAndNeverFromATemplate() {
        CommandRun run = CommandRun.on(cluster, "uninstall", "--workloads", "--rate", "1000");

        assertThat(run.code()).isZero();
        assertThat(pod().object("metadata", "annotations")).isEqualTo(json("{'mine':'y'}"));
        assertThat(pod().object("metadata", "labels")).isEqualTo(json("{'app':'web'}"));
        JsonObject deployment =
                cluster.get(ResourceType.DEPLOYMENTS, ObjectKey.namespaced("shop", "web"))
                        .orElseThrow();
        assertThat(deployment.object("metadata", "annotations").isEmpty()).isTrue();
        assertThat(
                        deployment.string(
                                "spec",
                                "template",
                                "metadata",
                                "annotations",
                                "driftseal.io/owner"))
                .contains("mine");
        List<ResourceType> order =
                cluster.writes().stream()
                        .filter(w -> w.call() == Call.PATCH)
                        .map(Write::type)
                        .toList();
        assertThat(order.indexOf(ResourceType.DEPLOYMENTS))
                .isLessThan(order.indexOf(ResourceType.PODS));
    }

    @Test
    void verifyNamesWhatIsLeftAndWhatIsSomebodyElses() {
        assertThat(CommandRun.on(cluster, "uninstall", "--verify").out())
                .contains("Pod shop/web", "Namespace shop", "ClusterRole driftseal-webhook");
        CommandRun.on(cluster, "uninstall", "--workloads", "--rate", "1000");

        CommandRun verified = CommandRun.on(cluster, "uninstall", "--verify");

        assertThat(verified.code()).as(verified.out()).isZero();
        assertThat(verified.out())
                .contains("not ours", "Deployment shop/web", "Nothing of Driftseal is left");
    }

    @Test
    void aDryRunWritesNothing() {
        CommandRun run = CommandRun.on(cluster, "uninstall", "--workloads", "--dry-run");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("would be deleted", "would be freed");
        assertThat(cluster.writes()).isEmpty();
    }

    @Test
    void aTypeThatWentWithItsDefinitionIsNoFailure() {
        cluster.failNext(
                Call.LIST,
                KubernetesApiException.of(
                        new KubernetesApiException.Answer(
                                404, "NotFound", "no such resource", Optional.empty())));

        CommandRun run = CommandRun.on(cluster, "uninstall", "--workloads", "--rate", "1000");

        assertThat(run.code()).as(run.out()).isZero();
    }

    @Test
    void whatCouldNotBeRemovedIsSaidAndASecondRunGoesOn() {
        cluster.failNext(
                Call.DELETE,
                KubernetesApiException.of(
                        new KubernetesApiException.Answer(
                                403, "Forbidden", "you may not", Optional.empty())));

        CommandRun first = CommandRun.on(cluster, "uninstall", "--workloads", "--rate", "1000");
        assertThat(first.code()).isEqualTo(1);
        assertThat(first.out()).contains("zz-driftseal-stamp", "you may not", "run this again");

        assertThat(CommandRun.on(cluster, "uninstall", "--workloads", "--rate", "1000").code())
                .isZero();
        assertThat(CommandRun.on(cluster, "uninstall", "--verify").code()).isZero();
    }

    private JsonObject pod() {
        return cluster.get(ResourceType.PODS, ObjectKey.namespaced("shop", "web")).orElseThrow();
    }

    private Optional<JsonObject> get(ResourceType type, String name) {
        return cluster.get(type, ObjectKey.clusterScoped(name));
    }

    private void put(ResourceType type, String text) {
        JsonObject object = json(text);
        cluster.put(type, object.with("apiVersion", type.apiVersion()).with("kind", type.kind()));
    }

    private static JsonObject json(String text) {
        try {
            return JsonReader.readObject(
                    text.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                    JsonLimits.kubernetesObject());
        } catch (MalformedJsonException e) {
            throw new AssertionError(e);
        }
    }
}
