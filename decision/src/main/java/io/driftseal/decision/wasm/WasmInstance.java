package io.driftseal.decision.wasm;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.styra.opa.wasm.OpaWasm;
import com.styra.opa.wasm.OpaWasm_ModuleExports;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.evaluation.EngineAnswer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * One instance of a module, for one thread. Written on the binding's lower layer: the upper one
 * takes an input that the module cannot read for no input at all, and its rules for undefined.
 */
final class WasmInstance {

    /** Of an instance, in pages of 64 KiB: it grows with the largest input and never shrinks. */
    static final int MAXIMUM_PAGES = 2048;

    private static final int INITIAL_PAGES = 16;
    private static final int CHUNK_BYTES = 4096;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final OpaWasm wasm;
    private final OpaWasm_ModuleExports exports;
    private final JsonNode entryPoints;
    private final int data;

    /** Where everything begins that one evaluation makes. */
    private final int heap;

    private WasmInstance(OpaWasm wasm, WasmPolicy policy) {
        this.wasm = wasm;
        this.exports = wasm.exports();
        this.entryPoints = dumped(exports.entrypoints());
        this.data = parsed(policy.data());
        this.heap = exports.opaHeapPtrGet();
    }

    /** Compiles the module, which takes about a second. */
    static WasmInstance compile(WasmPolicy policy) {
        return new WasmInstance(builder(policy).build(), policy);
    }

    private static OpaWasm.Builder builder(WasmPolicy policy) {
        return OpaWasm.builder()
                .withInputStream(new ByteArrayInputStream(policy.module()))
                .withJsonMapper(MAPPER)
                .withYamlMapper(MAPPER)
                .withMemory(new ByteArrayMemory(new MemoryLimits(INITIAL_PAGES, MAXIMUM_PAGES)))
                .withDefaultBuiltins(false)
                .addBuiltins(HostBuiltins.all());
    }

    /** What the module asks its host for and does not get: reached, it would fail only then. */
    static Set<String> missingBuiltins(WasmPolicy policy) {
        var instance = new WasmInstance(builder(policy).disableCompiler().build(), policy);
        Set<String> missing = new HashSet<>();
        instance.dumped(instance.exports.builtins()).fieldNames().forEachRemaining(missing::add);
        missing.removeAll(HostBuiltins.NAMES);
        return missing;
    }

    boolean answers(EntryPoint entryPoint) {
        return entryPoints.has(entryPoint.rulePath());
    }

    /**
     * The results of the rule as the module prints them, {@code [{"result": ...}]}.
     *
     * @param input JSON, UTF-8
     * @return of more bytes than an answer may have, so many that this can be seen
     * @throws RuntimeException of the binding or of the module; then this instance is of no use
     */
    byte[] evaluate(EntryPoint entryPoint, byte[] input) {
        exports.opaHeapPtrSet(heap);
        int context = exports.opaEvalCtxNew();
        exports.opaEvalCtxSetData(context, data);
        exports.opaEvalCtxSetInput(context, parsed(input));
        exports.opaEvalCtxSetEntrypoint(context, entryPoints.get(entryPoint.rulePath()).intValue());
        int error = exports.eval(context);
        if (error != 0) {
            throw new IllegalStateException("the module ended with error " + error);
        }
        return text(exports.opaJsonDump(exports.opaEvalCtxGetResult(context)));
    }

    private int parsed(byte[] json) {
        int address = exports.opaMalloc(json.length);
        wasm.memory().write(address, json);
        int value = exports.opaJsonParse(address, json.length);
        if (value == 0) {
            throw new IllegalStateException("the module cannot read the document");
        }
        return value;
    }

    private JsonNode dumped(int value) {
        try {
            return MAPPER.readTree(text(exports.opaJsonDump(value)));
        } catch (IOException e) {
            throw new IllegalStateException("the module says no JSON of itself", e);
        }
    }

    /** Up to the zero byte at its end, or just beyond the bound of an answer. */
    private byte[] text(int address) {
        Memory memory = wasm.memory();
        long end = (long) memory.pages() * Memory.PAGE_SIZE;
        var text = new ByteArrayOutputStream();
        for (int at = address; text.size() <= EngineAnswer.MAXIMUM_BYTES; at += CHUNK_BYTES) {
            byte[] chunk = memory.readBytes(at, (int) Math.min(CHUNK_BYTES, end - at));
            for (int i = 0; i < chunk.length; i++) {
                if (chunk[i] == 0) {
                    text.write(chunk, 0, i);
                    return text.toByteArray();
                }
            }
            text.writeBytes(chunk);
        }
        return text.toByteArray();
    }
}
