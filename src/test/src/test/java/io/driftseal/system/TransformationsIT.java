package io.driftseal.system;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.stamp.ParentLink;
import io.driftseal.system.installation.AuditWitness;
import io.driftseal.system.installation.DeploymentManifest;
import io.driftseal.system.installation.Installation;
import io.driftseal.system.installation.Terminal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the API server itself does to a pod between its owner's template and storage, done by a real
 * one: each is explained by the transformation of its name, and the same done by anybody else is
 * refused. The pods of the Deployments run on no node.
 */
class TransformationsIT {

    private static final Pattern EXPLAINED =
            Pattern.compile(
                    "transformations_explaining_total\\{[^}]*transformation=\"([^\"]+)\"[^}]*} (\\S+)");

    /** Of the whole cluster, so they are gone after each test. */
    private static final String CLASSES =
            """
            apiVersion: scheduling.k8s.io/v1
            kind: PriorityClass
            metadata: {name: patient}
            value: 700
            preemptionPolicy: Never
            ---
            apiVersion: scheduling.k8s.io/v1
            kind: PriorityClass
            metadata: {name: ordinary}
            value: 70
            globalDefault: true
            ---
            apiVersion: node.k8s.io/v1
            kind: RuntimeClass
            metadata: {name: heavy}
            handler: runc
            overhead: {podFixed: {cpu: 10m, memory: 8Mi}}
            scheduling:
              nodeSelector: {example.com/heavy: "yes"}
              tolerations: [{key: example.com/heavy, operator: Exists, effect: NoSchedule}]
            ---
            apiVersion: node.k8s.io/v1
            kind: RuntimeClass
            metadata: {name: plain}
            handler: runc
            """;

    private final Installation driftseal = SharedInstallation.get();
    private final Terminal kubectl = driftseal.terminal();
    private final String namespace = driftseal.namespace("enforce", "development");

    @BeforeEach
    void classes() {
        kubectl.apply(CLASSES).require();
    }

    @AfterEach
    void noClasses() {
        kubectl.run("delete", "deployments,daemonsets", "--all", "-n", namespace).require();
        kubectl.runWithInput(CLASSES, "delete", "--filename=-").require();
    }

    @Test
    void whatTheApiServerFillsInIsExplainedByName() {
        kubectl.runWithInput(defaults(), "create", "--filename=-").require();
        List<String> expected =
                List.of(
                        "service-account-token-volume",
                        "image-pull-secrets",
                        "default-tolerations",
                        "priority",
                        "pod-defaults",
                        "limit-range",
                        "runtime-class");
        Map<String, Double> before = explaining();
        driftseal.deploy(
                DeploymentManifest.of(namespace, "web")
                        .podSpec(
                                """
                                priorityClassName: patient
                                runtimeClassName: heavy
                                securityContext: {appArmorProfile: {type: RuntimeDefault}}
                                topologySpreadConstraints:
                                  - maxSkew: 1
                                    topologyKey: kubernetes.io/hostname
                                    whenUnsatisfiable: ScheduleAnyway
                                    labelSelector: {matchLabels: {app: web}}
                                    matchLabelKeys: [pod-template-hash]
                                """));

        ObjectNode pod = driftseal.awaitPods(namespace, "web", 1).getFirst();

        assertThat(pod.path("spec").toString())
                .contains("\"priority\":700", "\"preemptionPolicy\":\"Never\"", "\"overhead\"")
                .contains("example.com/heavy", "\"cpu\":\"300m\"", "\"name\":\"registry\"");
        assertLinkedAndClean(pod, "replicaset");
        assertThat(grown(before, explaining())).containsAll(expected);
    }

