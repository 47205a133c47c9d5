package io.driftseal.decision.opa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.bundle.RealOpa;
import io.driftseal.decision.evaluation.EvaluationBounds;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the real program makes of policies before it answers anything. */
final class PolicyLoadingTest {

    private static final JsonObject INPUT = JsonObject.of("name", JsonValue.of("x"));

    @TempDir private Path directory;

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    decision := {"a": 1                      | access.rego:4: unexpected eof token
                    decision := unknown_name                 | access.rego:3: var unknown_name is unsafe
                    decision := {"now": time.now_ns()}       | access.rego:3: undefined function time.now_ns
                    decision := http.send({"url": "x"})      | access.rego:3: undefined function http.send
                    decision := {"e": opa.runtime()}         | access.rego:3: undefined function opa.runtime
                    """)
    void policiesThatMayNotBeLoadedAreRefusedWithFileAndLine(String rule, String message)
            throws Exception {
        // Given
        RealOpa.policies(directory, "access", rule);
        // When, Then
        assertThatThrownBy(this::start)
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining(message);
    }

    @Test
    void policiesThatReadAFieldTheirSchemaDoesNotNameAreRefused() throws Exception {
        // Given
        Files.createDirectory(directory.resolve("schema"));
        Files.writeString(
                directory.resolve("schema/drift-input.json"),
                """
                {"type": "object", "additionalProperties": false,
                 "properties": {"name": {"type": "string"}}}
                """);
        RealOpa.policies(directory, "", "");
        Files.writeString(
                directory.resolve("drift.rego"),
                """
                # METADATA
                # schemas:
                #   - input: schema["drift-input"]
                package driftseal.drift

                decision := {"seen": input.nmae}
                """);
        // When, Then
        assertThatThrownBy(this::start)
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("drift.rego:6: undefined ref: input.nmae");
    }

    @Test
    void policiesOutsideTheirPackageAreRefused() throws Exception {
        // Given: a name that means something to OPA itself
        RealOpa.policies(directory, "", "");
        Files.writeString(
                directory.resolve("open.rego"), "package system.authz\n\nallow if true\n");
        // When, Then
        assertThatThrownBy(this::start)
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("package system.authz is outside driftseal");
    }

    @Test
    void policiesInThePlaceOfTheSettingsAreRefused() throws Exception {
        // Given
        RealOpa.policies(directory, "", "");
        Files.writeString(
                directory.resolve("mine.rego"), "package driftseal.settings\n\nexemptions := []\n");
        // When, Then
        assertThatThrownBy(this::start)
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("driftseal.settings");
    }

    @Test
    void rulesReadTheSettings() throws Exception {
        // Given
        RealOpa.policies(
                directory,
                "drift",
                "decision := {\"rules\": [e.rule | some e in data.driftseal.settings.enforcement]}");
        Files.createDirectory(directory.resolve("data"));
        Files.writeString(
                directory.resolve("data/a.json"),
                """
                {"schema": "driftseal.settings/v1", "enforcement": [
                  {"rule": "image-tag", "mode": "warn", "namespaces": ["shop"],
                   "owner": "security", "reason": "rolled out in steps"}]}
                """);
        try (OpaProcessEngine engine = start()) {
            // When
            Evaluation evaluation = engine.evaluate(EntryPoint.DRIFT, INPUT);
            // Then
            assertThat(evaluation)
                    .isInstanceOfSatisfying(
                            Evaluation.Answered.class,
                            answered ->
                                    assertThat(answered.document())
                                            .hasToString("{\"rules\":[\"image-tag\"]}"));
            assertThat(PolicyBundle.read(directory).settings().enforcement()).hasSize(1);
        }
    }

    @Test
    void policiesThatDoNotAnswerAQuestionAreRefused() throws Exception {
        // Given
        RealOpa.policies(directory, "", "");
        Files.delete(directory.resolve("response.rego"));
        // When, Then
        assertThatThrownBy(this::start)
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("package driftseal.response is missing");
    }

    @Test
    void aProgramThatIsNoOpaIsReported() throws IOException {
        // Given
        RealOpa.policies(directory, "", "");
        // When, Then
        assertThatThrownBy(() ->
                        OpaProcessEngine.start(
                                Path.of("/bin/true"),
                                PolicyBundle.read(directory),
                                EvaluationBounds.elsewhere()))
                .isInstanceOf(EngineStartException.class)
                .hasMessageContaining("is it version 1.22 or newer?");
    }

    private OpaProcessEngine start() throws Exception {
        return OpaProcessEngine.start(
                RealOpa.program(), PolicyBundle.read(directory), EvaluationBounds.elsewhere());
    }
}
