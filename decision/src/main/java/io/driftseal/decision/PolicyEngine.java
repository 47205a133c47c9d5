package io.driftseal.decision;

import io.driftseal.workload.json.JsonObject;

/**
 * The port to whatever evaluates Rego. Implementations are safe for concurrent use, bound their
 * concurrency and their time, and answer every failure as {@link Evaluation.Indeterminate}.
 */
public interface PolicyEngine extends AutoCloseable {

    /**
     * Evaluates the rule of an entry point. Blocks for at most the engine's deadline; meant to be
     * called from a virtual thread.
     */
    Evaluation evaluate(EntryPoint entryPoint, JsonObject input);

    EngineStatus status();

    @Override
    void close();
}
