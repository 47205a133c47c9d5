package io.driftseal.decision;

import io.driftseal.workload.json.JsonObject;

/**
 * The port to whatever evaluates Rego. Implementations are safe for concurrent use, bound their
 * concurrency and their time, and answer every failure as {@link Evaluation.Indeterminate}.
 */
public interface PolicyEngine extends AutoCloseable {

    /**
     * Bound of an input document: two objects of the API server's own bound of 1.5 MB, and the rest
     * of the document. Beyond it the answer is INPUT_TOO_LARGE and nothing is evaluated.
     */
    int MAXIMUM_INPUT_BYTES = 4 * 1024 * 1024;

    /**
     * Evaluates the rule of an entry point. Blocks for at most the engine's deadline; meant to be
     * called from a virtual thread.
     */
    Evaluation evaluate(EntryPoint entryPoint, JsonObject input);

    EngineStatus status();

    @Override
    void close();
}
