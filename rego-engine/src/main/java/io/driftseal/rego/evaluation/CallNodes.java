package io.driftseal.rego.evaluation;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.json.UnwritableNumberException;
import io.driftseal.rego.plan.Location;
import io.driftseal.rego.value.RegoString;
import io.driftseal.rego.value.RegoValue;
import org.jspecify.annotations.Nullable;

/** Calls of functions, by name and by path, and of builtins. */
final class CallNodes {

    private CallNodes() {}

    static final class Call extends Node {
        private final CompiledFunction function;
        private final int[] arguments;
        private final Target result;

        Call(CompiledFunction function, int[] arguments, Target result) {
            this.function = function;
            this.arguments = arguments;
            this.result = result;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            return result.write(frame, function.call(evaluation, frame, arguments));
        }
    }

    /**
     * A rule by a path that is known only now. Where there is no rule the data document is asked
     * next, which is the next block; where there is one and it is undefined, so is the block that
     * is three further out (the plan has this shape for this statement and no other).
     */
    static final class CallDynamic extends Node {

        private static final int RULE_UNDEFINED = 3;

        private final FunctionTree functions;
        private final int[] arguments;
        private final int[] path;
        private final int result;

        CallDynamic(FunctionTree functions, int[] arguments, int[] path, int result) {
            this.functions = functions;
            this.arguments = arguments;
            this.path = path;
            this.result = result;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            FunctionTree at = functions;
            for (int step : path) {
                FunctionTree below = frame[step] instanceof RegoString name ? at.below(name) : null;
                if (below == null) {
                    return UNDEFINED;
                }
                at = below;
            }
            CompiledFunction function = at.function();
            if (function == null) {
                return UNDEFINED;
            }
            RegoValue value = function.call(evaluation, frame, arguments);
            frame[result] = value;
            return value == null ? RULE_UNDEFINED : NEXT;
        }
    }

    static final class BuiltinCall extends Node {
        private final String name;
        private final Builtin builtin;
        private final int[] arguments;
        private final Target result;
        private final boolean hasResult;
        private final Location location;

        BuiltinCall(
                String name, Builtin builtin, int[] arguments, Result result, Location location) {
            this.name = name;
            this.builtin = builtin;
            this.arguments = arguments;
            this.result = result.target();
            this.hasResult = result.expected();
            this.location = location;
        }

        @Override
        int run(Evaluation evaluation, @Nullable RegoValue[] frame) {
            RegoValue[] values = evaluation.arguments(arguments.length);
            for (int i = 0; i < values.length; i++) {
                RegoValue value = frame[arguments[i]];
                if (value == null) {
                    return UNDEFINED;
                }
                values[i] = value;
            }
            evaluation.at(location);
            evaluation.calling(values);
            RegoValue value;
            try {
                value = builtin.call(evaluation, values);
            } catch (BuiltinException e) {
                return failed(evaluation, e);
            } catch (UnwritableNumberException e) {
                return failed(evaluation, BuiltinException.of(String.valueOf(e.getMessage())));
            }
            if (!hasResult) {
                return NEXT;
            }
            if (value != null) {
                evaluation.charge(value);
            }
            return result.write(frame, value);
        }

        private int failed(Evaluation evaluation, BuiltinException e) {
            if (e.kind().halting() || evaluation.strictErrors()) {
                throw new EvaluationFailedException(
                        e.kind().code(), name + ": " + e.problem(), location);
            }
            return UNDEFINED;
        }
    }

    /** Where a builtin's result goes, and whether the builtin has one at all. */
    record Result(Target target, boolean expected) {}
}
