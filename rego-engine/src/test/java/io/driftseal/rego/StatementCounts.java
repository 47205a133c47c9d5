package io.driftseal.rego;

import io.driftseal.rego.builtin.Builtin;
import io.driftseal.rego.builtin.BuiltinFamily;
import io.driftseal.rego.plan.Block;
import io.driftseal.rego.plan.Plan;
import io.driftseal.rego.plan.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How often each kind of statement is executed: a call that counts is put before every statement of
 * a plan.
 */
final class StatementCounts implements BuiltinFamily {

    private static final String PREFIX = "fuzz.reached.";

    private final Map<String, AtomicLong> counts = new TreeMap<>();

    StatementCounts() {
        Arrays.stream(Statement.class.getPermittedSubclasses())
                .forEach(kind -> counts.put(kind.getSimpleName(), new AtomicLong()));
    }

    /** Executions per kind. */
    Map<String, Long> counts() {
        Map<String, Long> result = new TreeMap<>();
        counts.forEach((kind, count) -> result.put(kind, count.get()));
        return result;
    }

    @Override
    public Map<String, Builtin> builtins() {
        Map<String, Builtin> builtins = new HashMap<>();
        counts.forEach((kind, count) ->
                builtins.put(
                        PREFIX + kind,
                        (context, arguments) -> {
                            count.incrementAndGet();
                            return null;
                        }));
        return builtins;
    }

    /** The plan, counting. */
    Plan counted(Plan plan) {
        List<Plan.BuiltinDeclaration> declared = new ArrayList<>(plan.builtins());
        counts.keySet()
                .forEach(
                        kind -> declared.add(new Plan.BuiltinDeclaration(PREFIX + kind, 0, false)));
        return new Plan(
                plan.strings(),
                declared,
                plan.entryPoints().stream()
                        .map(entry ->
                                new Plan.EntryPoint(
                                        entry.name(), all(entry.blocks()), entry.localCount()))
                        .toList(),
                plan.functions().stream()
                        .map(function ->
                                new Plan.Function(
                                        function.name(),
                                        function.parameters(),
                                        function.returned(),
                                        all(function.blocks()),
                                        function.path(),
                                        function.localCount()))
                        .toList());
    }

    private static List<Block> all(List<Block> blocks) {
        return blocks.stream().map(StatementCounts::block).toList();
    }

    private static Block block(Block block) {
        List<Statement> statements = new ArrayList<>();
        for (Statement statement : block.statements()) {
            statements.add(
                    new Statement.Call(
                            PREFIX + statement.getClass().getSimpleName(),
                            List.of(),
                            0,
                            statement.location()));
            statements.add(inner(statement));
        }
        return new Block(statements);
    }

    private static Statement inner(Statement statement) {
        return switch (statement) {
            case Statement.Blocks s -> new Statement.Blocks(all(s.blocks()), s.location());
            case Statement.Scan s ->
                    new Statement.Scan(
                            s.source(), s.key(), s.value(), block(s.block()), s.location());
            case Statement.Not s -> new Statement.Not(block(s.block()), s.location());
            case Statement.With s ->
                    new Statement.With(
                            s.local(), s.path(), s.value(), block(s.block()), s.location());
            default -> statement;
        };
    }
}
