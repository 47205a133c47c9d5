package io.driftseal.rego;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the {@code opa} program says that it can, held against what this engine has. */
class CapabilitiesTest {

    /**
     * Not here on purpose: what an operator has to ask for, what the compiler writes away before a
     * plan is made, what needs a parser of Rego in the engine, and what plans have statements for.
     */
    private static final Set<String> ABSENT =
            Set.of(
                    "http.send",
                    "net.lookup_ip_addr",
                    "opa.runtime",
                    "rego.metadata.chain",
                    "rego.metadata.rule",
                    "rego.parse_module",
                    "assign");

    @Test
    void no_builtin_of_opa_is_missing() throws Exception {
        Path opa =
                OpaOracle.program()
                        .orElseThrow(
                                () -> new AssertionError("no opa program: run ./driftseal tools"));
        Process process = new ProcessBuilder(opa.toString(), "capabilities", "--current").start();
        byte[] json = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();

        Set<String> missing = new TreeSet<>();
        RegoObject capabilities = (RegoObject) RegoJsonReader.read(json, JsonReading.AS_GO);
        for (RegoValue one : ((RegoArray) requireNonNull(capabilities.get("builtins"))).items()) {
            missing.add(((RegoString) requireNonNull(((RegoObject) one).get("name"))).text());
        }
        assertThat(missing).hasSizeGreaterThan(200);
        StandardBuiltins.families()
                .forEach(family -> missing.removeAll(family.builtins().keySet()));
        missing.removeAll(ABSENT);

        assertThat(missing).as("builtins of OPA that are not here").isEmpty();
    }

    @Test
    void what_is_absent_is_said() throws Exception {
        String document = Files.readString(Path.of("BUILTINS.md"));

        assertThat(ABSENT).allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
    }
}
