package io.driftseal.rego;

import io.driftseal.rego.value.RegoObject;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

/** Small plans, written by hand, for what a policy of OPA's compiler would hardly do. */
final class PlannedPolicy {

    private PlannedPolicy() {}

    /** An engine with one entry point {@code t} that runs these statements. */
    static RegoEngine engine(String statements, List<String> builtins, List<String> strings) {
        try {
            return RegoEngine.load(
                    PolicyBundle.of(plan(statements, builtins, strings), RegoObject.EMPTY),
                    EngineOptions.DEFAULT);
        } catch (PolicyRejectedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * The plan.
     *
     * @param builtins {@code name/arity}
     */
    static byte[] plan(String statements, List<String> builtins, List<String> strings) {
        String declared =
                String.join(",", builtins.stream().map(PlannedPolicy::declaration).toList());
        String texts =
                String.join(",", strings.stream().map("{\"value\": \"%s\"}"::formatted).toList());
        return """
        {"static": {"strings": [%s], "builtin_funcs": [%s], "files": [{"value": "p.rego"}]},
         "plans": {"plans": [{"name": "t", "blocks": [{"stmts": [%s]}]}]}}
        """
                .formatted(texts, declared, statements)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String declaration(String builtin) {
        int slash = builtin.indexOf('/');
        int arity = Integer.parseInt(builtin.substring(slash + 1));
        return "{\"name\": \"%s\", \"decl\": {\"args\": [%s], \"result\": {}}}"
                .formatted(
                        builtin.substring(0, slash),
                        String.join(",", Collections.nCopies(arity, "{}")));
    }

    static String statement(String type, String fields) {
        return "{\"type\": \"%s\", \"stmt\": {%s, \"file\": 0, \"row\": 7, \"col\": 1}}"
                .formatted(type, fields);
    }
}