    /** In observe: the policies have their own word on the host's network. */
    @Test
    void aDaemonSetOnTheHostsNetworkIsExplainedByName() {
        String observed = driftseal.namespace("observe", "development");
        List<String> expected =
                List.of("service-account-token-volume", "priority", "host-network-ports");
        Map<String, Double> before = explaining();
        kubectl.apply(daemonSet(observed)).require();

        ObjectNode pod = driftseal.awaitPods(observed, "agent", 1).getFirst();

        assertThat(pod.path("spec").toString())
                .contains("\"hostPort\":18080", "\"priorityClassName\":\"ordinary\"");
        assertLinkedAndClean(pod, "daemonset");
        assertThat(grown(before, explaining())).containsAll(expected);
        kubectl.run("delete", "daemonset", "agent", "-n", observed).require();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "priority | [{'op':'add','path':'/spec/priorityClassName','value':'patient'},"
                        + "{'op':'replace','path':'/spec/priority','value':700},"
                        + "{'op':'add','path':'/spec/preemptionPolicy','value':'Never'}]",
                "runtimeClassName | [{'op':'add','path':'/spec/runtimeClassName','value':'plain'}]",
                "overhead | [{'op':'add','path':'/spec/runtimeClassName','value':'heavy'},"
                        + "{'op':'add','path':'/spec/overhead','value':{'cpu':'10m','memory':'8Mi'}}]",
                "resources | [{'op':'add','path':'/spec/containers/0/resources',"
                        + "'value':{'limits':{'cpu':'7'}}}]",
                "tolerations | [{'op':'add','path':'/spec/tolerations/-',"
                        + "'value':{'operator':'Exists'}}]"
            })
    void theSameByAnotherWebhookIsRefused(String field, String patch) throws Exception {
        AuditWitness before = driftseal.audit().fromNow();
        try (var _ =
                new InjectingWebhook(
                        driftseal, "zzz-changing", namespace, patch.replace('\'', '"'))) {
            driftseal.deploy(DeploymentManifest.of(namespace, "web").onNoNode());

            assertThat(before.refusalOfPod(namespace).responseMessage())
                    .contains("driftseal.io", field);
            assertThat(kubectl.list(namespace, "pods", "app=web")).isEmpty();
        }
    }

    private void assertLinkedAndClean(ObjectNode pod, String ownerResource) {
        String in = pod.path("metadata").path("namespace").asString();
        String name = pod.path("metadata").path("name").asString();
        String ownerName =
                pod.path("metadata").path("ownerReferences").path(0).path("name").asString();
        ObjectNode owner = kubectl.get(in, ownerResource, ownerName);
        ParentLink parent = driftseal.stamps().of(pod).parent().orElseThrow();
        assertThat(parent.uid()).isEqualTo(owner.path("metadata").path("uid").asString());
        assertThat(parent.decisionId()).isEqualTo(driftseal.stamps().of(owner).decisionId());
        assertThat(driftseal.audit().podCreations(in)).containsOnly(201);
        driftseal.findings().awaitVerdict(in, name, "clean");
    }

    /** How many pods each transformation took part in explaining. */
    private Map<String, Double> explaining() {
        return EXPLAINED
                .matcher(driftseal.webhook().metrics())
                .results()
                .collect(toMap(line -> line.group(1), line -> Double.parseDouble(line.group(2))));
    }

    private static List<String> grown(Map<String, Double> before, Map<String, Double> after) {
        return after.entrySet().stream()
                .filter(now -> now.getValue() > before.getOrDefault(now.getKey(), 0.0))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Created and not applied, so that applying the account again takes nothing away. */
    private String defaults() {
        return """
        apiVersion: v1
        kind: LimitRange
        metadata: {name: defaults, namespace: NAMESPACE}
        spec:
          limits:
            - {type: Container, default: {cpu: 300m, memory: 64Mi}, defaultRequest: {cpu: 20m, memory: 16Mi}}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: web, namespace: NAMESPACE}
        imagePullSecrets: [{name: registry}]
        """
                .replace("NAMESPACE", namespace);
    }

    private static String daemonSet(String namespace) {
        return """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: agent, namespace: %s}
        spec:
          selector: {matchLabels: {app: agent}}
          template:
            metadata: {labels: {app: agent}}
            spec:
              hostNetwork: true
              terminationGracePeriodSeconds: 0
              containers:
                - name: app
                  image: driftseal.local/busybox:1
                  imagePullPolicy: Never
                  command: [sleep, "3600"]
                  ports: [{containerPort: 18080}]
                  securityContext: {allowPrivilegeEscalation: false}
        """
                .formatted(namespace);
    }
}
