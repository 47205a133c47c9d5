package io.driftseal.rego;

import static java.util.Objects.requireNonNull;

import io.driftseal.rego.json.JsonReading;
import io.driftseal.rego.json.RegoJsonReader;
import io.driftseal.rego.value.RegoArray;
import io.driftseal.rego.value.RegoObject;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** What the {@code opa} program says that it can. */
public final class Capabilities {

    private Capabilities() {}

    /** The names of its builtins. */
    public static Set<String> builtins() throws Exception {
        Path opa =
                OpaOracle.program()
                        .orElseThrow(
                                () -> new AssertionError("no opa program: run ./driftseal tools"));
        Process process = new ProcessBuilder(opa.toString(), "capabilities", "--current").start();
        byte[] json = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("opa capabilities ended with " + process.exitValue());
        }
        Set<String> names = new TreeSet<>();
        RegoObject capabilities = (RegoObject) RegoJsonReader.read(json, JsonReading.AS_GO);
        for (RegoValue one : ((RegoArray) requireNonNull(capabilities.get("builtins"))).items()) {
            names.add(((RegoString) requireNonNull(((RegoObject) one).get("name"))).text());
        }
        return names;
    }
}
