package io.driftseal.system.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.workload.Declarations;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart renders. */
class ChartTest {

    /** Doors whose failure policy does not follow the mode of a namespace. */
    private static final Set<String> OF_ITS_OWN =
            Set.of("eviction.access.driftseal.io", "nodes.access.driftseal.io");

    /** A node has no namespace, and a grant for one lies in ours. */
    private static final Set<String> WITHOUT_SELECTOR =
            Set.of("nodes.access.driftseal.io", "grant.driftseal.io");

    @Test
    void theReadmesTableIsExactlyTheRightsThatAreRendered() throws Exception {
        Set<String> documented = new TreeSet<>();
        for (String line : Files.readAllLines(RenderedChart.DIRECTORY.resolve("README.md"))) {
            String[] cells = line.split("\\|", -1);
            if (line.startsWith("| driftseal-") && cells.length == 9) {
                documented.add(
                        String.join(
                                " | ",
                                cells[1].strip(),
                                cells[2].strip(),
                                cells[3].strip(),
                                cells[4].strip(),
                                cells[5].strip(),
                                cells[6].strip()));
                assertThat(cells[7]).as("reason of %s", line).isNotBlank();
            }
        }

        assertThat(documented).isEqualTo(rights(RenderedChart.with()));
    }

    @Test
    void noRuleHasAWildcardOrTouchesMoreThanOneSecretOrMintsTokens() throws Exception {
        RenderedChart chart = RenderedChart.with();

        for (String kind : List.of("ClusterRole", "Role")) {
            for (Map<?, ?> role : chart.ofKind(kind)) {
                for (Map<?, ?> rule : RenderedChart.maps(role, "rules")) {
                    assertThat(rule.toString())
                            .doesNotContain("*")
                            .doesNotContain("serviceaccounts/token")
                            .doesNotContain("nonResourceURLs");
                    if (rule.toString().contains("secrets")) {
                        assertThat(RenderedChart.texts(rule, "resourceNames"))
                                .containsExactly("driftseal-webhook-authorities");
                        assertThat(RenderedChart.texts(rule, "verbs"))
                                .containsExactly("get", "patch");
                    }
                    assertThat(RenderedChart.texts(rule, "verbs"))
                            .isSubsetOf("get", "list", "watch", "create", "patch", "delete");
                }
            }
        }
    }

    @Test
    void anAccountIsBoundToItsOwnRoleOnly() throws Exception {
        RenderedChart chart = RenderedChart.with();

        for (String kind : List.of("ClusterRoleBinding", "RoleBinding")) {
            for (Map<?, ?> binding : chart.ofKind(kind)) {
                String name = RenderedChart.text(binding, "metadata", "name");
                assertThat(RenderedChart.text(binding, "roleRef", "name")).isEqualTo(name);
                assertThat(RenderedChart.maps(binding, "subjects"))
                        .singleElement()
                        .satisfies(subject -> {
                            assertThat(RenderedChart.text(subject, "name")).isEqualTo(name);
                            assertThat(RenderedChart.text(subject, "namespace"))
                                    .isEqualTo(RenderedChart.NAMESPACE);
                        });
            }
        }
        assertThat(chart.ofKind("ServiceAccount"))
                .hasSize(3)
                .allSatisfy(account ->
                        assertThat(RenderedChart.text(account, "automountServiceAccountToken"))
                                .isEqualTo("false"));
    }

    @Test
    void aRightThatIsSwitchedOffIsGone() throws Exception {
        Set<String> rights =
                rights(
                        RenderedChart.with(
                                "responder.allowDeletePods=false",
                                "responder.allowDenyTokens=false",
                                "responder.allowEndExceptions=false"));

        assertThat(rights)
                .noneMatch(right ->
                        right.startsWith("driftseal-responder") && right.contains("delete"))
                .noneMatch(right ->
                        right.startsWith("driftseal-responder")
                                && (right.contains("configurations") || right.contains("list")))
                .noneMatch(right -> right.contains("driftseal-denied-tokens"));
    }

