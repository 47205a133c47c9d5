package io.driftseal.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What policy gets to see, word for word. */
final class DecisionInputsTest {

    @Test
    void admissionDocument() {
        // When, Then
        assertThat(Facts.admission().document(Facts.NOW))
                .isEqualTo(
                        Facts.json(
                                """
                                {"schema": "driftseal.admission/v1", "time": "2026-11-26T12:00:00Z",
                                 "operation": "UPDATE", "origin": "root",
                                 "namespace": {"name": "shop", "mode": "enforce", "labels": {
                                   "driftseal.io/tier": "restricted", "driftseal.io/mode": "enforce"}},
                                 "requester": {"username": "ci", "groups": ["builders"]}, "approver": "",
                                 "approval": {"state": "none", "explanation": ""},
                                 "workload": {"kind": "Deployment", "name": "web",
                                              "podSpecPath": ["spec", "template", "spec"],
                                   "object": REDACTED, "previous": REDACTED}}
                                """
                                        .replace(
                                                "REDACTED",
                                                """
                                                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
                                                 "spec": {"template": {"spec": {"serviceAccountName": "web",
                                                   "containers": [{"name": "app", "image": "app:latest",
                                                     "env": [{"name": "PASSWORD", "value": "sha256:f52fbd32b2b3b86f"}]}]}}}}
                                                """)));
    }

    @Test
    void aCreationHasNoPreviousObject() {
        // Given
        AdmissionInput update = Facts.admission();
        var created =
                new AdmittedWorkload(
                        "Deployment",
                        "web",
                        java.util.List.of("spec", "template", "spec"),
                        Facts.DEPLOYMENT,
                        java.util.Optional.empty());
        // When
        var document =
                new AdmissionInput(
                                Operation.CREATE,
                                Origin.CHILD,
                                update.namespace(),
                                update.requester(),
                                update.approval(),
                                created)
                        .document(Facts.NOW);
        // Then
        assertThat(document.find("workload", "previous").map(JsonValue::toString)).contains("null");
        assertThat(document.string("origin")).contains("child");
    }

    @Test
    void accessDocumentShowsTheProgramAndNoArgument() {
        // When
        var document = Facts.access().document(Facts.NOW);
        // Then
        assertThat(document.string("command", "program")).contains("sh");
        assertThat(document.number("command", "argumentCount").map(JsonValue::toString))
                .contains("2");
        assertThat(document.toString()).doesNotContain("hunter2").doesNotContain("-c");
    }

    @Test
    void aProxysPathIsShownOfANodeOnly() {
        // Given
        AccessInput like = Facts.access();
        var destination = new AccessSession.Destination("8080", "/run/hunter2");
        // When
        var node = with(like, AccessSession.to(Door.NODE_PROXY, destination));
        var pod = with(like, AccessSession.to(Door.POD_PROXY, destination));
        // Then
        assertThat(node.string("destination", "path")).contains("/run/hunter2");
        assertThat(pod.toString()).doesNotContain("hunter2");
        assertThat(pod.string("destination", "port")).contains("8080");
        assertThat(pod.string("destination", "pathDigest"))
                .isEqualTo(node.string("destination", "pathDigest"));
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void aDoorIsFoundByItsNameAndByItsPath(Door door) {
        // When, Then
        assertThat(Door.named(door.wireName())).contains(door);
        assertThat(Door.of(door.plural(), door.subResource(), door.act().name())).contains(door);
        assertThat(Door.of(door.plural(), door.subResource(), "DELETE")).isEmpty();
    }

    private static JsonObject with(AccessInput like, AccessSession session) {
        return new AccessInput(
                        session, like.namespace(), like.target(), like.requester(), like.grant())
                .document(Facts.NOW);
    }

    @Test
    void nothingThatMayBeASecretIsInTheInputNorInItsDigestsSource() {
        // When, Then
        assertThat(Facts.admission().document(Facts.NOW).toString()).doesNotContain("hunter2");
    }

    @Test
    void driftAndResponseNeedAFinding() {
        // When, Then
        assertThatThrownBy(() ->
                        new DriftInput(
                                Facts.WEB,
                                "",
                                Facts.SHOP,
                                List.of(),
                                new Coverage(List.of(), List.of())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IncidentFacts("inc-1", Severity.ERROR, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "observe, OBSERVE",
        "warn, WARN",
        "enforce, ENFORCE",
        "Enforce, OBSERVE",
        "'', OBSERVE",
        "block, OBSERVE"
    })
    void modeOfANamespace(String label, Mode mode) {
        // When, Then
        assertThat(new NamespaceFacts("shop", Map.of(Mode.LABEL, label)).mode()).isEqualTo(mode);
    }

    @Test
    void aNamespaceWithoutTheLabelIsObserved() {
        // When, Then
        assertThat(new NamespaceFacts("shop", Map.of()).mode()).isEqualTo(Mode.OBSERVE);
    }

    @Test
    void identitiesSortByTimeAndNameTheirKind() {
        // Given
        var early =
                new TimeOrderedIds(
                        "dec",
                        Clock.fixed(Instant.ofEpochMilli(1_000), ZoneOffset.UTC),
                        new Random(1));
        var late =
                new TimeOrderedIds(
                        "dec",
                        Clock.fixed(Instant.ofEpochMilli(2_000), ZoneOffset.UTC),
                        new Random(1));
        // When
        String first = early.get();
        String second = late.get();
        // Then
        assertThat(first).matches("dec-00000000-03e8-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(second).isGreaterThan(first);
        assertThat(early.get()).isNotEqualTo(first);
    }
}
