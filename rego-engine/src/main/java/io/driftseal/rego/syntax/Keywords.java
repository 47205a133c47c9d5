package io.driftseal.rego.syntax;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The words that a scanner takes for keywords. Immutable: imports and look-aheads go on with
 * another set.
 */
final class Keywords {

    /** What every version of the language has. */
    private static final Map<String, TokenKind> BASE =
            Map.ofEntries(
                    Map.entry("package", TokenKind.PACKAGE),
                    Map.entry("import", TokenKind.IMPORT),
                    Map.entry("as", TokenKind.AS),
                    Map.entry("default", TokenKind.DEFAULT),
                    Map.entry("else", TokenKind.ELSE),
                    Map.entry("not", TokenKind.NOT),
                    Map.entry("some", TokenKind.SOME),
                    Map.entry("with", TokenKind.WITH),
                    Map.entry("null", TokenKind.NULL),
                    Map.entry("true", TokenKind.TRUE),
                    Map.entry("false", TokenKind.FALSE));

    /** What Rego v1 added. */
    static final Map<String, TokenKind> ADDED_IN_V1 =
            Map.of(
                    "in", TokenKind.IN,
                    "every", TokenKind.EVERY,
                    "contains", TokenKind.CONTAINS,
                    "if", TokenKind.IF);

    /** What Rego v1 can import; {@code not} with a body of its own. */
    static final Map<String, TokenKind> IMPORTABLE =
            Map.of(
                    "not", TokenKind.NOT,
                    "and", TokenKind.LOGICAL_AND,
                    "or", TokenKind.LOGICAL_OR);

    /** What may be imported from {@code future.keywords}. */
    static final Map<String, TokenKind> FUTURE = joined(ADDED_IN_V1, IMPORTABLE);

    static final Keywords V1 = new Keywords(joined(BASE, ADDED_IN_V1));

    private static final Set<String> NAMES_IN_V1 = V1.words.keySet();

    private final Map<String, TokenKind> words;

    private Keywords(Map<String, TokenKind> words) {
        this.words = words;
    }

    private static Map<String, TokenKind> joined(
            Map<String, TokenKind> some, Map<String, TokenKind> more) {
        Map<String, TokenKind> all = new HashMap<>(some);
        all.putAll(more);
        return Map.copyOf(all);
    }

    /** Whether Rego v1 has this keyword, imported or not. */
    static boolean inV1(String word) {
        return NAMES_IN_V1.contains(word);
    }

    /** Keyword or identifier. */
    TokenKind kind(String word) {
        return words.getOrDefault(word, TokenKind.IDENTIFIER);
    }

    boolean contains(String word) {
        return words.containsKey(word);
    }

    Keywords and(Map<String, TokenKind> more) {
        return new Keywords(joined(words, more));
    }

    Keywords and(Keywords more) {
        return and(more.words);
    }

    /** Without any that can be imported: in the path of an import they are names. */
    Keywords withoutFuture() {
        Map<String, TokenKind> rest = new HashMap<>(words);
        rest.keySet().removeAll(FUTURE.keySet());
        return new Keywords(Map.copyOf(rest));
    }
}
