package io.driftseal.rego;

import io.driftseal.rego.builtin.BuiltinRegistry;
import io.driftseal.rego.plan.Block;
import io.driftseal.rego.plan.Plan;
import io.driftseal.rego.plan.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the calls in a plan that this engine cannot or must not make. */
final class CallCheck {

    private final Plan plan;
    private final BuiltinRegistry builtins;
    private final Set<String> switchedOn;
    private final Set<String> functions = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    CallCheck(Plan plan, BuiltinRegistry builtins, Set<String> switchedOn) {
        this.plan = plan;
        this.builtins = builtins;
        this.switchedOn = switchedOn;
    }

    /** One line per call, with file and line of the policy. */
    List<String> problems() {
        plan.functions().forEach(function -> functions.add(function.name()));
        plan.functions().forEach(function -> function.blocks().forEach(this::block));
        plan.entryPoints().forEach(entryPoint -> entryPoint.blocks().forEach(this::block));
        return problems.stream().distinct().toList();
    }

    private void block(Block block) {
        for (Statement statement : block.statements()) {
            if (statement instanceof Statement.Call call) {
                call(call);
            } else if (statement instanceof Statement.Blocks blocks) {
                blocks.blocks().forEach(this::block);
            } else if (statement instanceof Statement.Scan scan) {
                block(scan.block());
            } else if (statement instanceof Statement.Not not) {
                block(not.block());
            } else if (statement instanceof Statement.With with) {
                block(with.block());
            }
        }
    }

    private void call(Statement.Call call) {
        String name = call.function();
        if (functions.contains(name)) {
            return;
        }
        if (RegoEngine.REACHING_OUT.contains(name) && !switchedOn.contains(name)) {
            add(call, name + " reaches the network or the environment and is not switched on");
        } else if (builtins.find(name) == null) {
            add(call, "there is no builtin " + name);
        }
    }

    private void add(Statement.Call call, String problem) {
        String location = call.location().toString();
        problems.add(location.isEmpty() ? problem : location + ": " + problem);
    }
}
