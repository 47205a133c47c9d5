package io.driftseal.rego.evaluation;

import io.driftseal.rego.value.RegoString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions by their path. Filled while loading, then read only. */
final class FunctionTree {

    private final Map<String, FunctionTree> children = new HashMap<>();
    private @Nullable CompiledFunction function;

    void add(List<String> path, CompiledFunction added) {
        FunctionTree at = this;
        for (String step : path) {
            at = at.children.computeIfAbsent(step, _ -> new FunctionTree());
        }
        at.function = added;
    }

    @Nullable FunctionTree below(RegoString name) {
        return children.get(name.text());
    }

    @Nullable CompiledFunction function() {
        return function;
    }
}
