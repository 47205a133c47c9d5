package io.driftseal.decision.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.decision.Facts;
import io.driftseal.workload.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where secrets hide in objects, and that nothing else is lost. */
final class SecretRedactionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'spec': {'containers': [{'env': [{'name': 'A', 'value': 'hunter2'}]}]}}",
                "{'spec': {'containers': [{'args': ['--password', 'hunter2']}]}}",
                "{'spec': {'initContainers': [{'command': ['sh', '-c', 'login hunter2']}]}}",
                "{'spec': {'ephemeralContainers': [{'command': ['hunter2']}]}}",
                "{'spec': {'template': {'spec': {'containers': [{'args': ['hunter2']}]}}}}",
                "{'spec': {'jobTemplate': {'spec': {'template': {'spec': {'containers': [{'args': ['hunter2']}]}}}}}}",
                "{'spec': {'containers': [{'livenessProbe': {'exec': {'command': ['hunter2']}}}]}}",
                "{'spec': {'containers': [{'lifecycle': {'preStop': {'exec': {'command': ['hunter2']}}}}]}}",
                "{'spec': {'containers': [{'readinessProbe': {'httpGet': {'httpHeaders': [{'name': 'Authorization', 'value': 'hunter2'}]}}}]}}",
                "{'metadata': {'annotations': {'kubectl.kubernetes.io/last-applied-configuration': '{\\\"value\\\": \\\"hunter2\\\"}'}}}"
            })
    void replacesSecretsInEveryPlace(String document) {
        // Given
        JsonObject tree = Facts.json(document.replace('\'', '"'));
        assertThat(tree.toString()).contains("hunter2");
        // When
        String redacted = SecretRedaction.of(tree).toString();
        // Then
        assertThat(redacted).doesNotContain("hunter2").contains("sha256:");
    }

    @Test
    void keepsEverythingElse() {
        // Given
        JsonObject tree =
                Facts.json(
                        """
                        {"kind": "Pod", "metadata": {"annotations": {"team": "shop"}},
                         "spec": {"hostPID": true, "priority": 3, "newField": {"env": "text", "args": null},
                           "containers": [{"name": "a", "image": "b",
                             "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}]}]}}
                        """);
        // When, Then
        assertThat(SecretRedaction.of(tree)).isEqualTo(tree);
    }

    @Test
    void leavesOutWhatNamesFieldsOnly() {
        // Given
        JsonObject tree = Facts.json("{\"metadata\": {\"name\": \"a\", \"managedFields\": [{}]}}");
        // When, Then
        assertThat(SecretRedaction.of(tree))
                .isEqualTo(Facts.json("{\"metadata\": {\"name\": \"a\"}}"));
    }

    @Test
    void equalValuesStayEqualAndDifferentOnesDiffer() {
        // When, Then
        assertThat(SecretRedaction.digest("a"))
                .isEqualTo(SecretRedaction.digest("a"))
                .isEqualTo("sha256:ca978112ca1bbdca")
                .isNotEqualTo(SecretRedaction.digest("b"));
    }
}
