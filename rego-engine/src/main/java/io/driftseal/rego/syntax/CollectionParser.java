package io.driftseal.rego.syntax;

import io.driftseal.rego.syntax.TermValue.Pair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Arrays, sets, objects and the comprehensions of each. A bar behind the first term is taken for a
 * comprehension's as long as that can be.
 */
final class CollectionParser {

    private final Grammar grammar;
    private final TokenStream tokens;

    CollectionParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    /** From the opening bracket to the closing one. */
    @Nullable Term array() {
        Location begin = tokens.location();
        tokens.next();
        if (tokens.at(TokenKind.RIGHT_BRACKET)) {
            return array(List.of(), begin);
        }
        boolean mayComprehend = !skipComma();
        TokenStream.Mark first = tokens.mark();
        Term head = grammar.terms.term();
        if (head == null) {
            return null;
        }
        switch (tokens.token().kind()) {
            case RIGHT_BRACKET -> {
                return array(List.of(head), begin);
            }
            case COMMA -> {
                tokens.next();
                List<Term> all = list(TokenKind.RIGHT_BRACKET, head);
                return all == null ? null : array(all, begin);
            }
            case OR -> {
                if (mayComprehend) {
                    List<Expression> body = comprehended(TokenKind.RIGHT_BRACKET);
                    if (body != null) {
                        return comprehension(TermValue.Shape.ARRAY, null, head, body, begin);
                    }
                    if (!tokens.at(TokenKind.COMMA)) {
                        return null;
                    }
                }
            }
            default -> {}
        }
        tokens.reset(first);
        List<Term> all = list(TokenKind.RIGHT_BRACKET, null);
        return all == null ? null : array(all, begin);
    }

    private static Term array(List<Term> items, Location begin) {
        return new Term(new TermValue.Items(List.copyOf(items)), begin);
    }

    /** A comma before the first item is passed over. */
    private boolean skipComma() {
        if (!tokens.at(TokenKind.COMMA)) {
            return false;
        }
        tokens.next();
        return true;
    }

    private @Nullable List<Expression> comprehended(TokenKind end) {
        tokens.next();
        return grammar.bodies.body(end);
    }

    private static Term comprehension(
            TermValue.Shape shape,
            @Nullable Term key,
            Term term,
            List<Expression> body,
            Location begin) {
        return new Term(new TermValue.Comprehension(shape, key, term, body), begin);
    }

    /** From the opening brace to the closing one. */
    @Nullable Term setOrObject() {
        Location begin = tokens.location();
        tokens.next();
        if (tokens.at(TokenKind.RIGHT_BRACE)) {
            return object(List.of(), begin);
        }
        boolean mayComprehend = !skipComma();
        TokenStream.Mark first = tokens.mark();
        Term head = grammar.terms.term();
        if (head == null) {
            return null;
        }
        switch (tokens.token().kind()) {
            case OR -> {
                if (mayComprehend) {
                    return barredSet(head, first, begin);
                }
            }
            case RIGHT_BRACE, COMMA -> {
                return restOfSet(head, begin);
            }
            case COLON -> {
                return restOfObject(head, mayComprehend, begin);
            }
            default -> {}
        }
        tokens.reset(first);
        head = grammar.operators.infixInList();
        if (head == null) {
            return null;
        }
        return switch (tokens.token().kind()) {
            case RIGHT_BRACE, COMMA -> restOfSet(head, begin);
            case COLON -> restOfObject(head, mayComprehend, begin);
            default -> {
                tokens.unexpected("non-terminated set");
                yield null;
            }
        };
    }

    /** A comprehension, or a set whose first member is a union. */
    private @Nullable Term barredSet(Term head, TokenStream.Mark first, Location begin) {
        List<Expression> body = comprehended(TokenKind.RIGHT_BRACE);
        if (body != null) {
            return comprehension(TermValue.Shape.SET, null, head, body, begin);
        }
        if (!tokens.at(TokenKind.COMMA)) {
            return null;
        }
        tokens.reset(first);
        List<Term> members = list(TokenKind.RIGHT_BRACE, null);
        return members == null ? null : set(members, begin);
    }

