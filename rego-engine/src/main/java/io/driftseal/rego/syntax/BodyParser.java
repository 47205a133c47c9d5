package io.driftseal.rego.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Expressions one after another, and what replaces documents for them. */
final class BodyParser {

    /** Operators that are words, with what each is for: OPA's hint where one was not imported. */
    private static final Map<String, String> WORDS =
            Map.of("in", "x in xs", "and", "x and y", "or", "x or y");

    private final Grammar grammar;
    private final TokenStream tokens;

    BodyParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /** Expressions to the token that ends them, which is the current one then; null for none. */
    @Nullable List<Expression> body(TokenKind end) {
        grammar.enter();
        List<Expression> body = expressions(end, false);
        grammar.leave();
        return body;
    }

    /** Expressions outside of any rule: more than one only with semicolons. */
    @Nullable List<Expression> query() {
        return expressions(TokenKind.END, true);
    }

    private @Nullable List<Expression> expressions(TokenKind end, boolean onlyWithSemicolons) {
        if (tokens.at(end)) {
            tokens.fail("found empty body");
            return null;
        }
        List<Expression> body = new ArrayList<>();
        while (true) {
            Expression expression = grammar.literals.literal();
            if (expression == null) {
                return null;
            }
            body.add(expression);
            if (tokens.at(TokenKind.SEMICOLON)) {
                tokens.next();
            } else if (tokens.at(end) || onlyWithSemicolons) {
                return List.copyOf(body);
            } else if (!tokens.skippedLineEnd()) {
                if (!tokens.hasErrors()) {
                    hintAtWord();
                    tokens.unexpected("expected \\n or ; or " + end.text());
                }
                return null;
            }
        }
    }

    /** Says which import is missing where a word is no operator without it. */
    private void hintAtWord() {
        if (tokens.hasHints()) {
            return;
        }
        String word;
        if (tokens.at(TokenKind.IDENTIFIER)) {
            word = tokens.token().text();
        } else if (tokens.at(TokenKind.COMMA) && isMembershipBehindComma()) {
            word = "in";
        } else {
            return;
        }
        String use = WORDS.get(word);
        if (use != null) {
            tokens.hint("`import future.keywords.%s` for `%s` expressions".formatted(word, use));
        }
    }

    private boolean isMembershipBehindComma() {
        TokenStream.Mark mark = tokens.mark();
        tokens.next();
        Term term = grammar.ahead(grammar.operators::infix);
        tokens.reset(mark);
        return term != null && OperatorParser.isMembership(term);
    }

    /** The expression with what follows it, if anything does. */
    @Nullable Expression attachWith(Expression expression) {
        if (!tokens.at(TokenKind.WITH)) {
            return expression;
        }
        List<With> with = with();
        return with == null ? null : expression.with(with);
    }

    /** {@code with target as value}, as often as it is there. */
    private @Nullable List<With> with() {
        List<With> all = new ArrayList<>();
        while (tokens.at(TokenKind.WITH)) {
            tokens.next();
            if (!tokens.at(TokenKind.IDENTIFIER)) {
                tokens.unexpected("expected ident");
                return null;
            }
            Term target = grammar.terms.term();
            if (target == null) {
                return null;
            }
            if (!(target.value() instanceof TermValue.Reference)
                    && !(target.value() instanceof TermValue.Variable)) {
                tokens.unexpected("expected with target path");
            }
            if (!tokens.at(TokenKind.AS)) {
                tokens.unexpected("expected as keyword");
                return null;
            }
            tokens.next();
            Term value = grammar.operators.infix();
            if (value == null) {
                return null;
            }
            all.add(new With(target, value));
        }
        return List.copyOf(all);
    }
}
