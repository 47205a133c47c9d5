package io.driftseal.rego.syntax;

import io.driftseal.rego.syntax.Statement.Import;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Packages and imports, and what the imports of keywords change. */
final class ImportParser {

    private static final String FUTURE = "future";
    private static final String REGO = "rego";

    private final Grammar grammar;
    private final TokenStream tokens;

    ImportParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /** A package, null where there is none: without an error where the word is a name. */
    Statement.@Nullable PackageClause packageClause() {
        Location begin = tokens.location();
        if (!toPath()) {
            return null;
        }
        Term term = grammar.terms.term();
        List<Term> path = new ArrayList<>();
        if (term != null) {
            switch (term.value()) {
                case TermValue.Variable _ -> path.add(term);
                case TermValue.Reference(List<Term> terms) -> path.addAll(terms);
                default -> {
                    tokens.unexpected();
                    return null;
                }
            }
        }
        if (path.isEmpty()) {
            failWithoutPath();
            return null;
        }
        Term first = path.getFirst();
        String name = first.variableName();
        if (name == null) {
            failAt(first, "var");
            return null;
        }
        path.set(0, Term.text(name, first.location()));
        if (!areTexts(path)) {
            return null;
        }
        path.addFirst(Term.variable("data", first.location()));
        return new Statement.PackageClause(List.copyOf(path), begin);
    }

    private void failWithoutPath() {
        if (!tokens.hasErrors()) {
            tokens.fail("expected path");
        }
    }

    private void failAt(Term term, String expected) {
        tokens.fail(
                term.location(),
                "unexpected %s token: expecting %s".formatted(term.value().kind(), expected));
    }

    private boolean areTexts(List<Term> terms) {
        for (Term term : terms) {
            if (term.textOrNull() == null) {
                failAt(term, "string");
                return false;
            }
        }
        return true;
    }

    /** From the word to what it names; false where it is itself part of a reference, or none. */
    private boolean toPath() {
        tokens.nextOrSpace();
        if (tokens.token().kind().continuesReference()) {
            return false;
        }
        if (tokens.at(TokenKind.WHITESPACE)) {
            tokens.next();
        }
        if (tokens.at(TokenKind.IDENTIFIER)) {
            return true;
        }
        if (grammar.isKeywordInReferences()) {
            tokens.retag(TokenKind.IDENTIFIER);
            return true;
        }
        tokens.unexpected();
        return false;
    }

    /** An import, null where there is none: without an error where the word is a name. */
    @Nullable Import importStatement() {
        Location begin = tokens.location();
        if (!toPath()) {
            return null;
        }
        Term path = path();
        if (path == null) {
            return null;
        }
        Import made = new Import(path, null, begin);
        if (!isKnownRoot(made)) {
            return null;
        }
        if (tokens.at(TokenKind.AS)) {
            tokens.next();
            Term alias = alias();
            return alias == null ? null : new Import(path, alias, begin);
        }
        failIfEndsWithKeyword(made);
        return made;
    }

    /** Keywords that can be imported are names here. */
    private @Nullable Term path() {
        Keywords keywords = tokens.keywords();
        tokens.keywords(keywords.withoutFuture());
        TermMemory known = grammar.memory;
        grammar.memory = new TermMemory();
        Term term = grammar.terms.term();
        grammar.memory = known;
        if (term != null
                && term.value() instanceof TermValue.Reference(List<Term> terms)
                && !areTexts(terms.subList(1, terms.size()))) {
            return null;
        }
        tokens.keywords(tokens.keywords().and(keywords));
        if (term != null && term.variableName() != null) {
            return Term.reference(List.of(term), term.location());
        }
        if (term != null && term.value() instanceof TermValue.Reference) {
            return term;
        }
        tokens.fail("expected path");
        return null;
    }

    private boolean isKnownRoot(Import made) {
        Term first = made.terms().getFirst();
        if (ReferenceParser.isRoot(first) || made.isFrom(FUTURE) || made.isFrom(REGO)) {
            return true;
        }
        tokens.hint("if this is unexpected, try updating OPA");
        tokens.fail(
                made.path().location(),
                "unexpected import path, must begin with one of: {data, future, input, rego}, got: "
                        + ReferenceText.of(first));
        return false;
    }

    private @Nullable Term alias() {
        if (tokens.at(TokenKind.IDENTIFIER)) {
            Term term = grammar.terms.term();
            if (term != null && term.variableName() != null) {
                return term;
            }
            if (term != null
                    && term.value() instanceof TermValue.Reference(List<Term> terms)
                    && terms.size() == 1
                    && ReferenceParser.isRoot(terms.getFirst())) {
                tokens.fail(
                        term.location(),
                        "unexpected import alias, must not be a reserved name, got: "
                                + ReferenceText.of(terms));
                return null;
            }
        }
        tokens.unexpected("expected var");
        return null;
    }

    private void failIfEndsWithKeyword(Import made) {
        List<Term> terms = made.terms();
        if (terms.size() > 1 && made.isFrom(FUTURE)) {
            return;
        }
        Term last = terms.getLast();
        String name = terms.size() == 1 ? last.variableName() : last.textOrNull();
        if (name != null && Keywords.inV1(name)) {
            tokens.hint("import a different path or use an alias");
            tokens.fail(
                    last.location(),
                    "unexpected import path, must not end with a keyword, got: " + name);
        }
    }

    /** Takes on the keywords that an import brings, from the current token on. */
    void apply(Import made) {
        if (made.isFrom(REGO)) {
            applyVersion(made);
        } else if (made.isFrom(FUTURE)) {
            applyFuture(made);
        } else {
            return;
        }
        Token token = tokens.token();
        if (token.is(TokenKind.IDENTIFIER) && Keywords.FUTURE.containsKey(token.text())) {
            tokens.retag(tokens.keywords().kind(token.text()));
        }
    }

    private void applyVersion(Import made) {
        String path = ReferenceText.of(made.terms());
        boolean second = path.equals("rego.v2");
        if (!second && !path.equals("rego.v1")) {
            tokens.fail(
                    made.path().location(),
                    "invalid import `" + path + "`, must be one of: `rego.v1`, `rego.v2`");
        } else if (made.alias() != null) {
            tokens.fail(made.alias().location(), "`rego` imports cannot be aliased");
        } else if (second) {
            take(Keywords.FUTURE);
        }
    }

    private void applyFuture(Import made) {
        List<Term> path = made.terms();
        if (path.size() == 1 || !"keywords".equals(path.get(1).textOrNull())) {
            tokens.fail(made.path().location(), "invalid import, must be `future.keywords`");
            return;
        }
        if (made.alias() != null) {
            tokens.fail(made.alias().location(), "`future` imports cannot be aliased");
            return;
        }
        if (path.size() != 3) {
            take(Keywords.FUTURE);
            return;
        }
        String name = path.get(2).textOrNull();
        TokenKind kind = name == null ? null : Keywords.FUTURE.get(name);
        if (name == null || kind == null) {
            tokens.fail(
                    made.path().location(),
                    "unexpected keyword, must be one of "
                            + String.join(" ", new TreeSet<>(Keywords.FUTURE.keySet()))
                                    .transform("[%s]"::formatted));
            return;
        }
        take(Map.of(name, kind));
    }

    private void take(Map<String, TokenKind> keywords) {
        tokens.keywords(tokens.keywords().and(keywords));
        grammar.negatesBodies |= keywords.containsKey("not");
    }
}
