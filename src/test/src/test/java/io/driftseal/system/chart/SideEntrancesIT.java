package io.driftseal.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.system.cluster.AuditLog;
import io.driftseal.system.cluster.Cluster;
import io.driftseal.system.cluster.CommandResult;
import io.driftseal.system.cluster.SharedCluster;
import io.driftseal.system.installation.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every sub-resource that takes metadata past the webhook: an entrance in a namespace that is
 * exempt, shut in one that is not, and no matter to those who have work there.
 */
@ExtendWith(SharedCluster.class)
class SideEntrancesIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String STAMPS = "ValidatingAdmissionPolicy 'driftseal-stamps'";
    private static final String ANNOTATION =
            "{\"metadata\":{\"annotations\":{\"stamp.driftseal.io/pod\":\"forged\"}}}";
    private static final String RANGE =
            "{\"metadata\":{\"annotations\":{\"resize.driftseal.io/app\":\"cpu=0..99\"}}}";
    private static final String LABEL =
            "{\"metadata\":{\"labels\":{\"driftseal.io/runtime-policy\":\"forged\"}}}";

    /** A custom kind with a pod template and a status. */
    private static final String ROLLS =
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: rolls.side.example}
            spec:
              group: side.example
              scope: Namespaced
              names: {plural: rolls, singular: roll, kind: Roll}
              versions:
                - name: v1
                  served: true
                  storage: true
                  subresources: {status: {}}
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """;

    /** Kinds whose status takes annotations; all but the first take labels, too. */
    private static final List<String> WORKLOADS =
            List.of(
                    "deployments",
                    "pods",
                    "replicationcontrollers",
                    "replicasets",
                    "statefulsets",
                    "daemonsets",
                    "jobs",
                    "cronjobs");

    private final Cluster cluster;
    private final String suffix = UUID.randomUUID().toString().substring(0, 6);
    private final String shut = "shut-" + suffix;
    private final String open = "open-" + suffix;

    SideEntrancesIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void oneNamespaceIsExempt() throws Exception {
        apply(
                RenderedChart.with("namespace.create=true", "exemptNamespaces={" + open + "}")
                        .text());
        apply(ROLLS);
        cluster.kubectl("wait", "--for=condition=Established", "crd/rolls.side.example").require();
        for (String namespace : List.of(shut, open)) {
            apply(objects().replace("NAMESPACE", namespace));
        }
        Eventually.holds(
                "the policy to be in force",
                LIMIT,
                () ->
                        patch(shut, "pods", "status", ANNOTATION).stderr().contains(STAMPS)
                                && patch(open, "pods", "status", ANNOTATION).succeeded());
    }

    @Test
    void theStatusOfEveryWorkloadIsAnEntranceAndIsShut() {
        AuditLog.Position before = cluster.auditLog().now();
        for (String plural : WORKLOADS) {
            assertThat(patch(open, plural, "status", ANNOTATION).succeeded()).as(plural).isTrue();
            assertThat(patch(open, plural, "status", LABEL).succeeded()).as(plural).isTrue();
            String stored = metadata(open, plural);
            assertThat(stored).as(plural).contains("\"stamp.driftseal.io/pod\":\"forged\"");
            if (!plural.equals("deployments")) {
                assertThat(stored)
                        .as(plural)
                        .contains("\"driftseal.io/runtime-policy\":\"forged\"");
                assertRefused(plural, patch(shut, plural, "status", LABEL));
            }
            assertRefused(plural, patch(shut, plural, "status", ANNOTATION));
            assertRefused(plural, patch(shut, plural, "status", RANGE));
            int attempts = plural.equals("deployments") ? 2 : 3;
            awaitRefusals(before, plural, "status", attempts);
            assertThat(metadata(shut, plural)).as(plural).doesNotContain("forged");
        }
    }

    @Test
    void bindingsAreEntrancesAndAreShut() {
        AuditLog.Position before = cluster.auditLog().now();
        for (String path : List.of("pods/web/binding", "bindings")) {
            for (String member : List.of("annotations", "labels")) {
                for (String key :
                        List.of("driftseal.io/runtime-policy", "stamp.driftseal.io/pod")) {
                    assertRefused(path, bind(shut, path, "web", member, key));
                }
            }
        }
        awaitRefusals(before, "pods", "binding", 4);
        awaitRefusals(before, "bindings", "", 4);
        assertThat(
                        bind(
                                        open,
                                        "pods/web/binding",
                                        "web",
                                        "annotations",
                                        "stamp.driftseal.io/pod")
                                .succeeded())
                .isTrue();
        assertThat(metadata(open, "pods")).contains("\"stamp.driftseal.io/pod\":\"forged\"");
        assertThat(metadata(shut, "pods")).doesNotContain("forged");
    }

    @Test
    void whatDiscardsMetadataIsNoEntrance() {
        for (String plural :
                List.of("deployments", "replicasets", "statefulsets", "replicationcontrollers")) {
            patch(open, plural, "scale", ANNOTATION);
            assertThat(metadata(open, plural)).as(plural).doesNotContain("forged");
        }
        patch(open, "pods", "resize", RANGE);
        assertThat(metadata(open, "pods")).doesNotContain("cpu=0..99");
        CommandResult custom = patch(open, "rolls.side.example", "status", ANNOTATION);
        assertThat(custom.stderr()).isEmpty();
        assertThat(metadata(open, "rolls.side.example")).doesNotContain("forged");
    }

    @Test
    void whoHasWorkThereIsNotKept(@TempDir Path folder) throws Exception {
        // The scheduler binds with labels of the node; a controller reports; a kubelet, too.
        assertThat(
                        bind(
                                        shut,
                                        "pods/free/binding",
                                        "free",
                                        "labels",
                                        "topology.kubernetes.io/zone")
                                .succeeded())
                .isTrue();
        assertThat(patch(shut, "pods", "status", "{\"status\":{\"message\":\"seen\"}}").succeeded())
                .isTrue();
        Eventually.holds(
                "the job controller to report",
                LIMIT,
                () ->
                        cluster.kubectl(
                                        "get",
                                        "job",
                                        "web",
                                        "-n",
                                        shut,
                                        "-o",
                                        "jsonpath={.status.conditions[0].type}")
                                .stdout()
                                .contains("Suspended"));
        // As many annotations as an object may have do not exhaust the policy.
        String many =
                IntStream.range(0, 9000)
                        .mapToObj(i -> "\"k%d.example.org/n\":\"v\"".formatted(i))
                        .collect(Collectors.joining(","));
        // A command line has no room for that.
        Path file =
                Files.writeString(
                        folder.resolve("many.json"),
                        "{\"metadata\":{\"annotations\":{" + many + "}}}");
        assertThat(
                        cluster.kubectl(
                                        "patch",
                                        "pods",
                                        "web",
                                        "--namespace=" + shut,
                                        "--subresource=status",
                                        "--type=merge",
                                        "--patch-file=" + file)
                                .stderr())
                .isEmpty();
        // A namespace goes through its finalizers although its labels are ours.
        cluster.kubectl("label", "namespace", shut, "driftseal.io/mode=enforce").require();
        assertThat(cluster.kubectl("delete", "namespace", shut, "--timeout=180s").stderr())
                .isEmpty();
    }

    private static void assertRefused(String what, CommandResult answer) {
        assertThat(answer.stderr()).as(what).contains("(Forbidden)").contains(STAMPS);
    }

    /** That the API server itself refused each attempt. */
    private void awaitRefusals(
            AuditLog.Position before, String plural, String subResource, int count) {
        Eventually.holds(
                count + " refusals of " + plural + "/" + subResource,
                LIMIT,
                () ->
                        cluster.auditLog()
                                        .since(
                                                before,
                                                event ->
                                                        event.isAbout(plural, shut, "web")
                                                                && event.subresource()
                                                                        .equals(subResource)
                                                                && event.responseCode() == 403)
                                        .size()
                                == count);
    }

    private CommandResult patch(String namespace, String plural, String subResource, String patch) {
        return cluster.kubectl(
                "patch",
                plural,
                "web",
                "--namespace=" + namespace,
                "--subresource=" + subResource,
                "--type=merge",
                "--patch=" + patch);
    }

    private CommandResult bind(
            String namespace, String path, String pod, String member, String key) {
        return cluster.kubectl()
                .runWithInput(
                        """
                        {"apiVersion":"v1","kind":"Binding",
                         "metadata":{"name":"%s","namespace":"%s","%s":{"%s":"forged"}},
                         "target":{"apiVersion":"v1","kind":"Node","name":"nowhere"}}
                        """
                                .formatted(pod, namespace, member, key),
                        "create",
                        "--raw=/api/v1/namespaces/" + namespace + "/" + path,
                        "--filename=-");
    }

    private String metadata(String namespace, String plural) {
        return cluster.kubectl(
                        "get",
                        plural,
                        "web",
                        "--namespace=" + namespace,
                        "-o",
                        "jsonpath={.metadata.annotations}{.metadata.labels}")
                .require();
    }

    private void apply(String manifest) {
        cluster.kubectl()
                .runWithInput(
                        manifest, "apply", "--server-side", "--force-conflicts", "--filename=-")
                .require();
    }

    /** Nothing of it runs: no replicas, suspended, or no scheduler. */
    private static String objects() {
        String template =
                "{metadata: {labels: {app: web}}, spec: {schedulerName: nobody,"
                        + " containers: [{name: app, image: none}]}}";
        String selected = "selector: {matchLabels: {app: web}}, template: " + template;
        String job = template.replace("schedulerName", "restartPolicy: Never, schedulerName");
        return """
        {apiVersion: v1, kind: Namespace, metadata: {name: NAMESPACE}}
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: NAMESPACE}, spec: POD}
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: free, namespace: NAMESPACE}, spec: POD}
        ---
        {apiVersion: v1, kind: ReplicationController, metadata: {name: web, namespace: NAMESPACE},
         spec: {replicas: 0, selector: {app: web}, template: TEMPLATE}}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: NAMESPACE}, spec: {replicas: 0, SELECTED}}
        ---
        {apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web, namespace: NAMESPACE}, spec: {replicas: 0, SELECTED}}
        ---
        {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: web, namespace: NAMESPACE}, spec: {replicas: 0, serviceName: web, SELECTED}}
        ---
        {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: web, namespace: NAMESPACE}, spec: {SELECTED}}
        ---
        {apiVersion: side.example/v1, kind: Roll, metadata: {name: web, namespace: NAMESPACE}, spec: {template: TEMPLATE}}
        ---
        {apiVersion: batch/v1, kind: Job, metadata: {name: web, namespace: NAMESPACE}, spec: {suspend: true, template: JOB}}
        ---
        {apiVersion: batch/v1, kind: CronJob, metadata: {name: web, namespace: NAMESPACE},
         spec: {suspend: true, schedule: "0 0 1 1 *", jobTemplate: {spec: {template: JOB}}}}
        """
                .replace("SELECTED", selected)
                .replace("TEMPLATE", template)
                .replace("JOB", job)
                .replace("POD", "{schedulerName: nobody, containers: [{name: app, image: none}]}");
    }
}
