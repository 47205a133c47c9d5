package io.driftseal.decision.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.driftseal.decision.ir.EmbeddedEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was compiled before is used for exactly its policies, whole or not at all. */
final class CompiledPoliciesTest {
    private static final Path NO_COMPILER = Path.of("there-is-no-such-program");

    @TempDir Path directory;

    @Test
    void shippedOnesAreUsedWithoutTheCompiler() throws Exception {
        // Given
        PolicyBundle policies = policies("decision := {\"ok\": 1}");
        byte[] compiled = compiler(RealOpa.program(), CompiledPolicies.NOWHERE).compile(policies);
        ship(policies);
        // When
        byte[] used = compiler(NO_COMPILER, shipped()).compile(policies);
        // Then
        assertThat(used).isEqualTo(compiled);
    }

    @Test
    void otherPoliciesAreCompiled() throws Exception {
        // Given
        ship(policies("decision := {\"ok\": 1}"));
        PolicyBundle changed = policies("decision := {\"ok\": 2}");
        // When, then
        assertThatThrownBy(() -> compiler(NO_COMPILER, shipped()).compile(changed))
                .isInstanceOf(EngineStartException.class);
        assertThat(compiler(RealOpa.program(), shipped()).compile(changed)).isNotEmpty();
    }

    @Test
    void damagedOnesAreCompiledAgain() throws Exception {
        // Given
        PolicyBundle policies = policies("decision := {\"ok\": 1}");
        Path file = ship(policies);
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
        // When, then
        assertThatThrownBy(() -> compiler(NO_COMPILER, shipped()).compile(policies))
                .isInstanceOf(EngineStartException.class);
        assertThat(compiler(RealOpa.program(), shipped()).compile(policies)).isNotEmpty();
    }

    @Test
    void refusedPoliciesAreNotShipped() throws Exception {
        // Given
        PolicyBundle bad = policies("decision := {\"ok\": time.add_date(1)}");
        // When, then
        assertThatThrownBy(() -> ship(bad)).isInstanceOf(PolicyRefusedException.class);
        assertThat(directory.resolve("shipped")).doesNotExist();
    }

    @Test
    void aDirectoryThatIsNotThereIsNone() throws Exception {
        // When, then
        assertThat(
                        compiler(RealOpa.program(), shipped())
                                .compile(policies("decision := {\"ok\": 1}")))
                .isNotEmpty();
        assertThat(directory.resolve("shipped")).doesNotExist();
    }

    private Path ship(PolicyBundle policies) throws Exception {
        return compiler(RealOpa.program(), CompiledPolicies.NOWHERE)
                .ship(policies, directory.resolve("shipped"));
    }

    private CompiledPolicies shipped() {
        return new CompiledPolicies(Optional.of(directory.resolve("shipped")), Optional.empty());
    }

    private static PolicyCompiler compiler(Path program, CompiledPolicies compiled) {
        return new PolicyCompiler(program, EmbeddedEngine.TARGET, compiled);
    }

    private PolicyBundle policies(String admission) throws Exception {
        Path sources = Files.createDirectories(directory.resolve("policies"));
        return PolicyBundle.read(RealOpa.policies(sources, "admission", admission));
    }
}