    @Test
    void enforcingWebhooksFailClosedAndTheOthersOpen() throws Exception {
        RenderedChart chart = RenderedChart.with("exemptNamespaces={legacy}");

        for (String name : List.of("verify", "access")) {
            Map<?, ?> configuration =
                    chart.named("ValidatingWebhookConfiguration", "driftseal-" + name);
            assertThat(RenderedChart.maps(configuration, "webhooks"))
                    .filteredOn(hook -> !OF_ITS_OWN.contains(hook.get("name")))
                    .extracting(hook ->
                            hook.get("name")
                                    + " "
                                    + hook.get("failurePolicy")
                                    + " "
                                    + modeSelector(hook)
                                    + " "
                                    + RenderedChart.text(hook, "clientConfig", "service", "path"))
                    .contains(
                            name
                                    + ".enforce.driftseal.io Fail In DoesNotExist /"
                                    + name
                                    + "/enforce",
                            name + ".break-glass.driftseal.io Ignore In Exists /" + name,
                            name + ".driftseal.io Ignore NotIn /" + name);
        }
        assertThat(
                        RenderedChart.maps(
                                chart.named("MutatingWebhookConfiguration", "zz-driftseal-stamp"),
                                "webhooks"))
                .hasSize(3)
                .allSatisfy(stamp -> {
                    assertThat(stamp.get("failurePolicy")).isEqualTo("Ignore");
                    assertThat(stamp.get("reinvocationPolicy")).isEqualTo("IfNeeded");
                });
    }

    @Test
    void theOffSwitchTakesTheWebhooksAwayAndLeavesThePolicies() throws Exception {
        RenderedChart off = RenderedChart.with("admission.enabled=false");

        assertThat(off.ofKind("MutatingWebhookConfiguration")).isEmpty();
        assertThat(off.ofKind("ValidatingWebhookConfiguration")).isEmpty();
        assertThat(off.ofKind("ValidatingAdmissionPolicy"))
                .isEqualTo(RenderedChart.with().ofKind("ValidatingAdmissionPolicy"));
    }

    @Test
    void drainsGoOnWithoutUsAndNodesAsTheirModeSays() throws Exception {
        assertThat(failurePolicies("nodes.mode=observe"))
                .containsEntry("eviction.access.driftseal.io", "Ignore")
                .containsEntry("nodes.access.driftseal.io", "Ignore");
        assertThat(failurePolicies("nodes.mode=enforce"))
                .containsEntry("eviction.access.driftseal.io", "Ignore")
                .containsEntry("nodes.access.driftseal.io", "Fail");
    }

    private static Map<String, String> failurePolicies(String value) throws Exception {
        var policies = new java.util.TreeMap<String, String>();
        for (Map<?, ?> hook :
                RenderedChart.maps(
                        RenderedChart.with(value)
                                .named("ValidatingWebhookConfiguration", "driftseal-access"),
                        "webhooks")) {
            policies.put(
                    RenderedChart.text(hook, "name"), RenderedChart.text(hook, "failurePolicy"));
        }
        return policies;
    }

    @Test
    void everyWebhookLeavesOutExemptNamespacesAndHasNoSideEffectOnDryRuns() throws Exception {
        RenderedChart chart = RenderedChart.with("exemptNamespaces={legacy}");

        for (String kind :
                List.of("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")) {
            for (Map<?, ?> configuration : chart.ofKind(kind)) {
                assertThat(RenderedChart.maps(configuration, "webhooks"))
                        .isNotEmpty()
                        .allSatisfy(hook ->
                                assertThat(hook.get("sideEffects")).isEqualTo("NoneOnDryRun"))
                        .filteredOn(hook -> !WITHOUT_SELECTOR.contains(hook.get("name")))
                        .allSatisfy(hook -> {
                            assertThat(
                                            RenderedChart.maps(
                                                    hook, "namespaceSelector", "matchExpressions"))
                                    .anySatisfy(expression ->
                                            assertThat(expression.toString())
                                                    .contains(
                                                            "kubernetes.io/metadata.name",
                                                            "NotIn",
                                                            "driftseal-system",
                                                            "kube-system",
                                                            "legacy"));
                        });
            }
        }
    }

