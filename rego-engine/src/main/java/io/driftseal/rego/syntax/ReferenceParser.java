package io.driftseal.rego.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What follows a term without a space: {@code .b}, {@code [c]}, {@code (d)}. */
final class ReferenceParser {

    private final Grammar grammar;
    private final TokenStream tokens;

    ReferenceParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /** Goes past the term's last token and on; null for none. */
    @Nullable Term finish(@Nullable Term head) {
        if (head == null) {
            return null;
        }
        tokens.nextOrSpace();
        return finishFromHere(head);
    }

    /** The same at the head of a rule, where spaces may be between, but no operators. */
    @Nullable Term finishHead(Term head) {
        tokens.nextOrSpace();
        switch (tokens.token().kind()) {
            case PLUS, MINUS, TIMES, DIVIDE, REMAINDER, AND, OR -> tokens.unexpected();
            case EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL ->
                    tokens.unexpected();
            case WHITESPACE -> tokens.next();
            default -> {}
        }
        return finishFromHere(head);
    }

    private @Nullable Term finishFromHere(Term head) {
        if (tokens.at(TokenKind.LEFT_PARENTHESIS) || tokens.token().kind().continuesReference()) {
            return reference(head);
        }
        if (tokens.at(TokenKind.WHITESPACE)) {
            tokens.next();
        }
        return isRoot(head) ? Term.reference(List.of(head), head.location()) : head;
    }

    /** Whether it is the name of one of the documents, which is a reference on its own. */
    static boolean isRoot(Term term) {
        return "data".equals(term.variableName()) || "input".equals(term.variableName());
    }

    /** From a dot, bracket or parenthesis on, to the next token that is no space. */
    private @Nullable Term reference(Term head) {
        grammar.enter();
        if (!mayBeAsked(head.value())) {
            tokens.fail(
                    head.location(), "illegal ref (head cannot be " + head.value().kind() + ")");
        }
        List<Term> path = new ArrayList<>(List.of(head));
        Term made = null;
        boolean open = true;
        while (open) {
            switch (tokens.token().kind()) {
                case DOT -> open = dotted(path);
                case LEFT_BRACKET -> open = bracketed(path);
                case LEFT_PARENTHESIS -> {
                    made = called(path);
                    open = false;
                }
                default -> {
                    if (tokens.at(TokenKind.WHITESPACE)) {
                        tokens.next();
                    }
                    made = Term.reference(path, head.location());
                    open = false;
                }
            }
        }
        grammar.leave();
        return made;
    }

    private static boolean mayBeAsked(TermValue head) {
        return switch (head) {
            case TermValue.Variable _,
                    TermValue.Items _,
                    TermValue.Pairs _,
                    TermValue.Members _,
                    TermValue.Comprehension _,
                    TermValue.Call _ ->
                    true;
            case TermValue.Scalar _, TermValue.Template _, TermValue.Reference _ -> false;
        };
    }

    private boolean dotted(List<Term> path) {
        tokens.nextOrSpace();
        if (!tokens.at(TokenKind.IDENTIFIER) && !grammar.isKeywordInReferences()) {
            tokens.unexpected("expected " + TokenKind.IDENTIFIER.text());
            return false;
        }
        path.add(Term.text(tokens.token().text(), tokens.location()));
        tokens.nextOrSpace();
        return true;
    }

    private boolean bracketed(List<Term> path) {
        tokens.next();
        Term element = grammar.operators.infix();
        if (element == null) {
            return false;
        }
        if (!tokens.at(TokenKind.RIGHT_BRACKET)) {
            tokens.unexpected("expected " + TokenKind.LEFT_BRACKET.text());
            return false;
        }
        path.add(element);
        tokens.nextOrSpace();
        return true;
    }

    /** A call of what the path leads to, and what is asked for of its result. */
    private @Nullable Term called(List<Term> path) {
        Location begin = path.getFirst().location();
        Term call = call(Term.reference(path, begin));
        if (call == null) {
            return null;
        }
        if (tokens.at(TokenKind.WHITESPACE)) {
            tokens.next();
            return call;
        }
        return tokens.token().kind().continuesReference() ? reference(call) : call;
    }

    private @Nullable Term call(Term operator) {
        grammar.enter();
        tokens.next();
        Location begin = operator.location();
        List<Term> terms =
                tokens.at(TokenKind.RIGHT_PARENTHESIS)
                        ? List.of(operator)
                        : grammar.collections.list(TokenKind.RIGHT_PARENTHESIS, operator);
        Term made = null;
        if (terms != null) {
            tokens.nextOrSpace();
            made =
                    terms.size() == 1 && isSet(operator)
                            ? CollectionParser.set(List.of(), begin)
                            : new Term(new TermValue.Call(List.copyOf(terms)), begin);
        }
        grammar.leave();
        return made;
    }

    /** Whether {@code set}, which makes the empty set. */
    private static boolean isSet(Term operator) {
        return ReferenceText.of(operator).equals("set");
    }
}
