package io.driftseal.rego.syntax;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Terms joined by operators, which are calls of the builtins that the operators stand for. */
final class OperatorParser {

    /** From the loosest on; membership is looser than all of them. */
    private static final Map<TokenKind, Integer> LEVELS =
            Map.ofEntries(
                    Map.entry(TokenKind.EQUAL, 1),
                    Map.entry(TokenKind.NOT_EQUAL, 1),
                    Map.entry(TokenKind.LESS, 1),
                    Map.entry(TokenKind.GREATER, 1),
                    Map.entry(TokenKind.LESS_OR_EQUAL, 1),
                    Map.entry(TokenKind.GREATER_OR_EQUAL, 1),
                    Map.entry(TokenKind.OR, 2),
                    Map.entry(TokenKind.AND, 3),
                    Map.entry(TokenKind.PLUS, 4),
                    Map.entry(TokenKind.MINUS, 4),
                    Map.entry(TokenKind.TIMES, 5),
                    Map.entry(TokenKind.DIVIDE, 5),
                    Map.entry(TokenKind.REMAINDER, 5));

    private static final int LOOSEST = 1;
    private static final int TIGHTEST = 5;
    private static final String MEMBER = "member_2";
    private static final String MEMBER_WITH_KEY = "member_3";

    private final Grammar grammar;

    OperatorParser(Grammar grammar) {
        this.grammar = grammar;
    }

    /** {@code x}, {@code x + y}, {@code x in y}, {@code k, x in y}; null where there is none. */
    @Nullable Term infix() {
        return membership(true);
    }

    /** The same in a list, whose commas are its own. */
    @Nullable Term infixInList() {
        return membership(false);
    }

    private @Nullable Term membership(boolean withKey) {
        TokenStream tokens = grammar.tokens;
        grammar.enter();
        Term left = climb(LOOSEST);
        while (left != null) {
            Term member = withKey && tokens.at(TokenKind.COMMA) ? keyed(left) : null;
            if (member == null) {
                var _ = grammar.retagBeforeReference();
                member = tokens.at(TokenKind.IN) ? plain(left) : null;
            }
            if (member == null) {
                break;
            }
            left = member;
            if (!tokens.at(TokenKind.IN)) {
                break;
            }
        }
        grammar.leave();
        return left;
    }

    /** {@code key, value in collection}, or null with the stream at the comma. */
    private @Nullable Term keyed(Term key) {
        TokenStream tokens = grammar.tokens;
        TokenStream.Mark comma = tokens.mark();
        tokens.next();
        Term value = climb(LOOSEST);
        if (value != null && tokens.at(TokenKind.IN)) {
            Term operator = internal(MEMBER_WITH_KEY);
            Term collection = climb(LOOSEST);
            if (collection != null) {
                return Term.call(key.location(), operator, key, value, collection);
            }
        }
        tokens.reset(comma);
        return null;
    }

    private @Nullable Term plain(Term value) {
        Term operator = internal(MEMBER);
        Term collection = climb(LOOSEST);
        return collection == null ? null : Term.call(value.location(), operator, value, collection);
    }

    private Term internal(String name) {
        Location at = grammar.tokens.location();
        grammar.tokens.next();
        return Term.reference(List.of(Term.variable("internal", at), Term.text(name, at)), at);
    }

    /**
     * A term and the operators of this level and tighter ones behind it. Where an operator's right
     * side cannot be read, what is before it stands, with the error noted, and only looser
     * operators go on from there.
     */
    private @Nullable Term climb(int loosest) {
        Term left = grammar.terms.term();
        int tightest = TIGHTEST;
        while (left != null) {
            int level = LEVELS.getOrDefault(grammar.tokens.token().kind(), 0);
            if (level < loosest || level > tightest) {
                break;
            }
            Term operator = operator();
            Term right = climb(level + 1);
            if (right == null) {
                tightest = level - 1;
            } else {
                left = Term.call(left.location(), operator, left, right);
                tightest = level;
            }
        }
        return left;
    }

    /** The builtin of the current token, which is passed. */
    Term operator() {
        Token token = grammar.tokens.token();
        Term operator =
                Term.reference(
                        List.of(Term.variable(token.kind().text(), token.location())),
                        token.location());
        grammar.tokens.next();
        return operator;
    }

    /** Whether a call is {@code x in y} or {@code k, x in y}. */
    static boolean isMembership(Term term) {
        return term.value() instanceof TermValue.Call call && memberName(call) != null;
    }

    /** The name of the builtin if it is one of membership. */
    static @Nullable String memberName(TermValue.Call call) {
        String name = ReferenceText.of(call.terms().getFirst());
        return name.equals("internal." + MEMBER) || name.equals("internal." + MEMBER_WITH_KEY)
                ? name
                : null;
    }
}
