package io.driftseal.rego.evaluation;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinRegistry;
import io.driftseal.rego.plan.Location;
import io.driftseal.rego.plan.MalformedPlanException;
import io.driftseal.rego.plan.Plan;
import io.driftseal.rego.plan.Statement;
import io.driftseal.rego.value.RegoValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles a whole plan. */
final class ProgramCompiler {

    private static final int RULE_PARAMETERS = 2;

    private final Plan plan;
    private final BuiltinRegistry builtins;
    private final @Nullable CallObserver observer;
    private final Map<String, Plan.BuiltinDeclaration> declarations = new HashMap<>();
    private final Map<String, CompiledFunction> functions = new HashMap<>();
    private final FunctionTree functionTree = new FunctionTree();

    /** With an observer, the functions tell it of their calls. */
    ProgramCompiler(Plan plan, BuiltinRegistry builtins, @Nullable CallObserver observer) {
        this.plan = plan;
        this.builtins = builtins;
        this.observer = observer;
    }

    Program compile() throws MalformedPlanException {
        plan.builtins().forEach(declared -> declarations.put(declared.name(), declared));
        for (Plan.Function function : plan.functions()) {
            int[] parameters = function.parameters().stream().mapToInt(Integer::intValue).toArray();
            var compiled = new CompiledFunction(functions.size(), parameters);
            if (functions.put(function.name(), compiled) != null) {
                throw new MalformedPlanException("two functions " + function.name());
            }
            if (compiled.isDocument()) {
                functionTree.add(function.path(), compiled);
            }
        }
        for (Plan.Function function : plan.functions()) {
            define(function);
        }
        Map<String, Program.EntryPoint> entryPoints = new LinkedHashMap<>();
        for (Plan.EntryPoint entryPoint : plan.entryPoints()) {
            var compiler =
                    new FunctionCompiler(this, "", entryPoint.blocks(), entryPoint.localCount());
            Node[] blocks = compiler.compile();
            entryPoints.put(
                    entryPoint.name(),
                    new Program.EntryPoint(compiler.template(), blocks, compiler.nesting()));
        }
        return new Program(entryPoints, functions.size());
    }

    private void define(Plan.Function function) throws MalformedPlanException {
        var compiler =
                new FunctionCompiler(
                        this, conflict(function), function.blocks(), function.localCount());
        Node[] blocks = compiler.compile();
        CompiledFunction compiled = functions.get(function.name());
        if (compiled != null) {
            compiled.define(
                    compiler.template(), observed(function, compiled, blocks), compiler.nesting());
            if (observer == null && ConstantRule.is(function)) {
                compiled.makeConstant();
            }
        }
    }

    private Node[] observed(Plan.Function function, CompiledFunction compiled, Node[] blocks) {
        if (observer == null) {
            return blocks;
        }
        observer.declared(compiled.index(), function.name(), FunctionPlace.of(function));
        return new Node[] {new ObservedBody(observer, compiled.index(), blocks)};
    }

    private static String conflict(Plan.Function function) {
        String path = function.name().substring(function.name().indexOf('.') + 1);
        return function.parameters().size() > RULE_PARAMETERS
                ? "function " + path + " produced conflicting values for the same inputs"
                : "rule " + path + " produced conflicting values";
    }

    @Nullable CompiledFunction function(String name) {
        return functions.get(name);
    }

    FunctionTree functionTree() {
        return functionTree;
    }

    String string(int index) throws MalformedPlanException {
        if (index >= plan.strings().size()) {
            throw new MalformedPlanException("no string constant " + index);
        }
        return plan.strings().get(index);
    }

    /** A call of a builtin; {@code known} are the arguments that the plan fixes. */
    Node builtinCall(
            Statement.Call call, int[] arguments, @Nullable RegoValue[] known, Target target)
            throws MalformedPlanException {
        Builtin builtin = builtins.find(call.function());
        Plan.BuiltinDeclaration declaration = declarations.get(call.function());
        if (builtin == null || declaration == null) {
            throw new MalformedPlanException(
                    at(call.location()) + "no function " + call.function());
        }
        if (declaration.arity() != arguments.length) {
            throw new MalformedPlanException(
                    at(call.location())
                            + call.function()
                            + " called with "
                            + arguments.length
                            + " arguments instead of "
                            + declaration.arity());
        }
        return new CallNodes.BuiltinCall(
                call.function(),
                builtin.prepare(known),
                arguments,
                new CallNodes.Result(target, declaration.hasResult()),
                call.location());
    }

    private static String at(Location location) {
        String text = location.toString();
        return text.isEmpty() ? "" : text + ": ";
    }
}