    private @Nullable Term restOfSet(Term head, Location begin) {
        if (!skipComma()) {
            return set(List.of(head), begin);
        }
        List<Term> members = list(TokenKind.RIGHT_BRACE, head);
        return members == null ? null : set(members, begin);
    }

    static Term set(List<Term> members, Location begin) {
        TreeSet<Term> sorted = new TreeSet<>(NodeOrder.TERMS);
        sorted.addAll(members);
        return new Term(new TermValue.Members(sorted), begin);
    }

    /** From the colon behind the first key on. */
    private @Nullable Term restOfObject(Term key, boolean mayComprehend, Location begin) {
        tokens.next();
        TokenStream.Mark first = tokens.mark();
        Term value = grammar.terms.term();
        if (value == null) {
            return null;
        }
        if (mayComprehend) {
            if (tokens.at(TokenKind.RIGHT_BRACE) || tokens.at(TokenKind.COMMA)) {
                return pairs(new Pair(key, value), begin);
            }
            if (tokens.at(TokenKind.OR)) {
                List<Expression> body = comprehended(TokenKind.RIGHT_BRACE);
                if (body != null) {
                    return comprehension(TermValue.Shape.OBJECT, key, value, body, begin);
                }
            }
        }
        tokens.reset(first);
        value = grammar.operators.infixInList();
        if (value == null) {
            return null;
        }
        if (tokens.at(TokenKind.RIGHT_BRACE) || tokens.at(TokenKind.COMMA)) {
            return pairs(new Pair(key, value), begin);
        }
        tokens.unexpected("non-terminated object");
        return null;
    }

    /** The pairs behind the first one, to the closing brace. */
    private @Nullable Term pairs(Pair first, Location begin) {
        List<Pair> pairs = new ArrayList<>(List.of(first));
        while (skipComma() && !tokens.at(TokenKind.RIGHT_BRACE)) {
            Pair pair = pair();
            if (pair == null) {
                return null;
            }
            pairs.add(pair);
            if (!isAtEndOrComma(TokenKind.RIGHT_BRACE)) {
                return null;
            }
        }
        return object(pairs, begin);
    }

    private @Nullable Pair pair() {
        Term key = grammar.operators.infixInList();
        if (key == null) {
            return null;
        }
        if (!tokens.at(TokenKind.COLON)) {
            tokens.unexpected("expected \":\"");
            return null;
        }
        tokens.next();
        Term value = grammar.operators.infixInList();
        return value == null ? null : new Pair(key, value);
    }

    private boolean isAtEndOrComma(TokenKind end) {
        if (tokens.at(end) || tokens.at(TokenKind.COMMA)) {
            return true;
        }
        tokens.unexpected("expected \",\" or \"" + end.text() + "\"");
        return false;
    }

    private static Term object(List<Pair> pairs, Location begin) {
        List<Pair> sorted = new ArrayList<>(pairs);
        sorted.sort(Comparator.comparing(Pair::key, NodeOrder.TERMS));
        return new Term(new TermValue.Pairs(List.copyOf(sorted)), begin);
    }

    /**
     * Terms with commas between them, up to the token that ends them.
     *
     * @param first what is before the current token, null if nothing is
     */
    @Nullable List<Term> list(TokenKind end, @Nullable Term first) {
        List<Term> terms = new ArrayList<>();
        if (first != null) {
            terms.add(first);
        }
        if (tokens.at(end)) {
            return first == null ? null : terms;
        }
        while (true) {
            Term term = grammar.operators.infixInList();
            if (term == null) {
                return null;
            }
            terms.add(term);
            if (!isAtEndOrComma(end)) {
                return null;
            }
            if (tokens.at(end) || (skipComma() && tokens.at(end))) {
                return terms;
            }
        }
    }
}
