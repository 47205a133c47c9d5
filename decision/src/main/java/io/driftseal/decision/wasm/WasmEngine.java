package io.driftseal.decision.wasm;

import io.driftseal.decision.Cause;
import io.driftseal.decision.EngineStatus;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.Evaluation;
import io.driftseal.decision.PolicyEngine;
import io.driftseal.decision.bundle.EngineStartException;
import io.driftseal.decision.bundle.PolicyBundle;
import io.driftseal.decision.bundle.PolicyCompiler;
import io.driftseal.decision.bundle.PolicyRefusedException;
import io.driftseal.decision.evaluation.BoundedEvaluation;
import io.driftseal.decision.evaluation.EngineAnswer;
import io.driftseal.decision.evaluation.EvaluationBounds;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * OPA's Wasm inside this process, by the binding for Java, for teams that ship Wasm bundles. A
 * built-in that fails inside of the module leaves its rule undefined, as Wasm has no strict mode:
 * whoever has Rego is better served by the embedded engine.
 */
public final class WasmEngine implements PolicyEngine {

    /** What policies are compiled to for it; with built-ins that it lacks they are refused. */
    public static final PolicyCompiler.Target TARGET =
            new PolicyCompiler.Target("wasm", HostBuiltins::supported, Set.of());

    private static final byte[] BEFORE = "{\"results\":".getBytes(StandardCharsets.US_ASCII);

    /** As of an answer, in an object in a list in an object. */
    private static final JsonLimits LIMITS =
            new JsonLimits(
                    EngineAnswer.MAXIMUM_BYTES + 64,
                    EngineAnswer.LIMITS.maximumDepth() + 3,
                    EngineAnswer.LIMITS.maximumNodes() + 3);

    private final WasmWorkers workers;
    private final String bundleRevision;
    private final BoundedEvaluation bounded;
    private volatile boolean closed;

    private WasmEngine(WasmWorkers workers, String bundleRevision, EvaluationBounds bounds) {
        this.workers = workers;
        this.bundleRevision = bundleRevision;
        this.bounded = new BoundedEvaluation(bounds);
    }

    /**
     * Takes the module that the policies bring, or compiles them, and makes the first instance.
     *
     * @param compiler to {@link #TARGET}
     * @throws PolicyRefusedException with file and line, where they may not be loaded
     * @throws EngineStartException where the compiler cannot be run
     */
    public static WasmEngine load(
            PolicyBundle bundle, PolicyCompiler compiler, EvaluationBounds bounds)
            throws PolicyRefusedException, EngineStartException {
        WasmPolicy policy = WasmPolicy.of(bundle, compiler);
        WasmInstance first = first(policy);
        var workers = new WasmWorkers(policy, first, bounds.maximumConcurrent());
        return new WasmEngine(workers, bundle.revision(), bounds);
    }

    private static WasmInstance first(WasmPolicy policy) throws PolicyRefusedException {
        Set<String> missing;
        WasmInstance first;
        try {
            missing = WasmInstance.missingBuiltins(policy);
            first = WasmInstance.compile(policy);
        } catch (RuntimeException e) {
            throw WasmPolicy.refused("no policy that can be run: " + e.getMessage());
        }
        if (!missing.isEmpty()) {
            throw WasmPolicy.refused("this engine lacks built-ins that it asks for: " + missing);
        }
        List<String> unanswered = new ArrayList<>();
        for (EntryPoint entryPoint : EntryPoint.values()) {
            if (!first.answers(entryPoint)) {
                unanswered.add(entryPoint.rulePath());
            }
        }
        if (!unanswered.isEmpty()) {
            throw WasmPolicy.refused("lacks the entry points " + unanswered);
        }
        return first;
    }

    @Override
    public Evaluation evaluate(EntryPoint entryPoint, JsonObject input) {
        return bounded.evaluate(
                input,
                bundleRevision,
                (document, left) -> answer(entryPoint, document.bytes(), left));
    }

    /** The canonical document is well-formed JSON: we wrote it. */
    private EngineAnswer answer(EntryPoint entryPoint, byte[] document, Duration left) {
        return switch (workers.evaluate(entryPoint, document, left)) {
            case WasmWorkers.Text text -> read(text.utf8());
            case WasmWorkers.Failed(Cause cause, String detail) ->
                    new EngineAnswer.None(cause, detail);
        };
    }

    /** No result is undefined; one has a member {@code result} and no other. */
    private static EngineAnswer read(byte[] text) {
        if (text.length > EngineAnswer.MAXIMUM_BYTES) {
            return EngineAnswer.tooLarge();
        }
        var whole = new ByteArrayOutputStream(text.length + BEFORE.length + 1);
        whole.writeBytes(BEFORE);
        whole.writeBytes(text);
        whole.write('}');
        JsonObject read;
        try {
            read = JsonReader.readObject(whole.toByteArray(), LIMITS);
        } catch (MalformedJsonException e) {
            return malformed();
        }
        List<JsonValue> results = read.array("results");
        if (read.members().size() != 1 || results.size() > 1) {
            return malformed();
        }
        if (results.isEmpty()) {
            return EngineAnswer.ofValue(null);
        }
        return results.getFirst() instanceof JsonObject result && result.members().size() == 1
                ? EngineAnswer.ofValue(result.members().get("result"))
                : malformed();
    }

    private static EngineAnswer malformed() {
        return new EngineAnswer.None(Cause.MALFORMED, "answer is not one JSON object");
    }

    @Override
    public EngineStatus status() {
        return new EngineStatus(
                state(),
                bundleRevision,
                workers.replacedTotal(),
                bounded.inFlight(),
                bounded.overloadedTotal());
    }

    private EngineStatus.State state() {
        if (closed) {
            return EngineStatus.State.CLOSED;
        }
        return workers.failed() ? EngineStatus.State.FAILED : EngineStatus.State.READY;
    }

    @Override
    public void close() {
        closed = true;
        workers.close();
    }
}