    @Test
    void whatServicesWriteIsInNoManifestSoThatAnUpgradeLeavesItAlone() throws Exception {
        RenderedChart chart = RenderedChart.with();

        assertThat(chart.text()).doesNotContain("caBundle:");
        assertThat(chart.named("ConfigMap", "driftseal-denied-tokens").containsKey("data"))
                .isFalse();
        assertThat(chart.named("ConfigMap", "driftseal-checkpoint").containsKey("data")).isFalse();
        assertThat(chart.named("Secret", "driftseal-webhook-authorities").containsKey("data"))
                .isFalse();
    }

    @Test
    void aUrlReplacesTheService() throws Exception {
        RenderedChart chart =
                RenderedChart.with("webhook.url=https://192.0.2.7:8443", "webhook.caBundle=QUJD");

        Map<?, ?> hook =
                RenderedChart.maps(
                                chart.named("MutatingWebhookConfiguration", "zz-driftseal-stamp"),
                                "webhooks")
                        .getFirst();

        assertThat(RenderedChart.text(hook, "clientConfig", "url"))
                .startsWith("https://192.0.2.7:8443/stamp");
        assertThat(RenderedChart.text(hook, "clientConfig", "caBundle")).isEqualTo("QUJD");
        assertThat(RenderedChart.map(hook, "clientConfig").containsKey("service")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "surprise=1",
                "webhook.url=http://192.0.2.7",
                "webhook.url=https://192.0.2.7/path",
                "webhook.timeoutSeconds=31",
                "nodes.mode=block",
                "webhook.caBundle=not base64!",
                "priorityClass.value=2000000000",
                "administrators.groups={it's}",
                "webhook.replicas=0",
                "webhook.certificate.source=somebody",
                "webhook.certificate.source=cert-manager",
                "images.digests.webhook=latest",
                "networkPolicies.apiServerCidrs={everybody}",
                "driftScanner.persistence.size=big",
                "responder.allowDeletePods=perhaps"
            })
    void valuesThatCannotBeMeantAreRefused(String value) {
        assertThatThrownBy(() -> RenderedChart.with(value))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyPodHoldsToTheRestrictedProfile() throws Exception {
        RenderedChart chart = RenderedChart.with();

        List<Map<?, ?>> workloads = new ArrayList<>(chart.ofKind("Deployment"));
        workloads.addAll(chart.ofKind("StatefulSet"));
        assertThat(workloads).hasSize(3);
        for (Map<?, ?> workload : workloads) {
            Map<?, ?> pod = RenderedChart.map(workload, "spec", "template", "spec");
            assertThat(RenderedChart.text(pod, "securityContext", "runAsNonRoot"))
                    .isEqualTo("true");
            assertThat(RenderedChart.text(pod, "securityContext", "seccompProfile", "type"))
                    .isEqualTo("RuntimeDefault");
            assertThat(RenderedChart.text(pod, "automountServiceAccountToken")).isEqualTo("false");
            Map<?, ?> container = RenderedChart.maps(pod, "containers").getFirst();
            Map<?, ?> security = RenderedChart.map(container, "securityContext");
            assertThat(RenderedChart.text(security, "readOnlyRootFilesystem")).isEqualTo("true");
            assertThat(RenderedChart.text(security, "allowPrivilegeEscalation")).isEqualTo("false");
            assertThat(RenderedChart.texts(security, "capabilities", "drop"))
                    .containsExactly("ALL");
            assertThat(container.keySet().stream().map(String::valueOf).toList())
                    .contains("startupProbe", "readinessProbe", "livenessProbe", "resources");
        }
    }

    /** What the services read is what the values say, in the shape that the program reads. */
    @Test
    void whatIsDeclaredReachesBothServices() throws Exception {
        String injector = "declarations.injectors[0].";
        RenderedChart chart =
                RenderedChart.with(
                        "declarations.admissionPlugins={AlwaysPullImages}",
                        injector + "name=mesh",
                        injector + "author=the mesh",
                        injector + "reason=mutual TLS",
                        injector + "shape.containers[0].name=mesh-proxy",
                        injector + "shape.containers[0].ports[0].containerPort=15021",
                        injector
                                + "shape.containers[0].image=registry.example/mesh@sha256:"
                                + "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

        String document =
                RenderedChart.text(
                        chart.named("ConfigMap", "driftseal-declarations"),
                        "data",
                        "declarations.json");
        Declarations read =
                Declarations.parse(
                        JsonReader.readObject(
                                document.getBytes(StandardCharsets.UTF_8),
                                JsonLimits.kubernetesObject()));
        assertThat(read.admissionPlugins()).containsExactly("AlwaysPullImages");
        assertThat(read.injectors()).singleElement().extracting("name").isEqualTo("mesh");
        assertThat(document).contains("\"containerPort\":15021");
        for (String service : List.of("webhook", "drift-scanner")) {
            assertThat(
                            RenderedChart.text(
                                    chart.named("ConfigMap", "driftseal-" + service),
                                    "data",
                                    service + ".yaml"))
                    .contains("declarations: /etc/driftseal/declarations/declarations.json");
        }
        assertThat(RenderedChart.with().ofKind("ConfigMap"))
                .noneMatch(map -> RenderedChart.text(map, "metadata", "name").contains("declar"));
    }

    @Test
    void somebodyElsesCertificateTakesTheRightsToRotateAway() throws Exception {
        RenderedChart chart =
                RenderedChart.with(
                        "webhook.certificate.source=cert-manager",
                        "webhook.certificate.issuer.name=ca");

        assertThat(rights(chart))
                .noneMatch(right -> right.contains("| secrets |"))
                .noneMatch(right ->
                        right.startsWith("driftseal-webhook")
                                && right.contains("webhookconfigurations")
                                && right.contains("patch"));
        assertThat(
                        RenderedChart.text(
                                chart.named("MutatingWebhookConfiguration", "zz-driftseal-stamp"),
                                "metadata",
                                "annotations",
                                "cert-manager.io/inject-ca-from"))
                .isEqualTo("driftseal-system/driftseal-webhook");
        assertThat(chart.ofKind("Certificate")).hasSize(1);
    }

    private static String modeSelector(Map<?, ?> hook) {
        return RenderedChart.maps(hook, "namespaceSelector", "matchExpressions").stream()
                .filter(expression ->
                        String.valueOf(expression.get("key")).contains("driftseal.io/"))
                .map(expression -> String.valueOf(expression.get("operator")))
                .collect(Collectors.joining(" "));
    }

    /** One line for each resource of each rule, as the README's table has them. */
    private static Set<String> rights(RenderedChart chart) throws IOException {
        Set<String> rights = new TreeSet<>();
        for (String kind : List.of("ClusterRole", "Role")) {
            for (Map<?, ?> role : chart.ofKind(kind)) {
                for (Map<?, ?> rule : RenderedChart.maps(role, "rules")) {
                    for (String resource : RenderedChart.texts(rule, "resources")) {
                        String group = RenderedChart.texts(rule, "apiGroups").getFirst();
                        rights.add(
                                String.join(
                                        " | ",
                                        RenderedChart.text(role, "metadata", "name"),
                                        kind.equals("Role") ? "own namespace" : "cluster",
                                        group.isEmpty() ? "core" : group,
                                        resource,
                                        String.join(
                                                " ", RenderedChart.texts(rule, "resourceNames")),
                                        String.join(" ", RenderedChart.texts(rule, "verbs"))));
                    }
                }
            }
        }
        return rights;
    }
}
