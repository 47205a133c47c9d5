package io.driftseal.rego.plan;

import java.util.List;

/** Statements, executed in order until one is undefined. */
public record Block(List<Statement> statements) {

    public Block {
        statements = List.copyOf(statements);
    }
}
