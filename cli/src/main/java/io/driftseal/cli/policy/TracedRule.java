package io.driftseal.cli.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule that had a value, as a trace shows it.
 *
 * @param file below the directory of the policies
 * @param line where the rule begins
 * @param name of the rule
 * @param source its expressions: line and text
 * @param values of the variables that its author named, as JSON, cut
 */
public record TracedRule(
        String file, int line, String name, List<String> source, Map<String, String> values) {

    public TracedRule {
        source = List.copyOf(source);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
