package io.driftseal.rego.evaluation;

import io.driftseal.rego.plan.Block;
import io.driftseal.rego.plan.Location;
import io.driftseal.rego.plan.Plan;
import io.driftseal.rego.plan.Statement;

/** Where a function is written: its first statement that has a place. */
final class FunctionPlace {

    private FunctionPlace() {}

    static Location of(Plan.Function function) {
        for (Block block : function.blocks()) {
            for (Statement statement : block.statements()) {
                if (statement.location().row() > 0 && !statement.location().file().isEmpty()) {
                    return statement.location();
                }
            }
        }
        return Location.UNKNOWN;
    }
}
