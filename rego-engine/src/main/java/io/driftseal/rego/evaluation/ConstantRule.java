package io.driftseal.rego.evaluation;

import io.driftseal.rego.plan.Block;
import io.driftseal.rego.plan.Plan;
import io.driftseal.rego.plan.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which rules are the same for every input and all data: tables that a policy writes down. The plan
 * makes them anew, member by member, in each evaluation that asks for them.
 */
final class ConstantRule {

    private ConstantRule() {}

    /** Nothing is called, since that may depend on anything, and no parameter is read. */
    static boolean is(Plan.Function function) {
        Set<Integer> parameters = new HashSet<>(function.parameters());
        return parameters.size() == CompiledFunction.RULE_PARAMETERS
                && function.blocks().stream().allMatch(block -> isConstant(block, parameters));
    }

    private static boolean isConstant(Block block, Set<Integer> parameters) {
        return block.statements().stream().allMatch(statement -> isConstant(statement, parameters));
    }

    private static boolean isConstant(Statement statement, Set<Integer> parameters) {
        boolean[] reads = {false};
        LocalAccess.reads(statement, local -> reads[0] |= parameters.contains(local));
        List<Block> within = LocalAccess.blocks(statement);
        return !reads[0]
                && !(statement instanceof Statement.Call)
                && !(statement instanceof Statement.CallDynamic)
                && !(statement instanceof Statement.With)
                && within.stream().allMatch(block -> isConstant(block, parameters));
    }
}
