package io.driftseal.rego.plan;

import java.util.List;

/**
 * A whole policy, planned.
 *
 * @param strings the string constants
 * @param builtins the builtins that it calls
 * @param entryPoints the queries that it answers
 * @param functions rules and functions
 */
public record Plan(
        List<String> strings,
        List<BuiltinDeclaration> builtins,
        List<EntryPoint> entryPoints,
        List<Function> functions) {

    public Plan {
        strings = List.copyOf(strings);
        builtins = List.copyOf(builtins);
        entryPoints = List.copyOf(entryPoints);
        functions = List.copyOf(functions);
    }

    /**
     * A builtin.
     *
     * @param arity how many arguments it declares
     * @param hasResult whether a call has a result; {@code print} has none
     */
    public record BuiltinDeclaration(String name, int arity, boolean hasResult) {}

    /**
     * A query, {@code a/b/allow}.
     *
     * @param localCount how many locals its statements use
     */
    public record EntryPoint(String name, List<Block> blocks, int localCount) {
        public EntryPoint {
            blocks = List.copyOf(blocks);
        }
    }

    /**
     * A rule or function.
     *
     * @param parameters locals; the first two are input and data
     * @param returned the local that holds the result
     * @param path where it is in the tree of functions, for dynamic calls
     * @param localCount how many locals its statements use
     */
    public record Function(
            String name,
            List<Integer> parameters,
            int returned,
            List<Block> blocks,
            List<String> path,
            int localCount) {
        public Function {
            parameters = List.copyOf(parameters);
            blocks = List.copyOf(blocks);
            path = List.copyOf(path);
        }
    }
}
