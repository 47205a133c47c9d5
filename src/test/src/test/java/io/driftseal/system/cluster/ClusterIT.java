package io.driftseal.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The cluster does what system tests rely on. */
@ExtendWith(SharedCluster.class)
class ClusterIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Cluster cluster;
    private final String namespace = "cluster-" + UUID.randomUUID().toString().substring(0, 8);

    ClusterIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void ownNamespace() {
        cluster.kubectl("create", "namespace", namespace).require();
    }

    @Test
    void aDeploymentReachesRunningPodsWithAddresses() {
        // Given
        deployTwoReplicas();

        // When
        String addresses =
                kubectl("get", "pods", "-o", "jsonpath={.items[*].status.podIP}").require();

        // Then
        assertThat(addresses.split(" ", -1)).hasSize(2).allMatch(a -> a.startsWith("10.89."));
    }

    @Test
    void execRunsInTheContainer() {
        // Given
        deployTwoReplicas();

        // When
        CommandResult result = kubectl("exec", "deployment/web", "--", "cat", "/etc/image");

        // Then
        assertThat(result.require()).isEqualTo(ClusterImages.BUSYBOX);
    }

    @Test
    void thePodsOwnTokenIsReadableByRootOnTheNodeAndAccepted() throws IOException {
        // Given
        deployTwoReplicas();
        String uid = kubectl("get", "pods", "-o", "jsonpath={.items[0].metadata.uid}").require();

        // When
        String token = Files.readString(cluster.podTokenFile(uid));
        CommandResult whoAmI =
                cluster.kubectlAs(Path.of("/dev/null"))
                        .run(
                                "--server=" + cluster.apiServerUrl(),
                                "--insecure-skip-tls-verify",
                                "--token=" + token,
                                "auth",
                                "whoami",
                                "-o",
                                "jsonpath={.status.userInfo.extra}");

        // Then
        assertThat(whoAmI.require()).contains(uid);
    }

    @Test
    void aServiceRunsAsItsAccount() {
        // Given
        kubectl("create", "serviceaccount", "some-service").require();

        // When
        Path kubeconfig = cluster.serviceAccountKubeconfig(namespace, "some-service");
        String name =
                cluster.kubectlAs(kubeconfig)
                        .run("auth", "whoami", "-o", "jsonpath={.status.userInfo.username}")
                        .require();

        // Then
        assertThat(name).isEqualTo("system:serviceaccount:" + namespace + ":some-service");
    }

    @Test
    void aWriteToTheStoreIsServedAndNotAudited() {
        // Given
        kubectl("create", "configmap", "settings", "--from-literal=mode=before").require();
        AuditLog.Position position = cluster.auditLog().now();
        String key = "/registry/configmaps/" + namespace + "/settings";

        // When
        String stored = cluster.etcd().get(key).orElseThrow().text();
        cluster.etcd().put(key, stored.replace("before", "behind"));

        // Then
        assertThat(kubectl("get", "configmap", "settings", "-o", "jsonpath={.data.mode}").require())
                .isEqualTo("behind");
        assertThat(
                        cluster.auditLog()
                                .since(
                                        position,
                                        event ->
                                                event.isAbout("configmaps", namespace, "settings")
                                                        && !event.verb().equals("get")))
                .isEmpty();
    }

    @Test
    void everyWriteIsInTheAuditLogWithItsBody() {
        // Given
        AuditLog.Position position = cluster.auditLog().now();

        // When
        kubectl("create", "configmap", "noted", "--from-literal=mode=written").require();

        // Then
        AuditEvent event =
                cluster.auditLog()
                        .await(
                                position,
                                LIMIT,
                                "creation of noted",
                                e ->
                                        e.verb().equals("create")
                                                && e.isAbout("configmaps", namespace, "noted"));
        assertThat(event.responseCode()).isEqualTo(201);
        assertThat(event.user()).isEqualTo("admin");
        assertThat(event.auditId()).isNotEmpty();
        assertThat(event.tree().at("/requestObject/data/mode").asString("")).isEqualTo("written");
    }

    @Test
    void objectsAreThoseThatKubectlPrints() {
        // Given
        deployTwoReplicas();

        // When
        ObjectNode one = cluster.objects().get(namespace, "deploy", "web");
        List<ObjectNode> pods = cluster.objects().list(namespace, "pod", "app=web");

        // Then
        assertThat(one).isEqualTo(printed("deployment", "web"));
        assertThat(pods)
                .hasSize(2)
                .containsExactlyElementsOf(items(printed("pods", "--selector=app=web")));
        assertThat(cluster.objects().list(namespace, "pods", "app=other")).isEmpty();
        assertThatThrownBy(() -> cluster.objects().get(namespace, "deployment", "other"))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("404");
        assertThatThrownBy(() -> cluster.objects().list(namespace, "nothings", ""))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("no resource nothings");
    }

    private JsonNode printed(String resource, String which) {
        return JsonMapper.shared()
                .readTree(kubectl("get", resource, which, "-o", "json").require());
    }

    private static List<ObjectNode> items(JsonNode list) {
        return list.path("items").valueStream().map(ObjectNode.class::cast).toList();
    }

    private void deployTwoReplicas() {
        kubectl("create", "deployment", "web", "--image=" + ClusterImages.BUSYBOX, "--replicas=2")
                .require();
        kubectl("rollout", "status", "deployment/web", "--timeout=" + LIMIT.toSeconds() + "s")
                .require();
    }

    private CommandResult kubectl(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "--namespace=" + namespace;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return cluster.kubectl(all);
    }
}
