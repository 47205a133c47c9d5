package io.driftseal.rego;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What random policies are made of: for every symbol what it may become. Read from text files, a
 * production per line, {@code SYMBOL text}; what stands in angle brackets in the text is filled in
 * by {@link FuzzPolicies}. Symbols in capitals are kinds of expressions.
 */
final class FuzzGrammar {

    private final Map<String, List<String>> productions = new TreeMap<>();
    private final List<String> lines = new ArrayList<>();

    private FuzzGrammar() {}

    static FuzzGrammar read(String... files) {
        FuzzGrammar grammar = new FuzzGrammar();
        for (String file : files) {
            text(file).lines().filter(line -> !line.isBlank()).forEach(grammar::add);
        }
        return grammar;
    }

    /** A file beside the grammar. */
    static String text(String file) {
        try (InputStream in = FuzzGrammar.class.getResourceAsStream("fuzz/" + file)) {
            return new String(
                    Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String line) {
        int space = line.indexOf(' ');
        String text = line.substring(space + 1);
        productions.computeIfAbsent(line.substring(0, space), _ -> new ArrayList<>()).add(text);
        lines.add(text);
    }

    /** What the symbol may become; empty if nothing. */
    List<String> of(String symbol) {
        return productions.getOrDefault(symbol, List.of());
    }

    /** All productions, whatever the symbol, in the order of the files. */
    List<String> all() {
        return lines;
    }
}
