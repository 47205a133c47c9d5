package io.driftseal.testsupport.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EngineStatus.State;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.bundle.CompiledPolicies;
import io.driftseal.decision.bundle.OpaCommand;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyCompiler;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.evaluation.EvaluationBounds;
import io.driftseal.decision.wasm.WasmEngine;
import io.driftseal.rego.TarArchive;
import io.driftseal.testsupport.ProgramLocator;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the binding leaves to whoever uses it: modules, built-ins, memory. */
final class WasmEngineTest {

    private static final EvaluationBounds BOUNDS =
            new EvaluationBounds(Duration.ofSeconds(30), 1, Duration.ofSeconds(30));

    @TempDir private Path directory;

    @Test
    void whatIsCompiledHasItsTextsRightAndItsMemoryBounded() throws Exception {
        // Given
        Path sources = sources("sources");
        Files.writeString(
                sources.resolve("access.rego"),
                """
                package driftseal.access

                decision := {
                	"only": sprintf("%d", [input.number]) == "1099511627776",
                	"texts": sprintf("%d %q %t %v %s", [input.number, "a\\"b", true, ["x"], "y"]),
                } if {
                	input.number
                }

                decision := {"count": count([x | some x in numbers.range(1, 20000000)])} if {
                	input.row == "memory"
                }
                """);
        try (WasmEngine engine = load(sources)) {
            // When
            Evaluation texts =
                    engine.evaluate(
                            EntryPoint.ACCESS,
                            JsonObject.of("number", JsonValue.of(1_099_511_627_776L)));
            Evaluation memory =
                    engine.evaluate(
                            EntryPoint.ACCESS, JsonObject.of("row", JsonValue.of("memory")));
            Evaluation next =
                    engine.evaluate(EntryPoint.ADMISSION, JsonObject.of("name", JsonValue.of("x")));
            // Then
            assertThat(((Evaluation.Answered) texts).document())
                    .isEqualTo(
                            JsonObject.builder()
                                    .put("only", true)
                                    .put(
                                            "texts",
                                            "1099511627776 \"a\\\"b\" %!t(string=true) [\"x\"] y")
                                    .build());
            assertThat(((Evaluation.Indeterminate) memory).cause()).isEqualTo(Cause.SERVER_ERROR);
            assertThat(next).isInstanceOf(Evaluation.Answered.class);
            assertThat(engine.status().restarts()).isEqualTo(1);
            assertThat(engine.status().state()).isEqualTo(State.READY);
        }
    }

    @Test
    void builtinsThatWasmLacksAreRefusedWithFileAndLine() throws Exception {
        // Given
        Path sources = sources("sources");
        Files.writeString(
                sources.resolve("access.rego"),
                """
                package driftseal.access

                decision := {"addresses": net.cidr_expand(input.range)}
                """);
        // When, Then
        assertThatThrownBy(() -> load(sources))
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("access.rego:3")
                .hasMessageContaining("net.cidr_expand");
    }

    @Test
    void aModuleThatIsShippedDecidesWithTheSettingsBesideIt() throws Exception {
        // Given
        Path shipped = shipped(List.of(EntryPoint.values()));
        try (WasmEngine engine = load(shipped)) {
            // When
            Evaluation evaluation =
                    engine.evaluate(
                            EntryPoint.GRANT, JsonObject.of("row", JsonValue.of("settings")));
            // Then
            assertThat(((Evaluation.Answered) evaluation).document().array("rules"))
                    .containsExactly(JsonValue.of("image-tag"));
            assertThat(evaluation.bundleRevision())
                    .isEqualTo(PolicyBundle.read(shipped).revision());
        }
    }

    @Test
    void modulesThatCannotBeRunAreRefused() throws Exception {
        // Given
        Path partial = shipped(List.of(EntryPoint.ADMISSION, EntryPoint.ACCESS));
        byte[] module = Files.readAllBytes(partial.resolve("policy.wasm"));
        Path cut = Files.createDirectory(directory.resolve("cut"));
        Files.write(cut.resolve("policy.wasm"), Arrays.copyOf(module, module.length / 2));
        // When, Then
        assertThatThrownBy(() -> load(partial))
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("policy.wasm")
                .hasMessageContaining("driftseal/grant/decision");
        assertThatThrownBy(() -> load(cut))
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("no policy that can be run");
    }

    @Test
    void aModuleThatAsksForWhatNobodyHasIsRefused() throws Exception {
        // Given: compiled by somebody whose host has it
        Path sources = sources("sources");
        Files.writeString(
                sources.resolve("access.rego"),
                "package driftseal.access\n\ndecision := {\"now\": time.now_ns()}\n");
        Path shipped = built(sources, List.of(EntryPoint.values()));
        // When, Then
        assertThatThrownBy(() -> load(shipped))
                .isInstanceOf(PolicyRefusedException.class)
                .hasMessageContaining("time.now_ns");
    }

    private Path shipped(List<EntryPoint> entryPoints) throws Exception {
        return built(sources("of-the-module"), entryPoints);
    }

    /** A module and the settings, no Rego. */
    private Path built(Path sources, List<EntryPoint> entryPoints) throws Exception {
        List<String> build = new ArrayList<>(List.of("build", "--target", "wasm"));
        entryPoints.forEach(each -> build.addAll(List.of("--entrypoint", each.rulePath())));
        build.addAll(List.of("--output", "bundle.tar.gz", sources.toString()));
        OpaCommand.Result result =
                new OpaCommand(opa(), directory).run(build.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.output()).isZero();
        byte[] archive = Files.readAllBytes(directory.resolve("bundle.tar.gz"));
        Path shipped = Files.createDirectory(directory.resolve("shipped"));
        Files.write(shipped.resolve("policy.wasm"), TarArchive.read(archive).get("policy.wasm"));
        Files.createDirectory(shipped.resolve("data"));
        Files.copy(sources.resolve("data/settings.json"), shipped.resolve("data/settings.json"));
        return shipped;
    }

    private Path sources(String name) throws Exception {
        Path sources = Files.createDirectory(directory.resolve(name));
        RegoEngineContract.writePolicies(sources);
        return sources;
    }

    private static WasmEngine load(Path policies) throws Exception {
        var compiler = new PolicyCompiler(opa(), WasmEngine.TARGET, CompiledPolicies.NOWHERE);
        return WasmEngine.load(PolicyBundle.read(policies), compiler, BOUNDS);
    }

    private static Path opa() {
        return ProgramLocator.ofProcess().locate("opa");
    }
}
