package io.driftseal.rego.syntax;

import java.util.ArrayList;
import java.util.List;

/** The statements of a text, one after another. */
final class ModuleParser {

    private final Grammar grammar;
    private final TokenStream tokens;
    private final List<Statement> statements = new ArrayList<>();

    ModuleParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /** All of them, or those before the first error, which the tokens have then. */
    List<Statement> statements() {
        tokens.next();
        while (!tokens.at(TokenKind.END)) {
            if (grammar.rules.failIfKeywordIsName(false) || !statement()) {
                break;
            }
        }
        return statements;
    }

    /** Reads one; each reading begins where the last one failed without an error. */
    private boolean statement() {
        TokenStream.Mark mark = tokens.mark();
        if (tokens.at(TokenKind.PACKAGE)) {
            Statement.PackageClause read = grammar.imports.packageClause();
            if (read != null) {
                return add(read);
            }
            if (tokens.hasErrors()) {
                return false;
            }
            tokens.reset(mark);
        }
        if (tokens.at(TokenKind.IMPORT)) {
            Statement.Import read = grammar.imports.importStatement();
            if (read != null) {
                boolean added = add(read);
                if (added) {
                    grammar.imports.apply(read);
                }
                return added;
            }
            if (tokens.hasErrors()) {
                return false;
            }
            tokens.reset(mark);
        }
        List<Statement.Rule> rules = grammar.rules.rules();
        if (rules != null) {
            return statements.addAll(rules);
        }
        if (tokens.hasErrors()) {
            return false;
        }
        tokens.reset(mark);
        List<Expression> query = grammar.bodies.query();
        return query != null && statements.add(new Statement.Query(query));
    }

    /** A minus behind a path is no part of it, nor of what follows. */
    private boolean add(Statement statement) {
        if (tokens.at(TokenKind.MINUS)) {
            tokens.unexpected();
            return false;
        }
        return statements.add(statement);
    }
}
