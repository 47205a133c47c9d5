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

/**
 * What each controller makes is explained, and nothing that merely looks like it. That the literals
 * here are what real controllers write is shown on a real cluster by KindsIT.
 */
class MakingTest {

    private static final String SPEC =
            "\"spec\":{\"containers\":[{\"name\":\"app\",\"image\":\"shop:1\"}]}";
    private static final CustomKind ROLLOUT =
            new CustomKind(
                    "example.org",
                    "v1",
                    "Rollout",
                    "rollouts",
                    List.of("spec", "template"),
                    BuiltInKind.REPLICA_SET,
                    Optional.of("example.org/hash"));

    private static final JsonObject SET =
            Fixtures.json(
                    """
                    {"apiVersion":"apps/v1","kind":"StatefulSet",
                     "metadata":{"name":"db","namespace":"shop","uid":"u1"},
                     "spec":{"serviceName":"db","selector":{"matchLabels":{"app":"db"}},
                      "volumeClaimTemplates":[{"metadata":{"name":"data"},
                        "spec":{"accessModes":["ReadWriteOnce"]}}],
                      "template":{"metadata":{"labels":{"app":"db"}},%s}}}
                    """
                            .formatted(SPEC));
    private static final JsonObject SET_POD =
            Fixtures.json(
                    """
                    {"apiVersion":"v1","kind":"Pod",
                     "metadata":{"name":"db-0","generateName":"db-","namespace":"shop",
                      "labels":{"app":"db","statefulset.kubernetes.io/pod-name":"db-0",
                       "apps.kubernetes.io/pod-index":"0","controller-revision-hash":"db-5d8f"},
                      "ownerReferences":[{"apiVersion":"apps/v1","kind":"StatefulSet","name":"db",
                       "uid":"u1","controller":true}]},
                     "spec":{"hostname":"db-0","subdomain":"db",
                      "volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"data-db-0"}}],
                      "containers":[{"name":"app","image":"shop:1"}]}}
                    """);
    private static final JsonObject DAEMON =
            Fixtures.json(
                    """
                    {"apiVersion":"apps/v1","kind":"DaemonSet",
                     "metadata":{"name":"log","namespace":"shop","uid":"u2"},
                     "spec":{"selector":{"matchLabels":{"app":"log"}},
                      "template":{"metadata":{"labels":{"app":"log"}},%s}}}
                    """
                            .formatted(SPEC));
    private static final JsonObject DAEMON_POD =
            Fixtures.json(
                    """
                    {"apiVersion":"v1","kind":"Pod",
                     "metadata":{"name":"log-bcdfg","generateName":"log-","namespace":"shop",
                      "labels":{"app":"log","controller-revision-hash":"5d8f",
                       "pod-template-generation":"1"},
                      "ownerReferences":[{"apiVersion":"apps/v1","kind":"DaemonSet","name":"log",
                       "uid":"u2","controller":true}]},
                     "spec":{"containers":[{"name":"app","image":"shop:1"}],
                      "affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":
                       {"nodeSelectorTerms":[{"matchFields":[{"key":"metadata.name",
                        "operator":"In","values":["node-1"]}]}]}}},
                      "tolerations":[
                       {"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute"},
                       {"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute"},
                       {"key":"node.kubernetes.io/disk-pressure","operator":"Exists","effect":"NoSchedule"},
                       {"key":"node.kubernetes.io/memory-pressure","operator":"Exists","effect":"NoSchedule"},
                       {"key":"node.kubernetes.io/pid-pressure","operator":"Exists","effect":"NoSchedule"},
                       {"key":"node.kubernetes.io/unschedulable","operator":"Exists","effect":"NoSchedule"}]}}
                    """);
    private static final JsonObject JOB =
            Fixtures.json(
                    """
                    {"apiVersion":"batch/v1","kind":"Job",
                     "metadata":{"name":"bill","namespace":"shop","uid":"u3"},
                     "spec":{"completions":2,"completionMode":"Indexed","manualSelector":false,
                      "selector":{"matchLabels":{"batch.kubernetes.io/controller-uid":"u3"}},
                      "template":{"metadata":{"labels":{"job-name":"bill","controller-uid":"u3",
                       "batch.kubernetes.io/job-name":"bill",
                       "batch.kubernetes.io/controller-uid":"u3"}},%s}}}
                    """
                            .formatted(SPEC));
    private static final JsonObject JOB_POD =
            Fixtures.json(
                    """
                    {"apiVersion":"v1","kind":"Pod",
                     "metadata":{"name":"bill-1-bcdfg","generateName":"bill-1-","namespace":"shop",
                      "annotations":{"batch.kubernetes.io/job-completion-index":"1"},
                      "labels":{"job-name":"bill","controller-uid":"u3",
                       "batch.kubernetes.io/job-name":"bill",
                       "batch.kubernetes.io/controller-uid":"u3",
                       "batch.kubernetes.io/job-completion-index":"1"},
                      "ownerReferences":[{"apiVersion":"batch/v1","kind":"Job","name":"bill",
                       "uid":"u3","controller":true}]},
                     "spec":{"hostname":"bill-1","containers":[{"name":"app","image":"shop:1",
                      "env":[{"name":"JOB_COMPLETION_INDEX","valueFrom":{"fieldRef":{"apiVersion":"v1",
                       "fieldPath":"metadata.labels['batch.kubernetes.io/job-completion-index']"}}}]}]}}
                    """);
    private static final JsonObject CRON =
            Fixtures.json(
                    """
                    {"apiVersion":"batch/v1","kind":"CronJob",
                     "metadata":{"name":"night","namespace":"shop","uid":"u4"},
                     "spec":{"schedule":"* * * * *","jobTemplate":{"spec":{
                      "template":{"metadata":{"labels":{"app":"night"}},%s}}}}}
                    """
                            .formatted(SPEC));
    private static final JsonObject CRON_JOB =
            Fixtures.json(
                    """
                    {"apiVersion":"batch/v1","kind":"Job",
                     "metadata":{"name":"night-29761201","namespace":"shop","uid":"u5",
                      "annotations":{"batch.kubernetes.io/cronjob-scheduled-timestamp":
                       "2026-08-02T12:01:00Z"},
                      "ownerReferences":[{"apiVersion":"batch/v1","kind":"CronJob","name":"night",
                       "uid":"u4","controller":true}]},
                     "spec":{"completions":1,"parallelism":1,"backoffLimit":6,"suspend":false,
                      "completionMode":"NonIndexed","manualSelector":false,
                      "podReplacementPolicy":"TerminatingOrFailed",
                      "selector":{"matchLabels":{"batch.kubernetes.io/controller-uid":"u5"}},
                      "template":{"metadata":{"labels":{"app":"night","job-name":"night-29761201",
                       "batch.kubernetes.io/controller-uid":"u5"}},%s}}}
                    """
                            .formatted(SPEC));

    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of(SET, SET_POD),
                Arguments.of(DAEMON, DAEMON_POD),
                Arguments.of(JOB, JOB_POD),
                Arguments.of(CRON, CRON_JOB));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void explains_what_controllers_make(JsonObject owner, JsonObject child) {
        assertThat(unexplained(owner, child).sentences(9)).isEmpty();
    }

    static Stream<Arguments> abuses() {
        return Stream.of(
                abuse(SET, SET_POD, "metadata/name", "\"db-01\"", "metadata.name"),
                abuse(SET, SET_POD, "metadata/name", "\"other-0\"", "metadata.name"),
                abuse(SET, SET_POD, "spec/hostname", "\"db-1\"", "spec.hostname"),
                abuse(SET, SET_POD, "spec/subdomain", "\"evil\"", "spec.subdomain"),
                abuse(
                        SET,
                        SET_POD,
                        "spec/volumes/0/persistentVolumeClaim/claimName",
                        "\"data-db-1\"",
                        "claimName"),
                abuse(
                        SET,
                        SET_POD,
                        "spec/volumes/0",
                        "{\"name\":\"data\",\"hostPath\":{\"path\":\"/\"}}",
                        "spec.volumes"),
                abuse(
                        SET,
                        SET_POD,
                        "metadata/labels/controller-revision-hash",
                        "\"other-5d8f\"",
                        "controller-revision-hash"),
                abuse(
                        SET,
                        SET_POD,
                        "metadata/labels/apps.kubernetes.io|pod-index",
                        "\"7\"",
                        "pod-index"),
                abuse(
                        DAEMON,
                        DAEMON_POD,
                        "spec/tolerations/2",
                        "{\"operator\":\"Exists\"}",
                        "spec.tolerations"),
                abuse(
                        DAEMON,
                        DAEMON_POD,
                        "spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0/matchFields/0/operator",
                        "\"NotIn\"",
                        "spec.affinity"),
                abuse(
                        DAEMON,
                        DAEMON_POD,
                        "spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0/matchFields/0/values",
                        "[\"a\",\"b\"]",
                        "spec.affinity"),
                abuse(
                        DAEMON,
                        DAEMON_POD,
                        "metadata/labels/pod-template-generation",
                        "\"-1\"",
                        "pod-template-generation"),
                abuse(JOB, JOB_POD, "spec/hostname", "\"bill-0\"", "spec.hostname"),
                abuse(JOB, JOB_POD, "metadata/generateName", "\"bill-0-\"", "generateName"),
                abuse(
                        JOB,
                        JOB_POD,
                        "metadata/labels/batch.kubernetes.io|job-completion-index",
                        "\"2\"",
                        "job-completion-index"),
                abuse(
                        JOB,
                        JOB_POD,
                        "spec/containers/0/env/0/valueFrom",
                        "{\"secretKeyRef\":{\"name\":\"db\",\"key\":\"p\"}}",
                        "JOB_COMPLETION_INDEX"),
                abuse(CRON, CRON_JOB, "metadata/name", "\"night-1\"", "metadata.name"),
                abuse(
                        CRON,
                        CRON_JOB,
                        "spec/template/spec/containers/0/image",
                        "\"evil:1\"",
                        "image"),
                abuse(CRON, CRON_JOB, "spec/backoffLimit", "7", "spec.backoffLimit"),
                abuse(CRON, CRON_JOB, "spec/managedBy", "\"x.org/y\"", "spec.managedBy"),
                abuse(
                        CRON,
                        CRON_JOB,
                        "spec/template/metadata/labels/job-name",
                        "\"another\"",
                        "job-name"));
    }

    private static Arguments abuse(
            JsonObject owner, JsonObject child, String path, String json, String named) {
        return Arguments.of(path, owner, edited(child, path, json), named);
    }

    /** A bar stands for the slash in the key of a label. */
    private static JsonObject edited(JsonObject child, String path, String json) {
        if (!path.contains("|")) {
            return JsonEdits.set(child, path, json);
        }
        String key = path.substring("metadata/labels/".length()).replace('|', '/');
        JsonObject metadata = child.object("metadata");
        String value = json.replace("\"", "");
        return child.with(
                "metadata", metadata.with("labels", metadata.object("labels").with(key, value)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("abuses")
    void leaves_unexplained_what_only_looks_like_a_controller(
            String edit, JsonObject owner, JsonObject child, String named) {
        assertThat(unexplained(owner, child).changes())
                .as(edit)
                .anySatisfy(change -> assertThat(change.sentence()).contains(named));
    }

    @Test
    void a_job_has_one_form_before_and_after_the_api_server_named_it() {
        JsonObject sent =
                Fixtures.json(
                        """
                        {"apiVersion":"batch/v1","kind":"Job",
                         "metadata":{"name":"bill","namespace":"shop"},
                         "spec":{"completions":2,"completionMode":"Indexed","manualSelector":false,
                          "parallelism":9,"suspend":true,"template":{%s}}}
                        """
                                .formatted(SPEC));

        assertThat(CanonicalForm.of(Fixtures.workload(sent)).hash())
                .isEqualTo(CanonicalForm.of(Fixtures.workload(JOB)).hash());
        assertThat(
                        CanonicalForm.of(
                                        Fixtures.workload(
                                                JsonEdits.set(
                                                        JOB,
                                                        "spec/template/metadata/labels/job-name",
                                                        "\"another\"")))
                                .hash())
                .isNotEqualTo(CanonicalForm.of(Fixtures.workload(JOB)).hash());
    }

    @Test
    void a_custom_root_is_explained_with_the_defaults_that_its_template_has_not() throws Exception {
        WorkloadKinds kinds = WorkloadKinds.with(List.of(ROLLOUT));
        Workload owner =
                Workload.of(
                        kinds,
                        Fixtures.json(
                                """
                                {"apiVersion":"example.org/v1","kind":"Rollout",
                                 "metadata":{"name":"web","namespace":"shop","uid":"u6"},
                                 "spec":{"selector":{"matchLabels":{"app":"web"}},
                                  "template":{"metadata":{"labels":{"app":"web"}},%s}}}
                                """
                                        .formatted(SPEC)));
        JsonObject child =
                Fixtures.json(
                        """
                        {"apiVersion":"apps/v1","kind":"ReplicaSet",
                         "metadata":{"name":"web-abc12","namespace":"shop",
                          "labels":{"example.org/hash":"abc12"},
                          "ownerReferences":[{"apiVersion":"example.org/v1","kind":"Rollout",
                           "name":"web","uid":"u6","controller":true}]},
                         "spec":{"selector":{"matchLabels":{"app":"web","example.org/hash":"abc12"}},
                          "template":{"metadata":{"labels":{"app":"web","example.org/hash":"abc12"}},
                           "spec":{"dnsPolicy":"ClusterFirst","containers":[{"name":"app",
                            "image":"shop:1","terminationMessagePolicy":"File"}]}}}}
                        """);

        assertThat(Fixtures.unexplained(owner, Fixtures.workload(child)).sentences(9)).isEmpty();
        JsonObject abused = JsonEdits.set(child, "spec/template/spec/dnsPolicy", "\"None\"");
        assertThat(Fixtures.unexplained(owner, Fixtures.workload(abused)).sentences(9))
                .singleElement()
                .asString()
                .contains("dnsPolicy");
        assertThat(CanonicalForm.of(owner).redacted().string("formTemplatePath"))
                .contains("spec.template");
        assertThat(
                        new String(
                                CanonicalForm.of(owner).bytes(),
                                java.nio.charset.StandardCharsets.UTF_8))
                .startsWith("driftseal.io/form/v1 Rollout.example.org\n");
    }

    @Test
    void a_custom_kind_is_never_taken_for_a_built_in_one() {
        assertThat(KindName.of("apps", "Deployment").text()).isEqualTo("Deployment");
        assertThat(KindName.of("evil.org", "Deployment").text()).isEqualTo("Deployment.evil.org");
        assertThatThrownBy(() -> WorkloadKinds.with(List.of(ROLLOUT, ROLLOUT)))
                .hasMessageContaining("twice");
        assertThatThrownBy(() ->
                        CustomRoots.parse(Fixtures.json("{\"customRoots\":[{\"ignore\":[]}]}")))
                .hasMessage("a custom root has no ignore");
    }

    private static Difference unexplained(JsonObject owner, JsonObject child) {
        return Fixtures.unexplained(Fixtures.workload(owner), Fixtures.workload(child));
    }
}
