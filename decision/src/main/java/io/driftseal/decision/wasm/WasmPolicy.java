package io.driftseal.decision.wasm;

import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyCompiler;
import io.driftseal.decision.bundle.PolicyProblem;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.rego.TarArchive;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Wasm module and its data, of which every thread makes an instance of its own. */
final class WasmPolicy {

    private static final String MODULE = "policy.wasm";

    private final byte[] module;
    private final byte[] data;

    private WasmPolicy(byte[] module, byte[] data) {
        this.module = module;
        this.data = data;
    }

    /** The module that was shipped with the policies, else the one that their sources make. */
    static WasmPolicy of(PolicyBundle bundle, PolicyCompiler compiler)
            throws PolicyRefusedException, EngineStartException {
        Optional<byte[]> shipped = bundle.wasmModule();
        if (shipped.isPresent()) {
            JsonObject settings = JsonObject.of("settings", bundle.settings().document());
            return new WasmPolicy(
                    shipped.get(), JsonWriter.write(JsonObject.of("driftseal", settings)));
        }
        try {
            Map<String, byte[]> built = TarArchive.read(compiler.compile(bundle));
            byte[] module = built.get(MODULE);
            if (module == null) {
                throw new EngineStartException("opa build -t wasm made no " + MODULE);
            }
            byte[] none = "{}".getBytes(StandardCharsets.UTF_8);
            return new WasmPolicy(module, built.getOrDefault("data.json", none));
        } catch (IOException e) {
            throw new EngineStartException("what opa build made cannot be read", e);
        }
    }

    byte[] module() {
        return module;
    }

    byte[] data() {
        return data;
    }

    static PolicyRefusedException refused(String reason) {
        return new PolicyRefusedException(List.of(new PolicyProblem(MODULE, 0, reason)));
    }
}
