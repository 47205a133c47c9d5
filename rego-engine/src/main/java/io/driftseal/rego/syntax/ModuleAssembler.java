package io.driftseal.rego.syntax;

import io.driftseal.rego.syntax.Statement.Import;
import io.driftseal.rego.syntax.Statement.Rule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a module of statements and checks what Rego v1 asks of rules. */
final class ModuleAssembler {

    private final List<SyntaxError> errors = new ArrayList<>();
    private final List<Import> imports = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();

    /** What is wrong with the statements; of none where there is a module. */
    List<SyntaxError> errors() {
        return errors;
    }

    private void fail(Location location, String message) {
        errors.add(new SyntaxError(message, location, false));
    }

    /** The module, or null with errors. */
    @Nullable ModuleTree assemble(List<Statement> statements, List<Comment> comments) {
        Statement first = statements.getFirst();
        Statement.PackageClause named =
                first instanceof Statement.PackageClause found ? found : null;
        if (named == null) {
            fail(location(first), "package expected");
        }
        statements.subList(1, statements.size()).forEach(this::add);
        for (Rule rule : rules) {
            for (Rule one = rule; one != null; one = one.otherwise()) {
                check(one);
            }
        }
        return named == null || !errors.isEmpty()
                ? null
                : new ModuleTree(named, List.copyOf(imports), List.copyOf(rules), comments);
    }

    private static Location location(Statement statement) {
        return switch (statement) {
            case Statement.PackageClause found -> found.location();
            case Import found -> found.location();
            case Rule found -> found.location();
            case Statement.Query found -> found.body().getFirst().location();
        };
    }

    private void add(Statement statement) {
        switch (statement) {
            case Import found -> imports.add(found);
            case Rule found -> rules.add(found);
            case Statement.PackageClause found -> fail(found.location(), "unexpected package");
            case Statement.Query found -> {
                QueryRules.Result result = QueryRules.of(found.body());
                if (result.rule() == null) {
                    fail(location(found), result.problem());
                } else {
                    rules.add(result.rule());
                }
            }
        }
    }

    private void check(Rule rule) {
        Head head = rule.head();
        String what = head.arguments().isEmpty() ? "rule" : "function";
        if (head.reference().size() < 2 && Keywords.inV1(head.name())) {
            fail(rule.location(), head.name() + " keyword cannot be used for rule name");
        }
        if (rule.generatedBody() && head.generatedValue()) {
            fail(rule.location(), what + " must have value assignment and/or body declaration");
        }
        if (!rule.generatedBody() && !head.hasIf() && !rule.isDefault()) {
            fail(rule.location(), "`if` keyword is required before " + what + " body");
        }
        if (head.value() == null && !head.contains()) {
            fail(rule.location(), "`contains` keyword is required for partial set rules");
        }
    }
}
