package io.driftseal.rego.syntax;

import io.driftseal.rego.syntax.Statement.Rule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules: heads with their bodies and what applies otherwise. */
final class RuleParser {

    private final Grammar grammar;
    private final TokenStream tokens;

    RuleParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /**
     * A rule, or one for each of its bodies in braces; null, maybe without an error, where what
     * follows is none.
     */
    @Nullable List<Rule> rules() {
        Location begin = tokens.location();
        boolean named = grammar.retagBeforeReference();
        if (!named && tokens.at(TokenKind.DEFAULT)) {
            tokens.next();
            return defaultRule(begin);
        }
        if (!tokens.at(TokenKind.IDENTIFIER)) {
            return null;
        }
        Head.Draft head = grammar.heads.head(false);
        if (head == null) {
            return null;
        }
        boolean hasIf = tokens.at(TokenKind.IF);
        if (!head.contains && head.reference.size() == 2) {
            boolean usable = hasIf ? settleWithIf(head) : settleWithoutIf(head);
            if (!usable) {
                return null;
            }
        }
        if (hasIf) {
            head.hasIf = true;
            tokens.next();
            List<Expression> body = bodyAfterIf();
            return body == null ? null : withElse(head, body, begin);
        }
        if (tokens.at(TokenKind.LEFT_BRACE)) {
            List<Expression> body = braced();
            return body == null ? null : withElse(head, body, begin);
        }
        return head.contains
                ? List.of(new Rule(head.build(), truth(begin), null, false, true, begin))
                : null;
    }

    static List<Expression> truth(Location location) {
        return List.of(Expression.implicitTruth(location));
    }

    private @Nullable List<Rule> defaultRule(Location begin) {
        var _ = grammar.retagBeforeReference();
        if (!tokens.at(TokenKind.IDENTIFIER)) {
            var _ = failIfKeywordIsName(true);
            return null;
        }
        Head.Draft head = grammar.heads.head(true);
        if (head == null || !DefaultRules.isValid(head, begin, tokens)) {
            return null;
        }
        return List.of(new Rule(head.build(), truth(begin), null, true, false, begin));
    }

    /** {@code p[x] if ...}: one value, for each key where the key is no constant. */
    private boolean settleWithIf(Head.Draft head) {
        Term element = head.reference.get(1);
        boolean varies =
                !Groundness.isGround(element) || element.value() instanceof TermValue.Reference;
        if (varies && !head.takesArguments()) {
            head.key = element;
        }
        if (head.value == null) {
            head.value(Term.truth(tokens.location()));
            return true;
        }
        return settleName(head);
    }

    /** {@code p[x]} before Rego v1: a set's rule, or an object's with a value. */
    private boolean settleWithoutIf(Head.Draft head) {
        if (head.takesArguments()) {
            return true;
        }
        if (!settleName(head)) {
            return false;
        }
        head.key = head.reference.get(1);
        if (head.value == null) {
            head.reference = head.reference.subList(0, 1);
        }
        return true;
    }

    private static boolean settleName(Head.Draft head) {
        String name = head.reference.getFirst().variableName();
        if (name == null) {
            return false;
        }
        head.name = name;
        return true;
    }

    /** A single expression, or expressions in braces where that cannot be a set. */
    private @Nullable List<Expression> bodyAfterIf() {
        boolean brace = tokens.at(TokenKind.LEFT_BRACE);
        TokenStream.Mark mark = tokens.mark();
        Expression expression = grammar.literals.literal();
        if (expression != null && !(brace && isSet(expression))) {
            return List.of(expression);
        }
        if (!brace) {
            return null;
        }
        tokens.reset(mark);
        return braced();
    }

    private static boolean isSet(Expression expression) {
        return expression.form() instanceof Expression.Form.Single(Term term)
                && term.value() instanceof TermValue.Members;
    }

    private @Nullable List<Expression> braced() {
        tokens.next();
        List<Expression> body = grammar.bodies.body(TokenKind.RIGHT_BRACE);
        if (body != null) {
            tokens.next();
        }
        return body;
    }

