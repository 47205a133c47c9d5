package io.driftseal.rego;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Random policies and inputs. The same seed makes the same ones. */
final class FuzzPolicies {

    /**
     * Which Rego a batch of policies is written in.
     *
     * @param options for {@code opa build} and {@code opa run}
     * @param own calls that the other dialect does not have
     */
    record Dialect(String imports, List<String> options, FuzzGrammar calls, FuzzGrammar own) {

        private static final Dialect V1 = of("", List.of(), "interpolation.txt");
        private static final Dialect V0 =
                of("import future.keywords\n\n", List.of("--v0-compatible"), "deprecated.txt");

        private static Dialect of(String imports, List<String> options, String own) {
            return new Dialect(
                    imports, options, FuzzGrammar.read("calls.txt", own), FuzzGrammar.read(own));
        }

        /** Every fourth batch is written in old Rego. */
        static Dialect of(long seed) {
            return seed % 4 == 3 ? V0 : V1;
        }
    }

    /** {@code <KIND>}, {@code <=KIND>} for a literal, {@code <symbol>}, {@code <$variable>}. */
    private static final Pattern HOLE = Pattern.compile("<(=?)([$\\w.]+)>");

    private static final FuzzGrammar SHAPES = FuzzGrammar.read("policies.txt");
    private static final FuzzGrammar COMPOSED = FuzzGrammar.read("composed.txt");
    private static final FuzzGrammar LITERALS = FuzzGrammar.read("literals.txt");

    /** Kinds that may be any expression; the others are texts and the like that fit a builtin. */
    private static final Set<String> PLAIN =
            Set.of("NUMBER", "TEXT", "TRUTH", "ARRAY", "SET", "OBJECT", "ANY");

    private static final String ANY = "ANY";
    private static final int RULE_DEPTH = 3;
    private static final int SWEPT_CALLS = 10;
    private static final int SWEPT_OWN_CALLS = 2;

    private final Dialect dialect;
    private final Random random;
    private int swept;
    private int sweptOwn;
    private int variables;
    private String here = "";
    private String name = "";

    FuzzPolicies(long seed, Dialect dialect) {
        this.random = new Random(seed);
        this.dialect = dialect;
        this.swept = random.nextInt(dialect.calls.all().size());
    }

    /** A module of package {@code fuzz.pN}. */
    String policy(int number) {
        // Of the package before, since a rule must not depend on itself.
        here = number == 0 ? "data.d" : "data.fuzz.p" + (number - 1);
        variables = 0;
        StringBuilder out = new StringBuilder("package fuzz.p" + number + "\n\n");
        out.append(dialect.imports);
        for (String function : SHAPES.of("functions")) {
            out.append(expand(function, 2)).append("\n\n");
        }
        int rules = 3 + random.nextInt(4);
        for (int i = 0; i < rules; i++) {
            name = "r" + i;
            out.append(expand(pick(SHAPES.of("rule")), RULE_DEPTH)).append("\n\n");
        }
        // Every call in its turn, so that none depends on luck.
        for (int i = 0; i < SWEPT_CALLS; i++) {
            out.append(call("s" + i, dialect.calls, swept++));
        }
        for (int i = 0; i < SWEPT_OWN_CALLS; i++) {
            out.append(call("t" + i, dialect.own, sweptOwn++));
        }
        return out.append(
                        expand(
                                "said if print(\"@"
                                        + number
                                        + "\", input.id, <ANY>, <TEXT>, <dynamic>)\n",
                                2))
                .toString();
    }

    private String call(String rule, FuzzGrammar calls, int index) {
        String call = calls.all().get(index % calls.all().size());
        return rule + " := " + expand(call, 2) + "\n\n";
    }

    private String expand(String production, int depth) {
        Map<String, String> names = new HashMap<>();
        String text = production.replace("\\n", "\n").replace("\\t", "\t");
        return HOLE.matcher(text)
                .replaceAll(hole -> Matcher.quoteReplacement(filled(hole, depth, names)));
    }

    private String filled(MatchResult hole, int depth, Map<String, String> names) {
        String symbol = hole.group(2);
        if (symbol.charAt(0) == '$') {
            return names.computeIfAbsent(symbol, _ -> "v" + variables++);
        }
        if (!hole.group(1).isEmpty()) {
            return literal(symbol);
        }
        return switch (symbol) {
            case "name" -> name;
            case "here" -> here;
            case "body" -> body(Math.min(depth, 2));
            default ->
                    Character.isUpperCase(symbol.charAt(0))
                            ? expression(symbol, depth - 1)
                            : expand(pick(SHAPES.of(symbol)), depth);
        };
    }

    private String body(int depth) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 1 + random.nextInt(depth + 1); i++) {
            body.append('\t').append(expand(pick(SHAPES.of("statement")), depth)).append('\n');
        }
        return body.toString();
    }

    private String expression(String kind, int depth) {
        // Trees of GraphQL that are no trees are a known difference.
        if (chance(4) && !kind.startsWith("GRAPHQL")) {
            return pick(SHAPES.of("dynamic"));
        }
        if (!PLAIN.contains(kind)) {
            return literal(kind);
        }
        List<String> calls = kind.equals(ANY) ? dialect.calls.all() : dialect.calls.of(kind);
        if (depth > 0 && chance(55)) {
            return expand(pick(calls), depth);
        }
        if (chance(35)) {
            return pick(SHAPES.of("input." + kind));
        }
        List<String> composed = COMPOSED.of(kind);
        if (depth > 0 && !composed.isEmpty() && chance(45)) {
            return expand(pick(composed), depth);
        }
        return literal(kind);
    }

    private String literal(String kind) {
        return kind.equals(ANY) ? expand(pick(SHAPES.of("any")), 0) : pick(LITERALS.of(kind));
    }

    /** An input of the usual form, or of another one now and then. */
    String input(int id) {
        List<String> members = new ArrayList<>(List.of("\"id\": " + id));
        for (String member : List.of("n", "s", "b", "a", "o", "x")) {
            if (!chance(8)) {
                members.add("\"" + member + "\": " + json(chance(10) ? "x" : member));
            }
        }
        return "{" + String.join(", ", members) + "}";
    }

    private String json(String member) {
        String of = member.equals("x") ? pick(List.of("n", "s", "b", "a", "o")) : member;
        return pick(SHAPES.of("json." + of));
    }

    private <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
