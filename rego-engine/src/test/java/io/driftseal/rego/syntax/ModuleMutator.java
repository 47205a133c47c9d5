package io.driftseal.rego.syntax;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spoils texts: takes tokens away, doubles and swaps them, and puts in others. */
final class ModuleMutator {

    private static final Pattern TOKEN =
            Pattern.compile(
                    "\\s+|[A-Za-z_]\\w*|\\d+|\"(?:[^\"\\\\\\n]|\\\\.)*\"|`[^`]*`|:=|==|!=|<=|>=|.",
                    Pattern.DOTALL);

    private static final Pattern PACKAGE = Pattern.compile("package [^\\n]*\\n");

    private static final List<String> TOKENS =
            List.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    "(",
                    ")",
                    ",",
                    ";",
                    ":",
                    "|",
                    "&",
                    "-",
                    "+",
                    ".",
                    "=",
                    "==",
                    ":=",
                    "_",
                    "x",
                    "1",
                    ".5",
                    "1e3",
                    "-x",
                    "\"s\"",
                    "\"",
                    "`",
                    "\\",
                    "\u00e9",
                    " ",
                    "\n",
                    "#c\n",
                    " not ",
                    " and ",
                    " or ",
                    " if ",
                    " else ",
                    " contains ",
                    " default ",
                    " some ",
                    " every ",
                    " in ",
                    " with ",
                    " as ",
                    " import ",
                    " package ",
                    "null",
                    "true",
                    "input",
                    "data",
                    "set()",
                    "q[x]",
                    "{x | y}",
                    "$\"a{x}b\"",
                    "$`r{1}`",
                    "$\"",
                    "import future.keywords\n",
                    "import rego.v2\n");

    private static final List<String> IMPORTS =
            List.of(
                    "import future.keywords\n",
                    "import rego.v2\n",
                    "import future.keywords.not\n",
                    "import future.keywords.and\n",
                    "import future.keywords.or\n");

    private final List<String> texts;
    private final Random random;

    /** Mutants of these texts, the same for a seed. */
    ModuleMutator(List<String> texts, long seed) {
        this.texts = texts;
        this.random = new Random(seed);
    }

    private String any(List<String> some) {
        return some.get(random.nextInt(some.size()));
    }

    /** A text with up to three changes. */
    String next() {
        String text = any(texts);
        if (random.nextInt(5) < 2) {
            String imported = any(IMPORTS);
            text = PACKAGE.matcher(text).replaceFirst(found -> quoted(found) + imported);
        }
        List<String> tokens =
                new ArrayList<>(TOKEN.matcher(text).results().map(MatchResult::group).toList());
        int changes = 1 + Math.max(0, random.nextInt(5) - 2);
        for (int i = 0; i < changes && !tokens.isEmpty(); i++) {
            change(tokens, random.nextInt(tokens.size()));
        }
        return String.join("", tokens);
    }

    private static String quoted(MatchResult found) {
        return Matcher.quoteReplacement(found.group());
    }

    private void change(List<String> tokens, int at) {
        switch (random.nextInt(5)) {
            case 0 -> tokens.remove(at);
            case 1 -> tokens.add(at, tokens.get(at));
            case 2 -> Collections.swap(tokens, at, random.nextInt(tokens.size()));
            case 3 -> tokens.set(at, any(TOKENS));
            default -> tokens.add(at, any(TOKENS));
        }
    }
}