    private @Nullable List<Rule> withElse(Head.Draft draft, List<Expression> body, Location begin) {
        Head head = draft.build();
        Rule otherwise = null;
        if (tokens.at(TokenKind.ELSE) && !grammar.retagBeforeReference()) {
            List<Term> reference = head.reference();
            if (reference.size() > 1
                    && !reference.stream().skip(1).allMatch(Groundness::isGround)) {
                tokens.fail("else keyword cannot be used on rules with variables in head");
                return null;
            }
            if (head.key() != null) {
                tokens.fail("else keyword cannot be used on multi-value rules");
                return null;
            }
            otherwise = otherwise(head);
            if (otherwise == null) {
                return null;
            }
        }
        List<Rule> rules = new ArrayList<>();
        rules.add(new Rule(head, body, otherwise, false, false, begin));
        return withFurtherBodies(rules, head, otherwise != null);
    }

    private @Nullable List<Rule> withFurtherBodies(List<Rule> rules, Head head, boolean hasElse) {
        while (tokens.at(TokenKind.LEFT_BRACE)) {
            if (hasElse) {
                tokens.fail("expected else keyword");
                return null;
            }
            Location begin = tokens.location();
            List<Expression> body = braced();
            if (body == null) {
                return null;
            }
            rules.add(new Rule(head.again(tokens).build(), body, null, false, false, begin));
        }
        return List.copyOf(rules);
    }

    /** From the keyword on; null, with an error, where something is wrong with it. */
    private @Nullable Rule otherwise(Head first) {
        grammar.enter();
        Location begin = tokens.location();
        Head.Draft head = first.again(tokens);
        head.generatedValue = false;
        head.hasIf = false;
        head.contains = false;
        tokens.next();
        Rule made = readElseValue(head) ? elseRule(first, head, begin) : null;
        grammar.leave();
        return made;
    }

    private @Nullable Rule elseRule(Head first, Head.Draft head, Location begin) {
        if (!tokens.at(TokenKind.IF) && !tokens.at(TokenKind.LEFT_BRACE)) {
            return new Rule(head.build(), truth(begin), null, false, true, begin);
        }
        List<Expression> body = elseBody(head);
        if (body == null) {
            return null;
        }
        Rule next = null;
        if (tokens.at(TokenKind.ELSE)) {
            next = otherwise(first);
            if (next == null) {
                return null;
            }
        }
        return new Rule(head.build(), body, next, false, false, begin);
    }

    private boolean readElseValue(Head.Draft head) {
        switch (tokens.token().kind()) {
            case LEFT_BRACE, IF -> head.value(Term.truth(tokens.location()));
            case ASSIGN, UNIFY -> {
                head.assigns = tokens.at(TokenKind.ASSIGN);
                tokens.next();
                head.value = grammar.operators.infix();
            }
            default -> {
                tokens.unexpected("expected else value term or rule body");
                return false;
            }
        }
        return head.value != null;
    }

    private @Nullable List<Expression> elseBody(Head.Draft head) {
        if (tokens.at(TokenKind.IF)) {
            head.hasIf = true;
            tokens.next();
        }
        if (tokens.at(TokenKind.LEFT_BRACE)) {
            return braced();
        }
        if (tokens.at(TokenKind.END)) {
            tokens.unexpected("rule body expected");
            return null;
        }
        Expression expression = grammar.literals.literal();
        return expression == null ? null : List.of(expression);
    }

    /**
     * Whether the current token is a keyword that stands where a rule's name would, which is an
     * error.
     *
     * @param afterDefault whether it can be nothing else here
     */
    boolean failIfKeywordIsName(boolean afterDefault) {
        TokenKind keyword = tokens.token().kind();
        boolean name =
                switch (keyword) {
                    case EVERY, IF, IN, SOME, AS -> afterDefault || definesRule(true, true);
                    case PACKAGE, IMPORT -> afterDefault || definesRule(false, true);
                    case NOT, LOGICAL_AND, LOGICAL_OR -> afterDefault || definesRule(true, false);
                    case CONTAINS -> afterDefault || isBeforeKeywordOfHead();
                    default -> false;
                };
        if (name) {
            tokens.fail(keyword.text() + " keyword cannot be used for rule name");
        }
        return name;
    }

    private boolean definesRule(boolean withKeywords, boolean withParenthesis) {
        return switch (tokens.peek(false)) {
            case ASSIGN, UNIFY -> true;
            case IF, CONTAINS -> withKeywords;
            case LEFT_PARENTHESIS -> withParenthesis;
            default -> false;
        };
    }

    private boolean isBeforeKeywordOfHead() {
        TokenKind next = tokens.peek(false);
        return next == TokenKind.IF || next == TokenKind.CONTAINS;
    }
}
