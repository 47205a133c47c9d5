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

    private static final ResourceType SECRETS =
            ResourceType.namespaced("", "v1", "Secret", "secrets");

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

    /** It may be home to others, so that finding it is no leave to delete it. */
    @Test
    void anotherNamespaceHasToBeNamedAndThenGoesWithItsKeys() {
        servedFrom("sealing");

        CommandRun unnamed = CommandRun.on(cluster, "uninstall", "--rate", "1000");

        assertThat(unnamed.code()).isEqualTo(1);
        assertThat(unnamed.err()).contains("say --namespace sealing");
        assertThat(cluster.writes()).isEmpty();
        assertThat(CommandRun.on(cluster, "uninstall", "--verify").out())
                .contains("Namespace sealing", "Secret sealing/driftseal-webhook-keys");

        CommandRun named =
                CommandRun.on(cluster, "uninstall", "--namespace", "sealing", "--rate", "1000");

        assertThat(named.code()).as(named.out() + named.err()).isZero();
        assertThat(named.out()).contains("deleted: sealing");
        assertThat(get(ResourceType.NAMESPACES, "sealing")).isEmpty();
        assertThat(get(ResourceType.NAMESPACES, "driftseal-system")).isPresent();
    }

    /** After {@code helm uninstall} nothing says any more where the installation was. */
    @Test
    void keysInANamespaceThatNobodyNamedAreLeft() {
        servedFrom("sealing");
        cluster.remove(
                ResourceType.MUTATING_WEBHOOK_CONFIGURATIONS,
                ObjectKey.clusterScoped("zz-driftseal-stamp"));
        CommandRun.on(cluster, "uninstall", "--workloads", "--rate", "1000");

        CommandRun verified = CommandRun.on(cluster, "uninstall", "--verify");

        assertThat(verified.code()).isEqualTo(1);
        assertThat(verified.out()).contains("Secret sealing/driftseal-webhook-keys");
    }

    @Test
    void aNamespaceThatTheClusterNeedsIsNeverDeleted() {
        CommandRun run = CommandRun.on(cluster, "uninstall", "--namespace", "kube-system");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("cannot do without the namespace kube-system");
        assertThat(cluster.writes()).isEmpty();
    }

    @Test
    void whatManifestsDeclareStaysAndIsSaid() {
        put(
                ResourceType.DEPLOYMENTS,
                "{'metadata':{'namespace':'shop','name':'till','annotations':"
                        + "{'approval.driftseal.io/deployment':'letter',"
                        + "'stamp.driftseal.io/deployment':'x'}}}");

        CommandRun run = CommandRun.on(cluster, "uninstall", "--workloads", "--rate", "1000");
        CommandRun verified = CommandRun.on(cluster, "uninstall", "--verify");

        assertThat(run.out()).contains("approvals and permitted ranges on 1 objects");
        assertThat(
                        cluster.get(ResourceType.DEPLOYMENTS, ObjectKey.namespaced("shop", "till"))
                                .orElseThrow()
                                .object("metadata", "annotations"))
                .isEqualTo(json("{'approval.driftseal.io/deployment':'letter'}"));
        assertThat(verified.code()).as(verified.out()).isZero();
        assertThat(verified.out())
                .containsSubsequence(
                        "Approvals and permitted ranges", "Deployment shop/till", "not ours")
                .contains("Nothing of Driftseal is left but what your manifests carry.");
    }

    private void servedFrom(String namespace) {
        put(
                ResourceType.MUTATING_WEBHOOK_CONFIGURATIONS,
                "{'metadata':{'name':'zz-driftseal-stamp'},'webhooks':[{'name':'stamp.driftseal.io',"
                        + "'clientConfig':{'service':{'namespace':'NAMESPACE','name':'driftseal-webhook'}}}]}"
                                .replace("NAMESPACE", namespace));
        put(ResourceType.NAMESPACES, "{'metadata':{'name':'" + namespace + "'}}");
        put(
                SECRETS,
                "{'metadata':{'namespace':'" + namespace + "','name':'driftseal-webhook-keys'}}");
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
