package io.driftseal.bench.document;

import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A pod as the API server hands it to a webhook at creation: defaults filled in, managedFields,
 * probes, resources, environment, mounts. It violates no shipped policy.
 */
public final class PodDocument {
    private PodDocument() {}

    /** A bare pod: a root, which policy decides about. */
    public static JsonObject of(PodSize size) {
        String containers =
                IntStream.range(0, size.containers())
                        .mapToObj(position -> container(position, size.variables()))
                        .collect(Collectors.joining(","));
        return json(
                """
                {"kind":"Pod","apiVersion":"v1","metadata":{"name":"checkout-7d9c6b8f5-x2x9k",
                "namespace":"shop","uid":"0b1f3a52-9d0e-4c7e-8a44-6f1f3f7c9d21",
                "creationTimestamp":"2026-11-23T12:00:00Z",
                "labels":{"app.kubernetes.io/name":"checkout","app.kubernetes.io/part-of":"shop",
                "team":"payments"},"annotations":{"prometheus.io/scrape":"true",
                "prometheus.io/port":"8080"},"managedFields":[{"manager":"kubectl-create",
                "operation":"Update","apiVersion":"v1","time":"2026-11-23T12:00:00Z",
                "fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:labels":{".":{},
                "f:app.kubernetes.io/name":{},"f:team":{}}},"f:spec":{"f:containers":{%s}}}}]},
                "spec":{"volumes":[{"name":"configuration","configMap":{"name":"checkout",
                "defaultMode":420}},{"name":"scratch","emptyDir":{}}],"containers":[%s],
                "restartPolicy":"Always","terminationGracePeriodSeconds":30,
                "dnsPolicy":"ClusterFirst","serviceAccountName":"checkout",
                "serviceAccount":"checkout","automountServiceAccountToken":false,
                "securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},
                "schedulerName":"default-scheduler","tolerations":[
                {"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute",
                "tolerationSeconds":300},{"key":"node.kubernetes.io/unreachable",
                "operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],"priority":0,
                "enableServiceLinks":true,"preemptionPolicy":"PreemptLowerPriority"},
                "status":{"phase":"Pending","qosClass":"Burstable"}}
                """
                        .replace("\n", "")
                        .formatted(managed(size), containers));
    }

    private static String managed(PodSize size) {
        return IntStream.range(0, size.containers())
                .mapToObj(position ->
                        """
                        "k:{\\"name\\":\\"part-%d\\"}":{".":{},"f:image":{},"f:name":{}%s}\
                        """
                                .formatted(position, managedVariables(size.variables())))
                .collect(Collectors.joining(","));
    }

    private static String managedVariables(int count) {
        return IntStream.range(0, count / 2)
                .mapToObj(n -> ",\"k:{\\\"name\\\":\\\"SETTING_%d\\\"}\":{\".\":{}}".formatted(n))
                .collect(Collectors.joining());
    }

    private static String container(int position, int variables) {
        String environment =
                IntStream.range(0, variables)
                        .mapToObj(n ->
                                "{\"name\":\"SETTING_%d\",\"value\":\"value %d of container %d\"}"
                                        .formatted(n, n, position))
                        .collect(Collectors.joining(","));
        String mounts =
                variables == 0
                        ? ""
                        : """
                        "volumeMounts":[{"name":"configuration","readOnly":true,
                        "mountPath":"/etc/checkout"},{"name":"scratch","mountPath":"/tmp"}],
                        "livenessProbe":{"httpGet":{"path":"/livez","port":8080,"scheme":"HTTP"},
                        "initialDelaySeconds":5,"timeoutSeconds":1,"periodSeconds":10,
                        "successThreshold":1,"failureThreshold":3},
                        "readinessProbe":{"httpGet":{"path":"/readyz","port":8080,
                        "scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,
                        "successThreshold":1,"failureThreshold":3},
                        """;
        return """
        {"name":"part-%d","image":"registry.example.com/shop/part-%d:1.4.%d",
        "args":["--listen","0.0.0.0:8080","--log-format","json"],
        "ports":[{"name":"http","containerPort":8080,"protocol":"TCP"}],"env":[%s],%s
        "resources":{"limits":{"memory":"256Mi"},"requests":{"cpu":"100m","memory":"256Mi"}},
        "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File",
        "imagePullPolicy":"IfNotPresent","securityContext":{"capabilities":{"drop":["ALL"]},
        "readOnlyRootFilesystem":true,"allowPrivilegeEscalation":false}}
        """
                .replace("\n", "")
                .formatted(position, position, position, environment, mounts.replace("\n", ""));
    }

    static JsonObject json(String text) {
        try {
            return JsonReader.readObject(
                    text.getBytes(StandardCharsets.UTF_8), JsonLimits.admissionReview());
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("a document of ours is malformed", e);
        }
    }
}
