package io.driftseal.cli.doors;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.driftseal.kubernetes.ResourceType;
import io.driftseal.testsupport.kubernetes.FakeKubernetesApi;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.util.function.UnaryOperator;

/** What the API server has of a whole installation, and of one that a change has damaged. */
final class WholeInstallation {

    private static final String WORKLOADS =
            """
            {"apiGroups":["","apps","batch"],"apiVersions":["v1"],"operations":["CREATE","UPDATE"],"scope":"Namespaced",
             "resources":["pods","deployments","replicasets","statefulsets","daemonsets","jobs","cronjobs",
                          "replicationcontrollers","pods/ephemeralcontainers","pods/resize"]}
            """;
    private static final String DOORS =
            """
            {"apiGroups":[""],"apiVersions":["v1"],"operations":["CONNECT"],"scope":"Namespaced",
             "resources":["pods/exec","pods/attach","pods/portforward","pods/proxy","services/proxy"]},
            {"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],"scope":"Namespaced",
             "resources":["serviceaccounts/token","pods/eviction"]}
            """;
    private static final String NODES =
            """
            {"apiGroups":[""],"apiVersions":["v1"],"operations":["CONNECT"],"scope":"Cluster","resources":["nodes/proxy"]}
            """;

    private WholeInstallation() {}

    private static String webhook(String name, String rules, String policy, String operator) {
        return """
        {"name":"%s","clientConfig":{"caBundle":"Q0E="},"failurePolicy":"%s","rules":[%s],"objectSelector":{},
         "namespaceSelector":{"matchExpressions":[
          {"key":"kubernetes.io/metadata.name","operator":"NotIn","values":["driftseal-system","kube-system"]}%s]}}
        """
                .formatted(
                        name,
                        policy,
                        rules,
                        operator.isEmpty()
                                ? ""
                                : ",{\"key\":\"driftseal.io/mode\",\"operator\":\""
                                        + operator
                                        + "\",\"values\":[\"enforce\"]}");
    }

    private static String configuration(String kind, String name, String... webhooks) {
        return """
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"%s","metadata":{"name":"%s"},"webhooks":[%s]}
        """
                .formatted(kind, name, String.join(",", webhooks));
    }

    /** Each text of it as the change leaves it. */
    static FakeKubernetesApi with(UnaryOperator<String> change) {
        var api = new FakeKubernetesApi();
        put(
                api,
                ResourceType.MUTATING_WEBHOOK_CONFIGURATIONS,
                change,
                configuration(
                        "MutatingWebhookConfiguration",
                        "zz-driftseal-stamp",
                        webhook("stamp.driftseal.io", WORKLOADS, "Ignore", "")));
        put(
                api,
                ResourceType.VALIDATING_WEBHOOK_CONFIGURATIONS,
                change,
                configuration(
                        "ValidatingWebhookConfiguration",
                        "driftseal-verify",
                        webhook("verify.enforce.driftseal.io", WORKLOADS, "Fail", "In"),
                        webhook("verify.driftseal.io", WORKLOADS, "Ignore", "NotIn")));
        put(
                api,
                ResourceType.VALIDATING_WEBHOOK_CONFIGURATIONS,
                change,
                configuration(
                        "ValidatingWebhookConfiguration",
                        "driftseal-access",
                        webhook("access.enforce.driftseal.io", DOORS, "Fail", "In"),
                        webhook("access.driftseal.io", DOORS, "Ignore", "NotIn"),
                        webhook("nodes.access.driftseal.io", NODES, "Ignore", "")));
        for (Policy policy : Policy.expected()) {
            put(
                    api,
                    ResourceType.VALIDATING_ADMISSION_POLICIES,
                    change,
                    """
                    {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicy","metadata":{"name":"%s"},
                     "spec":{"failurePolicy":"%s","validations":[{"expression":"x"}]}}
                    """
                            .formatted(policy.name(), policy.failurePolicy()));
            put(
                    api,
                    ResourceType.VALIDATING_ADMISSION_POLICY_BINDINGS,
                    change,
                    """
                    {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicyBinding",
                     "metadata":{"name":"%s"},"spec":{"policyName":"%s","validationActions":["Deny"]}}
                    """
                            .formatted(policy.name(), policy.name()));
        }
        for (String namespace :
                new String[] {
                    "shop\",\"labels\":{\"driftseal.io/mode\":\"enforce\"},\"x\":\"",
                    "kube-system",
                    "driftseal-system",
                    "default"
                }) {
            put(
                    api,
                    ResourceType.NAMESPACES,
                    change,
                    ("{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\""
                                    + namespace
                                    + "\"}}")
                            .replace(",\"x\":\"\"", ""));
        }
        return api;
    }

    private static void put(
            FakeKubernetesApi api, ResourceType type, UnaryOperator<String> change, String text) {
        String changed = change.apply(text);
        if (!changed.isEmpty()) {
            api.put(type, json(changed));
        }
    }

    private static JsonObject json(String text) {
        try {
            return JsonReader.readObject(text.getBytes(UTF_8), JsonLimits.kubernetesObject());
        } catch (MalformedJsonException e) {
            throw new AssertionError(text, e);
        }
    }

    /** An installation that is told of a custom kind by this file. */
    static FakeKubernetesApi told(String file, UnaryOperator<String> change) {
        FakeKubernetesApi api =
                with(text ->
                        change.apply(
                                text.replace(
                                        "\"clientConfig\":{",
                                        "\"clientConfig\":{\"service\":{\"namespace\":\"driftseal-system\"},")));
        api.put(
                ResourceType.CONFIG_MAPS,
                JsonObject.builder()
                        .put("apiVersion", "v1")
                        .put("kind", "ConfigMap")
                        .put(
                                "metadata",
                                json(
                                        "{\"name\":\"driftseal-custom-roots\",\"namespace\":\"driftseal-system\"}"))
                        .put("data", JsonObject.builder().put("custom-roots.json", file).build())
                        .build());
        return api;
    }
}
